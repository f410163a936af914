"""The throttles hold what docs/scale.md derives: a million orders a day in a thousand stores, and their peak."""

import re
from typing import Any

import pytest

from benchmarks import cost
from deployment.template import ROOT, functions, read_template

ORDERS_A_DAY = 1_000_000
PEAK = 3.5
"""Times the mean of a day."""
SPARE = 2
ORDERS_A_SECOND = ORDERS_A_DAY / 86_400 * PEAK
REQUESTS: dict[str, float] = cost.COUNTS["requests"]
WITHOUT_A_WEBSOCKET = 10
"""Looks at a payment: one each four seconds."""


@pytest.fixture(scope="module")
def throttles() -> dict[tuple[str, str], float]:
    settings = read_template()["Resources"]["Api"]["Properties"]["MethodSettings"]
    return {
        (each["HttpMethod"], each["ResourcePath"].replace("~1", "/").replace("//", "/")): each["ThrottlingRateLimit"]
        for each in settings
    }


def _allowed(throttles: dict[tuple[str, str], float], request: str) -> float:
    """Of the route that was counted as "METHOD /path", in which a `*` is an id."""
    method, path = request.split(" ")
    pattern = re.escape(path).replace(r"\*", "[^/]+") + "(/mercadopago)?"
    (found,) = {
        (verb.upper(), route)
        for _, route, verb, _ in functions(read_template())
        if verb.upper() == method and re.fullmatch(pattern, route)
    }
    return throttles.get(found, throttles["*", "/*"])


@pytest.mark.parametrize("request_name", REQUESTS)
def test_a_route_bears_twice_its_peak(throttles: dict[tuple[str, str], float], request_name: str) -> None:
    assert _allowed(throttles, request_name) >= REQUESTS[request_name] * ORDERS_A_SECOND * SPARE


def test_payments_are_looked_at_though_no_websocket_opens(throttles: dict[tuple[str, str], float]) -> None:
    assert _allowed(throttles, "GET /orders/*/payment") >= WITHOUT_A_WEBSOCKET * ORDERS_A_SECOND


def test_every_customer_at_the_peak_may_open_a_websocket() -> None:
    live: dict[str, Any] = read_template()["Resources"]["LiveStage"]["Properties"]["DefaultRouteSettings"]
    assert live["ThrottlingRateLimit"] >= ORDERS_A_SECOND * SPARE


def test_the_numbers_of_metrics_are_those_of_the_code() -> None:
    sources = [*(ROOT / "layers/core").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    counted = {name for path in sources for name in re.findall(r"\bcount\(\"(\w+)\"", path.read_text())}
    assert len(counted) == cost.STAGE_METRICS
    by_store = (ROOT / "layers/core/bytemeburger/orders/metrics.py").read_text()
    names = set(re.findall(r'yield store, "(\w+)"', by_store)) | {"OrderExpired", "OrderCancelled"}
    assert len(names) == cost.STORE_METRICS


def test_what_metrics_of_each_method_would_cost_is_of_the_methods_there_are() -> None:
    methods = sum(1 for _, route, _, _ in functions(read_template()) if route)
    for document in ("scale", "cost"):
        assert f"five for each of {methods}" in (ROOT / "docs" / f"{document}.md").read_text()


def test_the_document_has_the_tables_of_the_model() -> None:
    """Else `make cost`."""
    found = cost.GENERATED.search(cost.DOCUMENT.read_text())
    assert found
    assert found[0] == cost.section()


def test_more_orders_and_stores_cost_more() -> None:
    def total(stores: int, orders: int) -> float:
        return sum(line.total for line in (*cost.by_orders(orders), *cost.standing(stores)))

    assert total(1, 1_000) < total(1, 2_000) < total(10, 2_000)
