"""The HTTP client of `make order`, the integration tests and the benchmarks."""

import json
import time

import httpx
import pytest

from local import caller
from local.caller import Caller, UnexpectedAnswer
from local.order import report_requests

BASE = "http://127.0.0.1:4566/_aws/execute-api/a1b2c3/local"


def asking(*statuses: int) -> tuple[httpx.Client, list[httpx.Request]]:
    """A client whose requests are kept, and answered with these statuses one after the other."""
    requests: list[httpx.Request] = []
    remaining = iter(statuses)

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        status = next(remaining)
        body = b"" if status == 204 else json.dumps({"status": status}).encode()
        return httpx.Response(status, stream=httpx.ByteStream(body))

    return caller.connect(BASE, transport=httpx.MockTransport(answer)), requests


def test_it_asks_with_its_token_and_reads_the_answer() -> None:
    http, requests = asking(200, 204)
    kitchen = Caller(http, "a-token")
    assert kitchen("GET", "/kitchen/queue", headers={"Accept-Language": "en"}) == {"status": 200}
    assert kitchen("DELETE", "/products/x", 204) is None
    assert str(requests[0].url) == f"{BASE}/kitchen/queue"
    assert [request.headers["Authorization"] for request in requests] == ["a-token", "a-token"]
    assert requests[0].headers["Accept-Language"] == "en"


def test_another_status_than_the_expected_one_is_an_error_that_says_so() -> None:
    http, _ = asking(409)
    with pytest.raises(UnexpectedAnswer, match=r"POST /orders answered 409: .*409"):
        Caller(http)("POST", "/orders", 201)


def test_who_does_not_answer_is_an_error_of_the_same_kind() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    http = caller.connect(BASE, transport=httpx.MockTransport(refuse))
    with pytest.raises(UnexpectedAnswer, match="GET /menu: refused"):
        Caller(http)("GET", "/menu")


def test_who_insists_is_answered_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    http, requests = asking(429, 503, 200)
    assert Caller(http).send("GET", "/menu").status_code == 200
    assert len(requests) == 3


def test_a_request_is_reported_with_its_path_below_the_stage() -> None:
    reports: list[str] = []
    http, _ = asking(200)
    http.event_hooks = {"response": [report_requests(reports.append, http.base_url.path)]}
    Caller(http)("GET", "/orders/1")
    assert reports[0].startswith("200 ")
    assert reports[0].endswith("GET  /orders/1")
