"""How a message reaches a person: a port, for an SMS or WhatsApp provider fits it too, and e-mail behind it."""

from typing import Protocol

from bytemeburger import mail


class Channel(Protocol):
    def send(self, to: str, subject: str, text: str) -> None:
        """Hand the message over; raises when it was not taken."""


EMAIL: Channel = mail
