"""WebSocket $connect: listen to the channel that a ticket opens, or to a store's board, which is open to all.

A refusal ends the handshake, so nobody is connected who may not listen.
"""

from bytemeburger import settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.live import records, tickets
from bytemeburger.live.rules import board


@endpoint()
def handler(request: Request) -> Reply:
    ticket = request.query("ticket")
    if ticket is None:
        channel = board(request.identifier("store") or settings.default_store())
    else:
        channel = tickets.channel_of(ticket)
    records.listen(request.connection_id, channel)
    return Reply()
