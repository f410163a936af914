"""What each route of the API refuses before it does anything: nothing is asked of AWS yet."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from bytemeburger.menu import records as menu
from bytemeburger.orders import records
from deployment.template import functions, read_template
from tests.conftest import Context
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, On

pytestmark = pytest.mark.usefixtures("unmeasured")

AUTHORIZERS = {name: authorizer for name, _, _, authorizer in functions(read_template())}
STAFF = sorted(name for name, authorizer in AUTHORIZERS.items() if authorizer == "StaffAuthorizer")
STRANGERS = {"receive_payment_notification", "unsubscribe", "open_unsubscribe_page"}
"""What a provider sends may grow without us, and mail programs add to links what they like."""


@pytest.fixture
def answered(event: Callable[[str], dict[str, Any]], call: Call) -> Any:
    """The status and the problem's code that a route answers to its sample event, changed a little."""

    def ask(name: str, claims: dict[str, str | None] | None = None, **changes: Any) -> tuple[int, str]:
        request = event(name) | changes
        own_claims = request["requestContext"].get("authorizer", {}).get("claims", {})
        for claim, value in (claims or {}).items():
            own_claims.pop(claim, None) if value is None else own_claims.update({claim: value})
        status, problem = call(name, **{"requestContext": request["requestContext"]} | changes)
        return status, problem["type"].rpartition(":")[2]

    return ask


@pytest.mark.parametrize("name", sorted(AUTHORIZERS.keys() - STRANGERS))
def test_a_query_parameter_that_it_does_not_know_is_malformed(answered: Any, event: Any, name: str) -> None:
    query = event(name)["queryStringParameters"] or {}
    assert answered(name, queryStringParameters=query | {"search": "x"}) == (400, "parameter-unknown")
    assert answered(name, queryStringParameters=query | {"Limit": "1"}) == (400, "parameter-unknown")


@pytest.mark.parametrize("name", sorted(AUTHORIZERS.keys() - STRANGERS))
def test_a_query_parameter_that_is_given_twice_is_malformed(answered: Any, name: str) -> None:
    declared = importlib.import_module(f"functions.{name}.app").handler.contract.query
    needed = {each.name: "2026-11-24" for each in declared if each.required}
    for parameter in declared:
        twice = {parameter.name: ["1", "1"]}
        query = needed | {parameter.name: "1"}
        assert answered(name, queryStringParameters=query, multiValueQueryStringParameters=twice) == (
            400,
            "parameter-invalid",
        )


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("store", [None, "", " ", "centro,norte"])
def test_staff_of_no_store_reach_nothing(answered: Any, name: str, store: str | None) -> None:
    assert answered(name, {"custom:store": store}) == (403, "store-missing")


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("audience", [None, "", "customer-client", "another-client"])
def test_a_token_that_another_client_asked_for_opens_nothing(answered: Any, name: str, audience: str | None) -> None:
    assert answered(name, {"aud": audience}) == (401, "token-not-accepted")


def test_the_websocket_takes_no_other_parameter_either(event: Any, call: Call) -> None:
    request = event("connect") | {"queryStringParameters": {"store": "centro", "channel": "kitchen:centro"}}
    handler = importlib.import_module("functions.connect.app").handler
    assert handler(request, Context())["statusCode"] == 400


@pytest.mark.parametrize(
    "name",
    [
        "accept_late_payment",
        "acknowledge_refund",
        "advance_order",
        "cancel_order_by_staff",
        "cancel_order",
        "receive_counter_payment",
        "refund_order",
        "return_late_payment",
    ],
)
def test_an_order_that_has_changed_since_it_was_read_is_left_as_it_is(
    on: On, placed: dict[str, Any], provider: Provider, name: str
) -> None:
    stale = {"Order-Key": placed["order_key"], "If-Match": 'W/"1", "9"'}
    assert on(name, placed["order_id"], headers=stale)[0] == 412
    assert records.read(placed["order_id"]).version == 1


@pytest.mark.parametrize("name", ["pause_ordering", "remove_product", "set_availability", "set_stock"])
def test_what_somebody_else_has_changed_since_is_left_as_it_is(call: Call, shop: None, name: str) -> None:
    before = menu.read_menu("centro")
    status, problem = call(name, headers={"If-Match": '"9"'})
    assert (status, problem["type"].rpartition("-")[2]) == (412, "changed")
    assert menu.read_menu("centro") == before
    assert call(name, headers={"If-Match": 'W/"9", "1"'})[0] in (200, 204)
