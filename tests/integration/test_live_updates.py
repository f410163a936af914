"""From the kitchen's tap to the screens, over the deployed WebSocket API."""

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page, Request, WebSocketRoute, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bytemeburger.attributes import plain_item, typed_item
from bytemeburger.live.records import listeners
from local import staff
from local.stack import Stack
from local.system import System
from tests.integration.board import place_of

type Listen = Callable[..., ClientConnection]

PATIENCE_SECONDS = 20


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def listen(stack: Stack) -> Iterator[Listen]:
    """Open a WebSocket with a query."""
    with ExitStack() as opened:
        yield lambda query="": opened.enter_context(connect(f"{stack.live_url}{query}", proxy=None))


@pytest.fixture
def kitchen(staff_token: Callable[[str], str]) -> dict[str, str]:
    return {"Authorization": staff_token("kitchen")}


@pytest.fixture
def place(api: httpx.Client, simulator: httpx.Client, customer_token: str) -> Callable[[], dict[str, Any]]:
    """Place and pay an order; answers its id, its number and the headers of its holder."""

    def paid() -> dict[str, Any]:
        customer = {"Authorization": customer_token}
        headers = customer | {"Idempotency-Key": str(uuid.uuid4())}
        placed = api.post("/orders", headers=headers, json={"lines": [{"product_id": "guarana", "quantity": 1}]}).json()
        order_id, holder = placed["order_id"], customer | {"Order-Key": placed["order_key"]}
        code = api.post(f"/orders/{order_id}/checkout", headers=holder).raise_for_status().json()["qr_data"]
        simulator.post(f"/simulator/orders/{quote(code, safe='')}/approve").raise_for_status()
        until(lambda: api.get(f"/orders/{order_id}", headers=holder).json()["status"] == "RECEIVED")
        number = api.get(f"/orders/{order_id}", headers=holder).json()["number"]
        return {"order_id": order_id, "number": number, "holder": holder}

    return paid


@pytest.fixture
def order(place: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return place()


def advance(api: httpx.Client, kitchen: dict[str, str], order_id: str, to: str) -> int:
    """The order's version afterwards."""
    answer = api.post(f"/kitchen/orders/{order_id}/advance", headers=kitchen, json={"to": to}).raise_for_status()
    version: int = answer.json()["version"]
    return version


def frame_of(socket: ClientConnection, order: dict[str, Any], version: int) -> dict[str, Any]:
    """The next frame that tells of this version of the order, whatever else happens in the store."""
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE_SECONDS))
        if frame["number"] == order["number"] and frame["version"] == version:
            return frame


def test_one_step_reaches_board_kitchen_and_holder(
    api: httpx.Client, kitchen: dict[str, str], order: dict[str, Any], listen: Listen
) -> None:
    staff = api.post("/kitchen/live-ticket", headers=kitchen).raise_for_status().json()["ticket"]
    own = api.post(f"/orders/{order['order_id']}/live-ticket", headers=order["holder"]).raise_for_status()
    screens = [listen("?store=centro"), listen(f"?ticket={staff}"), listen(f"?ticket={own.json()['ticket']}")]
    before = api.get("/kitchen/queue", headers=kitchen).json()["sequence"]

    version = advance(api, kitchen, order["order_id"], "IN_PREPARATION")
    board, kitchens, holders = (frame_of(screen, order, version) for screen in screens)

    assert board["status"] == "IN_PREPARATION"
    assert board["sequence"] > before
    assert "order_id" not in board
    promise = api.get(f"/orders/{order['order_id']}", headers=order["holder"]).json()["promise"]
    assert kitchens == holders == board | {"order_id": order["order_id"], "refunded": False, "promise": promise}
    shown = api.get("/board").json()
    assert shown["sequence"] >= board["sequence"]
    named = ("business_day", "number", "status", "version", "promise")
    assert {name: board[name] for name in named} in shown["orders"]


def test_who_may_not_listen_is_not_connected(
    api: httpx.Client, listen: Listen, customer_token: str, order: dict[str, Any]
) -> None:
    for query in ("?ticket=", "?ticket=forged", "?ticket=kitchen:centro~9999999999~AAAA", "?store=no-such-store"):
        with pytest.raises(InvalidStatus):
            listen(query)
    stranger = {"Authorization": customer_token, "Order-Key": "wrong"}
    assert api.post(f"/orders/{order['order_id']}/live-ticket", headers=stranger).status_code == 404
    assert api.post("/kitchen/live-ticket", headers={"Authorization": customer_token}).status_code == 401
    assert api.post("/kitchen/live-ticket").status_code == 401


BOARD = typed_item({"PK": "STORE#centro#COUNTER", "SK": "LIVE"})
"""What lists who listens to it."""


def connections(stack: Stack) -> set[str]:
    """Those that hear the board."""
    item = stack.client("dynamodb").get_item(TableName=stack.outputs["TableName"], Key=BOARD)["Item"]
    return {each.connection_id for each in listeners("board:centro", plain_item(item))}


def test_a_closed_connection_is_forgotten(stack: Stack, listen: Listen) -> None:
    before = connections(stack)
    socket = listen("?store=centro")
    until(lambda: len(connections(stack) - before) == 1)
    socket.close()
    until(lambda: not connections(stack) - before)


def test_so_is_one_whose_end_nobody_reported(
    stack: Stack, api: httpx.Client, kitchen: dict[str, str], order: dict[str, Any], listen: Listen
) -> None:
    """The function meets API Gateway's 410 under its own role, and goes on to those who are there."""
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["TableName"],
        Key=BOARD,
        UpdateExpression="SET #lost = :long_ago",
        ExpressionAttributeNames={"#lost": "board#lost"},
        ExpressionAttributeValues={":long_ago": {"N": "1"}},
    )
    board = listen("?store=centro")

    version = advance(api, kitchen, order["order_id"], "IN_PREPARATION")

    assert frame_of(board, order, version)["status"] == "IN_PREPARATION"
    until(lambda: "lost" not in connections(stack))


def test_the_board_ends_right_though_frames_are_lost_repeated_and_late(
    system: System, api: httpx.Client, kitchen: dict[str, str], place: Callable[[], dict[str, Any]], page: Page
) -> None:
    repeated, late, completed = (place() for _ in range(3))
    delayed: list[str | bytes] = []
    mangled: set[str] = set()
    sent: set[tuple[int, str]] = set()

    def mangle(screen: WebSocketRoute) -> None:
        server = screen.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            frame = json.loads(message)
            sent.add((frame["number"], frame["status"]))
            passed = [message]
            if frame["number"] == repeated["number"]:
                lost = frame["status"] == "IN_PREPARATION"
                mangled.add("lost" if lost else "repeated")
                passed = [] if lost else [message, message]
            elif frame["number"] == late["number"] and frame["status"] == "READY":
                mangled.add("late")
                passed = [message, *delayed]
            elif frame["number"] == late["number"] and "late" not in mangled:  # the bus itself may have been first
                delayed.append(message)
                passed = []
            for each in passed:
                screen.send(each)

        server.on_message(pass_on)

    page.route_web_socket("**/_aws/execute-api/**", mangle)
    page.goto(f"{system.pages_url}/web/board?store=centro")
    preparing, ready = page.locator("#preparing"), page.locator("#ready")
    expect(page.get_by_role("heading", name="Pronto para retirar")).to_be_visible()
    for order in (repeated, late, completed):
        expect(place_of(order["number"], preparing)).to_be_visible()

    def announced(number: int, to: str) -> Callable[[], bool]:
        def holds() -> bool:
            page.wait_for_timeout(20)  # frames arrive meanwhile
            return (number, to) in sent

        return holds

    for order, steps in ((repeated, 2), (late, 2), (completed, 3)):
        for to in ("IN_PREPARATION", "READY", "COMPLETED")[:steps]:
            advance(api, kitchen, order["order_id"], to)
            # A frame tells what is by then, so each step waits for its own.
            until(announced(order["number"], to))

    for order in (repeated, late):
        expect(place_of(order["number"], ready)).to_be_visible(timeout=20_000)
        expect(place_of(order["number"], preparing)).to_have_count(0)
    expect(place_of(completed["number"], page)).to_have_count(0)
    expect(page.get_by_role("status")).to_be_empty()
    assert mangled == {"lost", "repeated", "late"}


def sign_in(page: Page, address: str) -> None:
    """On Cognito's own page, here the emulator's."""
    page.goto(address)
    page.get_by_label("Username").fill("kitchen")
    page.get_by_label("Password").fill(staff.PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_url(address)


def test_the_kitchens_screen_renews_its_token_before_it_ends(system: System, page: Page) -> None:
    def is_queue(request: Request) -> bool:
        return request.method == "GET" and request.url.endswith("/kitchen/queue")

    page.clock.install()
    with page.expect_request(is_queue) as first:
        sign_in(page, f"{system.pages_url}/web/kitchen/")
    with page.expect_request(lambda request: "grant_type=refresh_token" in (request.post_data or "")):
        page.clock.fast_forward("23:59:30")
    with page.expect_request(is_queue) as later:
        page.clock.fast_forward("01:01")
    assert later.value.headers["authorization"] != first.value.headers["authorization"]


def test_the_kitchens_screen_shows_a_new_order_and_takes_it_on(
    system: System, api: httpx.Client, place: Callable[[], dict[str, Any]], page: Page
) -> None:
    page.set_viewport_size({"width": 3840, "height": 2160})  # whole cards, whatever other tests have left in the queue
    sign_in(page, f"{system.pages_url}/web/kitchen/")
    order = place()
    card = page.locator("#orders > li", has=page.get_by_role("heading", name=re.compile(rf"^{order['number']} ·")))
    expect(card).to_contain_text("Recebido", timeout=10_000)
    expect(card).to_contain_text("1 × ")
    card.get_by_role("button", name="Preparar").click()
    expect(card).to_contain_text("Em preparo")
    card.get_by_role("button", name="Pronto").click()
    card.get_by_role("button", name="Entregue").click()
    expect(card).to_have_count(0)
    assert api.get(f"/orders/{order['order_id']}", headers=order["holder"]).json()["status"] == "COMPLETED"
