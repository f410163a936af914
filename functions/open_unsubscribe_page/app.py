"""GET /unsubscribe/{token}: go to the page that asks whether to unsubscribe; nothing changes by it."""

from bytemeburger import settings
from bytemeburger.api import Request, Response, endpoint


@endpoint(statuses=(303,), strict=False)
def handler(request: Request) -> Response[None]:
    return Response(None, headers={"Location": f"{settings.pages_url()}/unsubscribe/#{request.path('token')}"})
