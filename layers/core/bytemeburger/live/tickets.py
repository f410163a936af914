"""What opens a channel: a browser can send no header when it opens a WebSocket, and whatever stands in an address ends
in logs. So the address has neither a token nor an order key but a ticket, which opens one channel, read-only, for a
minute."""

from typing import TypedDict

from bytemeburger import seal
from bytemeburger.errors import Unauthorized
from bytemeburger.formats import Seconds
from bytemeburger.live.rules import TICKET_SECONDS

PURPOSE = "live-ticket"


class LiveTicket(TypedDict):
    ticket: str
    expires_in: Seconds


def issue(channel: str) -> LiveTicket:
    return {"ticket": seal.sign(PURPOSE, channel, TICKET_SECONDS), "expires_in": TICKET_SECONDS}


def channel_of(ticket: str) -> str:
    """The channel that a ticket opens. Raises Unauthorized."""
    channel = seal.verify(PURPOSE, ticket)
    if channel is None:
        raise Unauthorized("ticket-invalid")
    return channel
