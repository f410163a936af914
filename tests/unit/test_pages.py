import pytest
from werkzeug.test import Client

from local.pages import Pages


@pytest.fixture
def pages() -> Client:
    return Client(
        Pages("http://api.example/local", "ws://live.example/local", {"staff_sign_in": {"client_id": "staff"}})
    )


def test_a_screen_is_served_with_what_it_names(pages: Client) -> None:
    page = pages.get("/web/board", follow_redirects=True)
    assert page.request.path == "/web/board/"
    assert page.mimetype == "text/html"
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "connect-src 'self' http: ws:;" in page.headers["Content-Security-Policy"]
    for name, kind in (("board/board.js", "text/javascript"), ("board/board.css", "text/css"), ("core/live.js", None)):
        answer = pages.get(f"/web/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind or "text/javascript")


def test_it_learns_where_this_system_is(pages: Client) -> None:
    assert pages.get("/web/config.json").json == {
        "api_url": "http://api.example/local",
        "live_url": "ws://live.example/local",
        "store": "centro",
        "staff_sign_in": {"client_id": "staff"},
    }


@pytest.mark.parametrize("path", ["/web/nothing", "/web/../local/credentials.py", "/web/%2e%2e/Makefile"])
def test_nothing_else_is_served(pages: Client, path: str) -> None:
    assert pages.get(path).status_code == 404
