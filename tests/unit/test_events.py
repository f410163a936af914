"""Domain events hold what docs/events/ says and nothing about a person; they come exactly of the changes that mean
something; and events of the version before are understood."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bytemeburger.attributes import plain_item, typed_item
from bytemeburger.customers import events as customers
from bytemeburger.events import DomainEvent
from bytemeburger.menu import events as menu
from bytemeburger.orders import events as orders
from bytemeburger.stream import change_of
from deployment.template import read_template
from local.streams.filters import Matcher, pattern
from local.streams.mapping import Mapping, parse
from scripts.documents.events import EVENTS, document

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
PERSONAL = re.compile(r"customer|cpf|name|mail|sub$|note|reason|phone|^by$|payment|address|fingerprint")


@cache
def schemas() -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text()) for path in (ROOT / "docs" / "events").glob("*.json")}


@cache
def resources() -> dict[str, Any]:
    """Of template.yaml."""
    found: dict[str, Any] = read_template()["Resources"]
    return found


def records() -> list[dict[str, Any]]:
    """A store's life as the stream of 0.1.0 recorded it."""
    found: list[dict[str, Any]] = json.loads((GOLDEN / "stream-0.1.0.json").read_text())["Records"]
    return found


def events_of(record: dict[str, Any]) -> list[DomainEvent]:
    change = change_of(record)
    return orders.of_change(change) + menu.of_change(change) + customers.of_change(change)


def changed(record: dict[str, Any], **new: Any) -> dict[str, Any]:
    """The next change of a record's item."""
    following = copy.deepcopy(record)
    following["eventName"] = "MODIFY"
    image = following["dynamodb"]["NewImage"]
    following["dynamodb"]["OldImage"] = image
    following["dynamodb"]["NewImage"] = image | typed_item({"version": int(image["version"]["N"]) + 1} | new)
    return following


def life() -> Iterator[dict[str, Any]]:
    """Changes that make every event there is."""
    golden = records()
    yield from golden
    created, paid, product = golden[0], golden[2], golden[5]
    yield changed(created, status="EXPIRED")
    yield changed(paid, status="IN_PREPARATION")
    refunds = plain_item(golden[3]["dynamodb"]["NewImage"])["refunds"]
    yield changed(golden[3], refunds=[{**refunds[0], "status": "REFUSED"}])
    late = {**refunds[0], "provider_order_id": "ORD02", "status": "DONE"}
    yield changed(golden[3], refunds=[{**refunds[0], "status": "REQUESTED"}, late])
    yield changed(product, removed=True)
    yield changed(product, available=False)


def test_every_event_has_its_schema_and_every_schema_its_event() -> None:
    assert set(schemas()) == set(EVENTS)
    assert {name for record in life() for name, _ in events_of(record)} == set(EVENTS)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_a_schema_is_what_the_type_of_the_event_says(name: str) -> None:
    assert schemas()[name] == document(name), "run make openapi"


def test_every_schema_is_one_and_names_the_version_that_is_emitted() -> None:
    emitted = {name: detail["event_version"] for record in life() for name, detail in events_of(record)}
    for name, schema in schemas().items():
        Draft202012Validator.check_schema(schema)
        assert schema["title"] == name
        assert schema["properties"]["event_version"]["const"] == emitted[name]
        assert schema["$id"] == f"urn:bytemeburger:event:{name}:{emitted[name]}"
        assert schema["additionalProperties"] is False


def test_what_is_emitted_is_what_the_schema_says() -> None:
    for record in life():
        for name, detail in events_of(record):
            Draft202012Validator(schemas()[name]).validate(json.loads(json.dumps(detail)))


def test_every_event_of_a_life_has_an_id_of_its_own_and_keeps_it() -> None:
    once = [[detail["event_id"] for _, detail in events_of(record)] for record in records()]
    assert once == [[detail["event_id"] for _, detail in events_of(record)] for record in records()]
    for record in life():
        ids = [detail["event_id"] for _, detail in events_of(record)]
        assert len(set(ids)) == len(ids)


def _members(schema: dict[str, Any]) -> Iterator[str]:
    for name, member in schema.get("properties", {}).items():
        yield name
        yield from _members(member.get("items", {}))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_no_schema_has_room_for_a_person(name: str) -> None:
    assert [member for member in _members(schemas()[name]) if PERSONAL.search(member)] == []


def test_no_event_says_anything_of_a_person() -> None:
    """A canary in every text of an image which is not among those that an event may hold."""
    public = {"store", "business_day", "order_id", "status", "updated_at", "product_id", "category", "type", "paid_at"}

    def canaries(value: Any, name: str = "") -> Any:
        match value:
            case dict():
                return {key: canaries(each, key) for key, each in value.items()}
            case list():
                return [canaries(each, name) for each in value]
            case str() if name not in public and not name.startswith(("provider_order_id", "PK", "SK")):
                return f"canary-{name}"
        return value

    for record in life():
        spoilt = copy.deepcopy(record)
        for image in ("OldImage", "NewImage"):
            if image in spoilt["dynamodb"]:
                spoilt["dynamodb"][image] = typed_item(canaries(plain_item(spoilt["dynamodb"][image])))
        spoilt["dynamodb"]["NewImage"] |= typed_item({"customer": "canary-sub", "receipt_cpf": "canary-cpf"})
        assert "canary" not in json.dumps(events_of(spoilt)), record["eventID"]


@pytest.mark.parametrize(
    ("customer", "signed_in"), [(None, False), ("h1-" + "0" * 64, False), ("h12-aa", False), ("5f2c-9d", True)]
)
def test_an_event_says_that_somebody_can_be_notified_not_who(customer: str | None, signed_in: bool) -> None:
    record = records()[0]
    del record["dynamodb"]["NewImage"]["customer"]
    if customer:
        record["dynamodb"]["NewImage"]["customer"] = {"S": customer}
    ((_, detail),) = events_of(record)
    assert detail["signed_in"] is signed_in


# --- stock ------------------------------------------------------------------------------------------------------------
def stock_change(before: int | None, after: int, low_at: int = 5) -> dict[str, Any]:
    """As `menu.records` writes it now."""
    images = {}
    for name, units in (("OldImage", before), ("NewImage", after)):
        if units is not None:
            item: dict[str, Any] = {
                "PK": "STORE#centro",
                "SK": "STOCK#cola",
                "type": "stock",
                "store": "centro",
                "product_id": "cola",
            }
            item |= {"version": 7, "units": units, "low_at": low_at, "above_low": units - low_at - 1}
            images[name] = typed_item(item)
    keys = typed_item({"PK": "STORE#centro", "SK": "STOCK#cola"})
    change = {"ApproximateCreationDateTime": 1795694460, "Keys": keys, "SequenceNumber": "1", **images}
    return {"eventID": "1", "eventName": "MODIFY" if before is not None else "INSERT", "dynamodb": change}


@pytest.mark.parametrize(
    ("before", "after", "low"),
    [(6, 5, True), (105, 3, True), (6, 0, True), (7, 6, False), (5, 4, False), (4, 9, False), (None, 2, False)],
)
def test_stock_is_low_when_it_falls_to_the_mark_or_below(before: int | None, after: int, low: bool) -> None:
    record = stock_change(before, after)
    assert [name for name, _ in events_of(record)] == ["StockLow"] * low
    assert wanted_by("publish_domain_events")(record) is low


# --- no function runs for nothing -------------------------------------------------------------------------------------
def wanted_by(function: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a stream consumer's mapping lets a record through."""
    logical_id = "".join(word.capitalize() for word in function.split("_"))
    properties = resources()[f"{logical_id}Mapping"]["Properties"]
    resolved = {"FunctionName": "arn:f", "EventSourceArn": "arn:s", "DestinationConfig": {}}
    mapping: Mapping = parse(function, properties | resolved)
    return mapping.wants


def test_the_mapping_lets_through_what_makes_an_event_and_nothing_else() -> None:
    wants = wanted_by("publish_domain_events")
    golden = records()
    silent = [
        changed(golden[2], lines=[]),  # a line is checked off
        changed(golden[0], payment={"status": "PENDING"}),
        {"eventName": "REMOVE", "dynamodb": {"OldImage": golden[0]["dynamodb"]["NewImage"]}},
        changed(golden[8], language="en"),
        *({"eventName": "INSERT", "dynamodb": {"NewImage": {"type": {"S": kind}}}} for kind in ("counter", "effect")),
        *({"eventName": "MODIFY", "dynamodb": {"NewImage": {"type": {"S": kind}}}} for kind in ("store", "counter")),
    ]
    for record in life():
        if record != golden[7]:  # a stock that nobody has counted since `above_low` is stored
            assert wants(record) is bool(events_of(record)), record
    assert [record for record in silent if wants(record)] == []


def test_lambda_takes_so_many_filters_and_so_long_ones() -> None:
    """Five patterns of 4096 characters (Lambda Developer Guide, "Control which events Lambda sends")."""
    for resource in resources().values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            filters = resource["Properties"]["FilterCriteria"]["Filters"]
            assert len(filters) <= 5
            assert all(len(each["Pattern"]) <= 4096 for each in filters)


def rules() -> dict[str, Matcher]:
    """The pattern by which each consumer of the bus is invoked, by its folder."""
    return {
        resource["Properties"]["CodeUri"].removeprefix("functions/"): pattern(json.dumps(rule["Properties"]["Pattern"]))
        for resource in resources().values()
        if resource["Type"] == "AWS::Serverless::Function"
        for rule in resource["Properties"].get("Events", {}).values()
        if rule["Type"] == "EventBridgeRule" and "EventBusName" in rule["Properties"]
    }


def envelope(name: str, **detail: Any) -> dict[str, Any]:
    return {"source": "bytemeburger", "detail-type": name, "detail": detail}


@pytest.mark.parametrize(
    ("event", "consumers"),
    [
        (envelope("OrderCreated", signed_in=True), set()),
        (envelope("OrderPaid", signed_in=False), set()),
        (envelope("OrderPaid", signed_in=True), {"on_order_paid"}),
        (envelope("OrderStatusChanged", **{"from": "IN_PREPARATION", "to": "READY", "signed_in": False}), set()),
        (
            envelope("OrderStatusChanged", **{"from": "IN_PREPARATION", "to": "READY", "signed_in": True}),
            {"on_order_ready"},
        ),
        (envelope("OrderStatusChanged", **{"from": "READY", "to": "COMPLETED", "signed_in": True}), set()),
        (envelope("RefundChanged", status="DONE", signed_in=True), {"on_refund_changed"}),
        (envelope("RefundChanged", status="DONE", signed_in=False), set()),
        (envelope("RefundChanged", status="REFUSED", signed_in=False), {"on_refund_changed"}),
        (envelope("RefundChanged", status="REQUESTED", signed_in=True), set()),
        (envelope("StockLow"), {"on_stock_low"}),
        (envelope("ProductChanged"), set()),
    ],
)
def test_who_has_nobody_to_tell_is_not_invoked(event: dict[str, Any], consumers: set[str]) -> None:
    ours = {"on_order_paid", "on_order_ready", "on_refund_changed", "on_stock_low"}
    assert {name for name, wants in rules().items() if name in ours and wants(event)} == consumers


def test_a_consumers_rule_wants_its_sample_event() -> None:
    for name, wants in rules().items():
        sample = json.loads((ROOT / "events" / f"{name}.json").read_text())
        assert wants(sample), name
        if sample["detail-type"] in schemas():
            Draft202012Validator(schemas()[sample["detail-type"]]).validate(sample["detail"])


# --- one version ago --------------------------------------------------------------------------------------------------
def events_of_the_version_before() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GOLDEN / "events" / "order-1.json").read_text())
    return found


def test_the_corpus_holds_every_event_of_the_version_before() -> None:
    corpus = events_of_the_version_before()
    assert {each["detail"]["event_version"] for each in corpus} == {orders.VERSION - 1}
    emitted = {name for record in life() for name, detail in events_of(record) if "order_id" in detail}
    assert {each["detail-type"] for each in corpus} == emitted


def test_rules_want_events_of_the_version_before() -> None:
    invoked = {name for name, wants in rules().items() for each in events_of_the_version_before() if wants(each)}
    assert {"on_order_paid", "on_order_ready", "on_refund_changed"} <= invoked


def test_what_the_release_before_stored_makes_events_of_today() -> None:
    names = [name for record in records() for name, _ in events_of(record)]
    assert names == [
        "OrderCreated",
        *("OrderPaid", "OrderStatusChanged"),
        *("OrderStatusChanged", "OrderCancelled", "RefundChanged"),
        "RefundChanged",
        *("ProductChanged", "ProductChanged"),
        "StockLow",
        "CustomerRegistered",
    ]
