import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from local.distribution import Api
from local.pages import Pages


@pytest.fixture
def pages() -> Client:
    sign_in = {"staff_sign_in": {"client_id": "staff", "token_url": "http://cognito.example/oauth2/token"}}
    return Client(
        Pages(lambda _: Response("the API"), "ws://live.example/local", "http://storage.example", sign_in),
    )


def test_a_screen_is_served_with_what_it_names(pages: Client) -> None:
    page = pages.get("/web/board", follow_redirects=True)
    assert page.request.path == "/web/board/"
    assert page.mimetype == "text/html"
    assert "script-src" not in page.headers["Content-Security-Policy"]
    allowed = "connect-src 'self' http://cognito.example http://storage.example ws://live.example;"
    assert allowed in page.headers["Content-Security-Policy"]
    for name, kind in (("board/board.js", "text/javascript"), ("board/board.css", "text/css"), ("core/live.js", None)):
        answer = pages.get(f"/web/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind or "text/javascript")


def test_it_learns_where_this_system_is(pages: Client) -> None:
    assert pages.get("/web/config.json").json == {
        "api_url": "/api",
        "live_url": "ws://live.example/local",
        "store": "centro",
        "staff_sign_in": {"client_id": "staff", "token_url": "http://cognito.example/oauth2/token"},
    }


def test_the_way_to_a_folder_keeps_what_is_asked(pages: Client) -> None:
    assert pages.get("/web/board?store=norte").headers["Location"] == "/web/board/?store=norte"


def test_what_has_not_changed_is_not_sent_again(pages: Client) -> None:
    page = pages.get("/web/board/")
    assert page.headers["Cache-Control"] == "no-cache"
    again = pages.get("/web/board/", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/web/nothing",
        "/web/../local/credentials.py",
        "/web/%2e%2e/Makefile",
        "/web/../layers",
        "/web//etc",
        "/web/a%00b",
        "/web/%ff",
        f"/web/{'a' * 5_000}",
    ],
)
def test_nothing_else_is_served(pages: Client, path: str) -> None:
    assert pages.get(path).status_code == 404


@pytest.fixture
def origin() -> Iterator[tuple[list[Request], Api]]:
    """What reaches the API, and what stands before it."""
    requests: list[Request] = []

    def answer(environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        request.get_data()
        requests.append(request)
        headers = {"ETag": '"7"', "Content-Type": "application/problem+json"}
        return Response("{}", 412, headers)(environ, start_response)

    server = make_server("127.0.0.1", 0, answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield requests, Api(f"http://127.0.0.1:{server.server_port}/stage", "the key")
    server.shutdown()


def test_the_api_stands_under_the_pages_address_and_learns_who_asks(origin: tuple[list[Request], Api]) -> None:
    requests, api = origin
    pages = Client(Pages(api, "ws://live.example", "http://storage.example", {}))
    forged = {"True-Client-IP": "198.51.100.7", "Distribution-Key": "guessed"}
    answer = pages.put(
        "/api/products/p%C3%A3o?of=a%20b",
        data=b'{"a": 1}',
        headers={"Authorization": "token", "If-Match": '"6"', **forged},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (412, b"{}", '"7"')
    assert answer.headers.getlist("Content-Type") == ["application/problem+json"]
    (request,) = requests
    assert (request.method, request.path, request.args.to_dict()) == ("PUT", "/stage/products/pão", {"of": "a b"})
    assert (request.data, request.headers["Authorization"], request.headers["If-Match"]) == (
        b'{"a": 1}',
        "token",
        '"6"',
    )
    assert request.headers.getlist("True-Client-IP") == ["203.0.113.9"]
    assert request.headers.getlist("Distribution-Key") == ["the key"]


def test_odd_addresses_reach_the_api_as_they_are(origin: tuple[list[Request], Api]) -> None:
    requests, api = origin
    pages = Client(Pages(api, "ws://live.example", "http://storage.example", {}))
    for query in ("cursor=%FF", "cursor=\xff", "cursor=\x01", "store=centro&cursor=0.e30%3D+a"):
        assert pages.get("/api/menu", environ_overrides={"QUERY_STRING": query}).status_code == 412
    assert [request.query_string for request in requests] == [
        b"cursor=%FF",
        b"cursor=%FF",
        b"cursor=%01",
        b"store=centro&cursor=0.e30%3D+a",
    ]
    assert pages.get(f"/api/{'é' * 30_000}").status_code == 414


def test_an_api_that_is_gone_is_reported() -> None:
    pages = Client(Pages(Api("http://127.0.0.1:9", "the key"), "ws://live.example", "http://storage.example", {}))
    assert pages.get("/api/menu").status_code == 502
