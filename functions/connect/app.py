"""WebSocket $connect: listen to the channel that a ticket opens, or to a store's board, which is open to all.

A refusal ends the handshake, so only clients that may listen are connected.
"""

from bytemeburger import settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live import records, tickets
from bytemeburger.live.rules import board_channel
from bytemeburger.parameters import STORE, text
from bytemeburger.stores import records as stores

TICKET = text("ticket", "What opens a channel, as a live-ticket route answered it.")


@endpoint(query=(TICKET, STORE))
def handler(request: Request) -> Response[None]:
    ticket = request.query(TICKET)
    if ticket is None:
        channel = board_channel(stores.read(request.query(STORE) or settings.default_store()).store)
    else:
        channel = tickets.channel_of(ticket)
    records.listen(request.connection_id, channel)
    return Response(None)
