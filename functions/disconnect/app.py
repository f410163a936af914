"""WebSocket $disconnect: forget a connection that has ended. API Gateway sends the event on a best-effort basis:
push_update removes connections that are gone."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live import records


@endpoint()
def handler(request: Request) -> Response[None]:
    records.remove(request.connection_id)
    return Response(None)
