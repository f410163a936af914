"""The API keeps what its document says: status, content type and the shape of each answer, of requests that schemathesis makes
from that document, good ones and bad ones.

In this process, behind `tests.gateway`: on the deployed system the same would take minutes, and what API Gateway adds to an
answer stands in the template, which is read here too.
"""

import contextlib
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bytemeburger.orders import keys, records
from deployment.template import functions, read_template
from functions.identify_customer import app
from scripts.documents.openapi import document
from tests.fake_gateway import Provider
from tests.functions.fixture_types import OfAna, On, Paid, Place
from tests.gateway import Gateway

type Principals = dict[str, dict[str, dict[str, str]]]

pytestmark = pytest.mark.usefixtures("unmeasured")

OPERATIONS = {name: (path, method, authorizer) for name, path, method, authorizer in functions(read_template())}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 4
"""Of each operation, kind of request and thing that it is about."""

STAFF = {
    "sub": "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702",
    "aud": "staff-client",
    "token_use": "id",
    "cognito:groups": "manager",
    "custom:store": "centro",
}
ORDERING = {"sub": "0b7e2f55-3f0b-4a67-8d4e-0c1a2b3c4d5e", "aud": "ordering-client", "token_use": "id"}


class World:
    """A store in which something has happened: an order in each status, and a customer."""

    def __init__(self, orders: dict[str, str], customer_id: str):
        self._orders, self._customer_id = orders, customer_id

    def about(self, path: str) -> list[dict[str, Any]]:
        """The path parameters and headers that lead to something, of each thing that a path can be about."""
        if "{order_id}" in path:
            place = {"line": "0"} if "{line}" in path else {}
            return [
                {"path_parameters": {"order_id": order_id} | place, "headers": {"Order-Key": key}}
                for order_id, key in self._orders.items()
            ]
        if "{product_id}" in path:
            return [{"path_parameters": {"product_id": each}} for each in ("x-burger", "combo-x")]
        return [{"path_parameters": {"customer_id": self._customer_id}} if "{customer_id}" in path else {}]


@pytest.fixture(scope="module")
def principals() -> Principals:
    """Who may call, but for the customer of a test's world."""
    return {"StaffAuthorizer": {"manager": STAFF}, "CustomerAuthorizer": {"customer": ORDERING}}


@pytest.fixture(scope="module")
def operations(principals: Principals) -> dict[str, Any]:
    """What can be asked, by the functions' names."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", Gateway(read_template(), principals, document()))
    found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    return {each.definition.raw["operationId"]: each for each in found}


@pytest.fixture
def world(
    principals: Principals,
    shop: None,
    customer_pool: str,
    staff_pool: str,
    mailbox: Any,
    archive_bucket: Any,
    provider: Provider,
    place: Place,
    paid: Paid,
    on: On,
    of_ana: OfAna,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    signed_in = SimpleNamespace(session=lambda: SimpleNamespace(id_token="e30.e30.c2ln", seconds=3600))
    monkeypatch.setattr(app, "_ordering_user", signed_in)  # moto's Cognito has no such user
    order_ids = [place()["order_id"], paid(), paid(), paid(), of_ana("IN_PREPARATION", "READY").order_id]
    for order_id, steps in zip(
        order_ids, ((), (), ("IN_PREPARATION",), ("IN_PREPARATION", "READY", "COMPLETED")), strict=False
    ):
        for step in steps:
            on("advance_order", order_id, body={"to": step})
    on("refund_order", order_ids[3])
    member = records.read(order_ids[4]).customer
    claims = ORDERING | {"sub": member, "aud": "customer-client", "email_verified": "true"}
    principals["CustomerAuthorizer"]["member"] = claims
    return World({order_id: keys.order_key(order_id) for order_id in order_ids}, member)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_answer_is_as_documented(world: World, operations: dict[str, Any], name: str) -> None:
    path, _, authorizer = OPERATIONS[name]
    operation = operations[name]
    tokens: dict[str | None, list[str | None]] = {
        None: [None],
        "StaffAuthorizer": ["manager", None],
        "CustomerAuthorizer": ["customer", "member", None],
    }

    def send(mode: GenerationMode, token: str | None, about: dict[str, Any]) -> None:
        fixed = about | {"headers": about.get("headers", {}) | ({"Authorization": token} if token else {})}

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode, **fixed))
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        ask()

    for token in tokens[authorizer]:
        for about in world.about(path) if token else [{}]:
            send(GenerationMode.POSITIVE, token, about)
        with contextlib.suppress(Unsatisfiable):  # where nothing can be wrong
            send(GenerationMode.NEGATIVE, token, {})
