"""What the smoke test of a deployed stage takes for alive."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from scripts.stage import smoke
from scripts.stage.deployed import Deployed

PROBLEMS = {
    ("GET", "/orders/none"): (404, "order-not-found"),
    ("POST", "/webhooks/mercadopago"): (401, "notification-unsigned"),
}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The failures found at a stage that is well but for these answers: status, or (status, code of a problem)."""

    def ask(**broken: Any) -> list[str]:
        def answer(request: httpx.Request) -> httpx.Response:
            route, token = (request.method, request.url.path), "Authorization" in request.headers
            answered: object = PROBLEMS.get(route, 200)
            if request.url.path == "/identify":
                return httpx.Response(broken.get("identify", 200), json={"id_token": "token"})
            if request.url.path == "/kitchen/queue" or (route[1] == "/orders/none" and not token):
                answered = 401
            answered = broken.get(request.url.path.strip("/").replace("/", "_"), answered)
            match answered:
                case (int(status), str(code)):
                    body = {"type": f"urn:bytemeburger:problem:{code}"}
                    headers = {"Content-Type": "application/problem+json"}
                    return httpx.Response(status, content=json.dumps(body), headers=headers)
                case int(status):
                    return httpx.Response(status)
            raise AssertionError(answered)

        client = httpx.Client
        transport = httpx.MockTransport(answer)
        monkeypatch.setattr(httpx, "Client", lambda **options: client(transport=transport, **options))
        return smoke.failures("https://api.example/dev")

    # httpx joins the base's path: the routes differ in what follows it
    original: Any = httpx.URL.path
    monkeypatch.setattr(httpx.URL, "path", property(lambda url: original.fget(url).removeprefix("/dev")))
    return ask


def test_a_stage_that_is_well_has_no_failures(stage: Callable[..., list[str]]) -> None:
    assert stage() == []


def test_an_api_is_asked_under_the_pages_address_too(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = {"ApiUrl": "https://api.example/dev", "PagesAddress": "https://pages.example"}
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert Deployed("bytemeburger-dev", "sa-east-1", outputs).api_addresses == ["https://api.example/dev"]
    both = Deployed("bytemeburger-dev", "sa-east-1", outputs | {"ApiUnderPages": "/api"})
    assert both.api_addresses == ["https://api.example/dev", "https://pages.example/api"]


def test_a_stage_without_a_store_is_alive(stage: Callable[..., list[str]]) -> None:
    assert stage(menu=(404, "store-unknown")) == []


@pytest.mark.parametrize(
    ("broken", "failure"),
    [
        ({"identify": 500}, "POST /identify answered 500"),
        ({"menu": 404}, "GET /menu (no token) answered 404"),
        ({"menu": (404, "route-unknown")}, "GET /menu (no token) answered 404"),
        ({"kitchen_queue": 200}, "GET /kitchen/queue (no token) answered 200"),
        ({"webhooks_mercadopago": 500}, "POST /webhooks/mercadopago (no token) answered 500"),
    ],
)
def test_a_failure_says_what_was_asked(
    stage: Callable[..., list[str]], broken: dict[str, object], failure: str
) -> None:
    assert stage(**broken)[0].startswith(failure)
