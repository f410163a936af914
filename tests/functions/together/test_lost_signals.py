"""Every signal is lost for an hour: the notifications of the provider, and the table's stream."""

import importlib
import random
import time
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
import time_machine
from moto.dynamodb.models import dynamodb_backends

from bytemeburger import events
from bytemeburger.orders import records
from bytemeburger.orders.rules import Reason
from bytemeburger.payments.gateway import ProviderUnavailable
from bytemeburger.payments.refunds import refund
from bytemeburger.sales.rules import recount
from functions.reconcile_payments.app import handler as reconcile_payments
from local.streams.mapping import parse
from local.streams.sources import TableStream
from tests.bus import Bus
from tests.conftest import Context
from tests.fake_gateway import Provider
from tests.functions.books import counters
from tests.functions.fixture_types import CheckOut, OfAna, Place
from tests.streams import BUCKET_ARN, Clock, MemoryStream, Rig, run


@pytest.fixture
def follow(template: dict[str, Any], storage: dict[str, Any], context: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the stream's consumers follow the table from the start of its stream, until everything is published.

    Answers what they gave up, and the bus.
    """

    specification = storage["Resources"]["Table"]["Properties"]["StreamSpecification"]
    described = boto3.client("dynamodb").update_table(
        TableName="bytemeburger", StreamSpecification={"StreamEnabled": True} | specification
    )
    arn = described["TableDescription"]["LatestStreamArn"]
    bus, chance = Bus(template, context), random.Random(4)
    monkeypatch.setattr(events, "client", lambda: bus)

    def rig(stream: MemoryStream, name: str, function: str) -> Rig:
        destination = {"DestinationConfig": {"OnFailure": {"Destination": BUCKET_ARN}}}
        resolved = {"FunctionName": function, "EventSourceArn": arn} | destination
        handler = importlib.import_module(f"functions.{function}.app").handler
        return Rig(
            lambda event: handler(event, context),
            stream=stream,
            mapping=parse(name, template["Resources"][name]["Properties"] | resolved),
            repeats=lambda: chance.random() < 0.2,
        )

    def follow() -> tuple[list[Any], Bus]:
        # moto does not know the endpoints with an account's number in them, and its transactions copy the whole stream.
        streams = boto3.client("dynamodbstreams", endpoint_url="https://streams.dynamodb.sa-east-1.amazonaws.com")
        source = TableStream(streams, arn)
        (shard,) = source.shards()
        stream = MemoryStream(Clock(time.time()))
        for record in source.read(shard.id, None, 1000, "TRIM_HORIZON").records:
            stream.notify(record)
        dynamodb_backends["123456789012"]["sa-east-1"].tables["bytemeburger"].stream_shard = None
        rigs = [
            rig(stream, "PublishDomainEventsMapping", "publish_domain_events"),
            rig(stream, "RecordSalesMapping", "record_sales"),
        ]
        run(rigs, 60)
        return [each for rig in rigs for each in rig.parked], bus

    return follow


def test_all_notifications_lost_and_the_stream_stopped_for_an_hour_no_order_is_stuck(
    event: Any,
    shop: None,
    place: Place,
    of_ana: OfAna,
    check_out: CheckOut,
    follow: Any,
    provider: Provider,
    mailbox: Any,
) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 15, tzinfo=UTC), tick=False) as clock:
        paid, unpaid, refunded = list[str](), list[str](), of_ana().order_id
        for number in range(12):
            order_id = str(place()["order_id"])
            if number % 6 == 5:  # nobody even asked for a code
                unpaid.append(order_id)
                continue
            code = check_out(order_id)
            if number % 3:
                provider.pay(code)  # and nobody hears of it
            (paid if number % 3 else unpaid).append(order_id)
        of_anas = of_ana().order_id
        _owe_a_refund(refunded)
        for _ in range(12):
            clock.shift(5 * 60)
            assert reconcile_payments(event("reconcile_payments"), Context())["failed"] == 0

        orders = {order_id: records.read(order_id) for order_id in [*paid, *unpaid, of_anas, refunded]}
        assert {orders[each].status for each in paid} == {"RECEIVED"}
        assert {orders[each].status for each in unpaid} == {"EXPIRED"}
        assert [each.status for each in orders[refunded].refunds] == ["DONE"]
        assert (list(records.unpaid("centro")), list(records.refunding("centro"))) == ([], [])
        assert sorted(orders[each].number for each in [*paid, of_anas, refunded]) == list(range(1, len(paid) + 3))
        assert len(mailbox) == 0

        parked, bus = follow()

    assert parked == [], "the stream came back within the age that the mapping allows"
    assert {name for name, times in bus.published.items() if times} >= {"OrderCreated", "OrderPaid", "OrderExpired"}
    booked = list(recount(order.plain() for order in orders.values()))
    total = counters()["STORE#centro#SALES#2026-11-24", "TOTAL"]
    assert total["sale_amount"] + total["refund_amount"] == sum(each.amount for each in booked)
    assert total["sale_orders"] == len(paid) + 2
    subjects = sorted(each["subject"] for each in mailbox)
    confirmed = [f"Order {orders[each].number} is confirmed" for each in (of_anas, refunded)]
    assert subjects == sorted([*confirmed, "Refund of R$ 49,90"])


def _owe_a_refund(order_id: str) -> None:
    """A refund that the provider does not hear of now."""

    refund(order_id, "manager", Reason.POOR_QUALITY, Provider(failing=ProviderUnavailable("down")))
