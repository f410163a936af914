"""The API under the pages' own address, as the distribution of stacks/storage.yaml has it on AWS: every request is passed on
with the address of whoever sent it. Nothing is kept here, where everybody is one."""

from collections.abc import Iterable
from urllib.parse import quote

import httpx
from werkzeug.wrappers import Request, Response

from bytemeburger.distribution import KEY, VIEWER
from local.caller import connect

PREFIX = "/api"
HOP_BY_HOP = frozenset({"connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"})
"""Headers that speak of one connection (RFC 9110, section 7.6.1), not of the request."""


class Api:
    """What stands at `api_url`; `key` is what it knows the distribution by."""

    def __init__(self, api_url: str, key: str):
        self._http = connect(api_url)
        self._key = key

    def __call__(self, request: Request) -> Response:
        own = {KEY: self._key, VIEWER: request.remote_addr or ""}
        path = quote(request.path.removeprefix(PREFIX))
        query = quote(request.query_string, safe="%&=+$,/:;?@!'()*")
        try:
            answer = self._http.request(
                request.method,
                f"{path}?{query}" if query else path,
                content=request.get_data(),
                headers=dict(_end_to_end(request.headers.items())) | own,
            )
        except httpx.InvalidURL:
            return Response("too long an address", 414)
        except httpx.TransportError:
            return Response("the API does not answer", 502)
        return Response(answer.content, answer.status_code, list(_end_to_end(answer.headers.items())))


def _end_to_end(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Without the body's encoding, which is undone on the way."""
    for name, value in headers:
        if name.lower() not in HOP_BY_HOP | {"accept-encoding", "content-encoding"}:
            yield name.lower(), value
