"""How a message reaches a person: a port, for an SMS or WhatsApp provider fits it too, and e-mail by SES behind it."""

from typing import Protocol

from bytemeburger import aws, settings


class Channel(Protocol):
    def send(self, to: str, subject: str, text: str) -> None:
        """Hand the message over; raises when it was not taken."""


class Email:
    """Plain text from the sender's address; `to` is an e-mail address."""

    def send(self, to: str, subject: str, text: str) -> None:
        aws.client("sesv2").send_email(
            FromEmailAddress=settings.mail_sender(),
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
        )


EMAIL: Channel = Email()
