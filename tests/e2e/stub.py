"""The API, its WebSocket and the staff's sign-in as the pages of web/ see them: answered here, by what a test says."""

import base64
import json
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, Route, WebSocketRoute, expect
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as Served

from bytemeburger.menu import views
from local.distribution import PREFIX
from local.pages import Pages

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LIVE, COGNITO, STORAGE = "ws://live.test", "http://cognito.test", "http://storage.test"
PICTURES = "http://pictures.test"
LOCAL = Path(__file__).parents[2] / "local"
SIGN_IN = {
    f"{whose}_sign_in": {
        "authorize_url": f"{COGNITO}/authorize",
        "token_url": f"{COGNITO}/token",
        "logout_url": f"{COGNITO}/logout",
        "client_id": whose,
        "scope": "openid",
    }
    for whose in ("staff", "customer")
}
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Date"}
OWN_ID = "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"
"""The staff's person, as the API names them."""
BACK = "?code=code&state=first"
COMING_BACK = f"""
if (location.search === "{BACK}") sessionStorage.setItem("sign-in", JSON.stringify({{ verifier: "verifier", state: "first" }}));
"""
"""What web/core/session.js keeps on the way to Cognito's page."""
SETTLING_MS = 1_000
"""For how long, at most, what has just changed takes no tap."""
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""When the pages are opened, by their own clock: nothing depends on the day on which a test runs."""

LETTERS = "document.fonts.ready.then(() => undefined)"
"""Until they are as wide as they stay."""
IN_SIGHT = """
() => [...document.images].filter((each) => {
  const { top, bottom } = each.getBoundingClientRect();
  return each.checkVisibility() && bottom > 0 && top < innerHeight;
}).every((each) => each.complete && each.naturalWidth)
"""
"""Whether all pictures on the screen are there; the rest of them is fetched when it comes near."""

type Answer = tuple[int, Any]
"""A status and a JSON body. The status 0 is a lost connection, -1 no answer ever."""
type Answers = Callable[[Request], Answer]


def menu() -> dict[str, Any]:
    """The local system's menu as a customer gets it."""
    saved = json.loads((LOCAL / "menu.json").read_text())
    by_id = {product["product_id"]: product | {"available": True} for product in saved}
    products = [
        {**views.for_customer(product, by_id, NOON), "image_url": f"{PICTURES}/{product_id}.webp", "offer": None}
        for product_id, product in by_id.items()
    ]
    return {
        "store": "centro",
        "name": "Centro",
        "time_zone": "America/Sao_Paulo",
        "open": True,
        "hours": [],
        "currency": "BRL",
        "discounts": False,
        "coupons": False,
        "products": products,
    }


@dataclass
class Stub:
    """`answers` holds what the API answers to "METHOD /path"; a `*` in a path is anything. `requests` are those that came,
    `sockets` the screens that listen."""

    pages_url: str
    page: Page
    answers: dict[str, Answer | Answers] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    sockets: list[WebSocketRoute] = field(default_factory=list)
    is_live: bool = True
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": OWN_ID, "name": "Ana", "cognito:groups": ["counter"]}
    )
    """Whom Cognito's page lets in."""
    is_anybody: bool = True
    """Whether it lets anybody in; else it asks who they are."""
    _finished: list[Request] = field(default_factory=list)
    _held: list[Route] | None = None
    """Requests that are answered later; None: at once."""
    _opened_at: float = field(default_factory=time.monotonic)

    def sent(self, name: str) -> list[Request]:
        """The requests to "METHOD /path", as in `answers`, that the page has made by now."""
        self.let_page_work()
        return [each for each in self.requests if _is(name, operation(each))]

    def bodies(self, name: str) -> list[Any]:
        """Their bodies."""
        return [json.loads(each.post_data or "{}") for each in self.sent(name)]

    def now(self) -> datetime:
        """What a clock says that the test has not turned: the page's own, where that was installed at NOON."""
        return NOON + timedelta(seconds=time.monotonic() - self._opened_at)

    def tap(self, place: Locator, times: int = 2, apart_ms: int = 350) -> None:
        """At one point of the screen, whatever comes to be there: so far apart by the page's clock, the machine being as slow
        as it is, and each answered before the next."""
        self.page.evaluate(LETTERS)
        with held_clock(self.page):
            box = place.bounding_box()
            assert box
            for _ in range(times):
                self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                self.expect_no_open_request()
                self.page.clock.run_for(apart_ms)

    def double_tap(self, place: Locator) -> None:
        """At once by the page's clock, and before there is an answer."""
        settle(self.page)
        with held_clock(self.page):
            self._held = []
            place.dblclick()
            self.let_page_work()
            held, self._held = self._held, None
            for route in held:
                self._answer(route)

    def open_signed_in(self, page: str, view: str = "") -> None:
        """Open one of the staff's pages as whoever comes from Cognito's page: to go there first loads every file twice. A page
        that is open already, or where nobody is let in, is opened as anybody would."""
        address = f"{self.pages_url}/{page}/"
        if self.is_anybody and self.page.url == "about:blank":
            self.page.add_init_script(COMING_BACK)
            address += BACK
        self.page.goto(f"{address}#{view}" if view else address)

    def expect_sockets(self, count: int) -> None:
        """So many have been opened, now or in a moment."""
        self.until(lambda: len(self.sockets) >= count)
        assert len(self.sockets) == count

    def expect_answers(self, name: str, count: int) -> None:
        """The page is done with so many requests to "METHOD /path", now or in a moment: answered, lost or given up."""
        self.until(lambda: sum(operation(each) == name for each in self._finished) >= count)
        self.let_page_work()

    def expect_no_open_request(self) -> None:
        """What the page has asked for is answered, now or in a moment, and what it has asked for since."""
        asked = -1
        while asked != len(self.requests):
            asked = len(self.requests)
            self.let_page_work()
            self.until(lambda: all(request in self._finished for request in self.requests))
            self.let_page_work()

    def let_page_work(self) -> None:
        """What the page does with what has come, and asks for, is done before a request ends that it makes only now."""
        ask = "(url) => fetch(url, { cache: 'no-store' }).then((answer) => answer.text(), () => {})"
        self.page.evaluate(ask, f"{self.pages_url}/config.json")

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(400):
            if holds():
                return
            self.page.wait_for_timeout(50)
        pytest.fail("it did not come")

    def push(self, frame: dict[str, Any]) -> None:
        for socket in self.sockets:
            socket.send(json.dumps(frame))

    def __post_init__(self) -> None:
        for end in ("requestfinished", "requestfailed"):
            self.page.on(end, lambda request: self._finished.append(request))
        # By their pattern alone, so that the page's own files pass without this process being asked about each.
        self.page.route(f"{self.pages_url.removesuffix('/web')}{PREFIX}/**", self._answer)
        self.page.route(f"{PICTURES}/**", self._show)
        self.page.route(f"{COGNITO}/**", self._sign_in)
        self.page.route_web_socket(f"{LIVE}/**", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        if self.is_live:
            self.sockets.append(socket)
        else:
            socket.close(code=1011)

    def _answer(self, route: Route) -> None:
        if self._held is not None:
            return self._held.append(route)
        name = operation(route.request)
        self.requests.append(route.request)
        found: Any = next((answer for pattern, answer in self.answers.items() if _is(pattern, name)), (404, {}))
        status, body = found(route.request) if callable(found) else found
        etag = {"ETag": f'"{abs(hash(json.dumps(body)))}"'}
        if status == 200 and route.request.headers.get("if-none-match") == etag["ETag"]:
            route.fulfill(status=304, headers=etag)
        elif status == 0:
            route.abort()
        elif status > 0:
            route.fulfill(status=status, json=body, headers=etag)
        return None

    def _show(self, route: Route) -> None:
        name = urlsplit(route.request.url).path.rpartition("/")[2]
        route.fulfill(path=LOCAL / "pictures" / name, content_type="image/webp")

    def _sign_in(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        self.requests.append(route.request)
        if address.path == "/token":
            tokens = {"id_token": _token(self.person), "refresh_token": "refresh", "expires_in": 900}
            return route.fulfill(json=tokens, headers=OPEN_TO_ALL)
        if address.path == "/logout":
            return _lead_to(route, query["logout_uri"])
        if not self.is_anybody:
            return route.fulfill(content_type="text/html", body="<h1>Sign in</h1>")
        return _lead_to(route, f"{query['redirect_uri']}?code=code&state={query['state']}")


def _lead_to(route: Route, address: str) -> None:
    route.fulfill(content_type="text/html", body=f'<meta http-equiv="refresh" content="0;url={address}">')


def _token(claims: dict[str, Any]) -> str:
    """A JWT that nobody has signed."""
    return f".{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}."


def operation(request: Request) -> str:
    """ "METHOD /path", as the API has it."""
    return f"{request.method} {urlsplit(request.url).path.removeprefix(PREFIX)}"


def _is(pattern: str, name: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]+"), name) is not None


def pages() -> Pages:
    """Without an API: a test answers before it would."""
    return Pages(lambda _: Served(status=502), LIVE, STORAGE, SIGN_IN)


class _Handler(WSGIRequestHandler):
    """A page has forty files: they come over few connections, and without a line of log each."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(site: "WSGIApplication | None" = None) -> Iterator[str]:
    """The pages as the local system serves them, under its content security policy, or another site; their address."""
    server = make_server("127.0.0.1", 0, site or pages(), threaded=True, request_handler=_Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/web"
    finally:
        server.shutdown()


@contextmanager
def held_clock(page: Page) -> Iterator[None]:
    """The page's time stands still, but for what the test lets pass."""
    at = page.evaluate("Date.now()") / 1_000
    page.clock.set_fixed_time(at)  # so that the clock is not ahead when it is stopped there
    page.clock.pause_at(at)
    page.clock.set_system_time(at)
    yield
    page.clock.resume()


def settle(page: Page) -> None:
    """Until what has just changed takes a tap again. A person waits for it; a test turns the page's clock."""
    settling = page.locator("[data-settling]")
    if settling.count():
        page.clock.fast_forward(SETTLING_MS)
    expect(settling).to_have_count(0)


def watch(page: Page) -> list[str]:
    """What breaks in a page from now on: errors, and what its own content security policy refuses."""
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(message.text)

    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", listen)
    return broken


def weighed(page: Page, url: str) -> Callable[[], Mapping[str, int]]:
    """Ask later for the bytes of each file under the address that the page has been sent since now and until it asks for no
    more, compressed as the distribution does."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    def weigh() -> Mapping[str, int]:
        page.wait_for_function(IN_SIGHT)
        page.evaluate(LETTERS)
        page.wait_for_load_state("networkidle")
        return {each.url: len(zlib.compress(each.body())) for each in answers if each.url.startswith(url)}

    return weigh
