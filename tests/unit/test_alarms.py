"""Every alarm on a figure of our own goes off when what it is for happens: the code path that its line in the runbook
names fails on purpose, and what that path writes is compared with the alarm as it will be deployed."""

import hashlib
import hmac
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from bytemeburger import clock, events, mail, secrets, telemetry
from bytemeburger.customers.ordering_user import OrderingUser
from bytemeburger.mailings import delivery
from bytemeburger.orders import records
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus
from bytemeburger.privacy import erasure
from bytemeburger.privacy.rules import DeskReason
from bytemeburger.telemetry import metrics
from deployment.render_template import render
from functions.deliver_mailings.app import handler as deliver_mailings
from functions.finish_erasures.app import handler as finish_erasures
from functions.identify_customer import app
from functions.publish_domain_events.app import handler as publish_domain_events
from functions.reconcile_payments.app import handler as reconcile_payments
from tests.architecture.template_rules import of_type
from tests.fake_gateway import Provider
from tests.functions.conftest import call, check_out, cold, on, paid, place, placed, provider, shop  # noqa: F401
from tests.functions.shop import set_stock

ROOT = Path(__file__).parents[2]
STACK = "bytemeburger-test"
TEMPLATE = render()
ALARMS = {name: each["Properties"] for name, each in of_type(render("operations"), "AWS::CloudWatch::Alarm")}
OWN = {name for name, alarm in ALARMS.items() if '"AWS/' not in json.dumps(alarm)}

type Metric = tuple[str, frozenset[tuple[str, str]], str]
"""Namespace, dimensions and name."""


@pytest.fixture(autouse=True)
def deployed_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Powertools reads of a deployed function's environment, as the template sets it and in no other way."""

    variables = TEMPLATE["Resources"]["ReconcilePaymentsFunction"]["Properties"]["Environment"]["Variables"]
    for name in ("POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"):
        monkeypatch.delenv(name, raising=False)
        if name in variables:
            value = variables[name]
            monkeypatch.setenv(name, STACK if value == {"Ref": "AWS::StackName"} else value)
    monkeypatch.setattr(metrics.provider, "namespace", STACK)


def written(act: Callable[[], Any]) -> list[dict[str, Any]]:
    """The lines that a function writes: its metrics and its log."""
    out = io.StringIO()
    with redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
        for handler in telemetry.logger.handlers:
            patch.setattr(handler, "stream", out)
        act()
    return [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]


def emitted(lines: list[dict[str, Any]]) -> dict[Metric, list[float]]:
    """The values of each metric among these lines, in CloudWatch's embedded metric format."""
    found: dict[Metric, list[float]] = {}
    for document in lines:
        for directive in document.get("_aws", {}).get("CloudWatchMetrics", []):
            for names in directive["Dimensions"]:
                dimensions = frozenset((name, document[name]) for name in names)
                for metric in directive["Metrics"]:
                    values = document[metric["Name"]]
                    found.setdefault((directive["Namespace"], dimensions, metric["Name"]), []).extend(
                        values if isinstance(values, list) else [values]
                    )
    return found


def watched(alarm: dict[str, Any]) -> tuple[str, set[str], str]:
    """Namespace, names of the dimensions and name of what an alarm watches."""
    if "Metrics" in alarm:
        query = alarm["Metrics"][0]["Expression"]["Fn::Sub"].replace("${Application}", STACK)
        metric, schema = query.removeprefix("SELECT SUM(").split(") FROM SCHEMA(")
        namespace, *names = schema.rstrip(")").split(", ")
        return namespace.strip('"'), set(names), metric
    assert alarm["Namespace"] == {"Ref": "Application"}
    return STACK, {each["Name"] for each in alarm["Dimensions"]}, alarm["MetricName"]


class _Bus:
    """EventBridge, which takes everything."""

    def call(self, _put_events: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return {"Entries": [{"EventId": "1"} for _ in parameters["Entries"]]}


@pytest.fixture
def happen(
    request: pytest.FixtureRequest,
    event: Callable[[str], dict[str, Any]],
    context: Any,
    provider: Provider,  # noqa: F811
) -> Callable[[str], Any]:
    """Make happen what an alarm is for, through the function that sees it."""

    def ask(name: str) -> Any:
        return request.getfixturevalue(name)

    def reconcile() -> Any:
        return reconcile_payments(event("reconcile_payments"), context)

    def a_payment_cannot_be_settled() -> Any:
        ask("check_out")(ask("placed")["order_id"])
        provider.failing = RuntimeError("the provider answers nonsense")
        return reconcile()

    def an_order_is_long_over() -> Any:
        ask("check_out")(ask("placed")["order_id"])
        provider.failing = ProviderRejected("unauthorized")
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
            return reconcile_payments(event("reconcile_payments"), context)

    def the_provider_does_not_know_a_code() -> Any:
        ask("check_out")(ask("placed")["order_id"])
        provider.orders.clear()
        reconcile()
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=4)):
            return reconcile_payments(event("reconcile_payments"), context)

    def a_refund_is_refused() -> Any:
        order_id = ask("paid")()
        provider.refund_refused = ProviderRejected("insufficient_funds")
        return ask("on")("refund_order", order_id)

    def the_provider_says_what_nobody_knows() -> Any:
        provider.become(ask("check_out")(ask("placed")["order_id"]), ProviderStatus.UNKNOWN)
        return reconcile()

    def a_refund_takes_hours() -> Any:
        provider.refund_stuck = True
        ask("on")("refund_order", ask("paid")())
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
            return reconcile_payments(event("reconcile_payments"), context)

    def somebody_elses_payment() -> Any:
        payment = provider.create(order_id="somebody-elses", attempt=1, amount=100, seconds_to_pay=900)
        ask("aws")
        ts = str(int(time.time() * 1000))
        signed = hmac.new(b"test_secret", f"id:{payment.order_id};request-id:1;ts:{ts};".encode(), hashlib.sha256)
        return ask("call")(
            "receive_payment_notification",
            queryStringParameters={"data.id": payment.order_id},
            headers={"X-Signature": f"ts={ts},v1={signed.hexdigest()}", "X-Request-Id": "1"},
        )

    def no_code_is_created() -> Any:
        order = ask("placed")
        provider.failing = ProviderRejected("invalid_credentials")
        return ask("on")("checkout_order", order["order_id"], headers={"Order-Key": order["order_key"]})

    def a_product_is_reserved_for_those_who_do_not_pay() -> Any:
        ask("shop")
        set_stock("x-burger", 1)
        ask("placed")
        return ask("call")("create_order", headers={"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"})

    def somebody_forges() -> Any:
        ask("aws")
        forged = {"X-Signature": f"ts={int(time.time())},v1={'0' * 64}", "X-Request-Id": "1"}
        return ask("call")("receive_payment_notification", headers=forged)

    def nobody_can_sign_in() -> Any:
        ask("aws")
        ask("monkeypatch").setattr(app, "_ordering_user", OrderingUser())
        return ask("call")("identify_customer")

    def an_order_is_late() -> Any:
        ask("monkeypatch").setattr(events, "client", _Bus)
        batch = event("publish_domain_events")
        record = batch["Records"][-1]
        old = record["dynamodb"]["NewImage"]
        ready = old | {
            "status": {"S": "READY"},
            "history": {"L": [{"M": {"status": {"S": "READY"}}}]},
            "paid_at": {"S": "2026-11-24T12:00:00.000Z"},
            "updated_at": {"S": "2026-11-24T12:15:01.000Z"},
            "version": {"N": "9"},
        }
        record["dynamodb"] |= {"OldImage": old | {"status": {"S": "IN_PREPARATION"}}, "NewImage": ready}
        return publish_domain_events({"Records": [record]}, context)

    def somebody_cannot_be_forgotten() -> Any:

        def fails(*_: Any, **__: Any) -> None:
            raise RuntimeError("the table answers nonsense")

        ask("aws")
        erasure.of_cpf("52998224725", "bia", DeskReason.IN_PERSON)
        ask("monkeypatch").setattr(records, "of_customer", fails)
        return finish_erasures(event("finish_erasures"), context)

    def a_token_ends_soon() -> Any:
        ends_on = (clock.now() + timedelta(days=29)).date().isoformat()
        credentials = {
            "access_token": "t",
            "external_pos_id": "P",
            "user_id": "1",
            "webhook_secrets": ["s"],
            "ends_on": ends_on,
        }
        ask("monkeypatch").setattr(secrets, "read", lambda _name: credentials)
        providers._warn.cache_clear()
        ask("aws")
        return ask("call")("receive_payment_notification")

    def ses_is_paused() -> Any:
        event, context = ask("event"), ask("context")
        ask("monkeypatch").setattr(delivery, "deliver", refuse_all_mails)
        for _ in range(6):
            with suppress(mail.NotSent):
                deliver_mailings(event("deliver_mailings"), context)

    def refuse_all_mails(*_: Any) -> Any:
        raise mail.NotSent("SendingPausedException")

    acts: dict[str, Callable[[], Any]] = {
        "MailingFailedAlarm": ses_is_paused,
        "CredentialsEndingAlarm": a_token_ends_soon,
        "CheckoutRefusedAlarm": no_code_is_created,
        "ErasureFailedAlarm": somebody_cannot_be_forgotten,
        "NotificationForgedAlarm": somebody_forges,
        "OrderingSignInAlarm": nobody_can_sign_in,
        "OrdersLateAlarm": an_order_is_late,
        "NotificationUnknownAlarm": somebody_elses_payment,
        "PaymentMissingAlarm": the_provider_does_not_know_a_code,
        "PaymentExceptionAlarm": the_provider_says_what_nobody_knows,
        "RefundSlowAlarm": a_refund_takes_hours,
        "OldestDueAlarm": an_order_is_long_over,
        "ReconcilerSilentAlarm": reconcile,
        "ReservationRefusedAlarm": a_product_is_reserved_for_those_who_do_not_pay,
        "RefundRefusedAlarm": a_refund_is_refused,
        "UnreconciledAlarm": a_payment_cannot_be_settled,
    }
    assert set(acts) == OWN, "every alarm on a figure of our own goes off here"
    return lambda alarm: acts[alarm]()


@pytest.fixture
def quiet(aws: None) -> Iterator[None]:
    """No figure of an earlier test waits to be written."""

    metrics.clear_metrics()
    yield
    metrics.clear_metrics()


@pytest.mark.parametrize("name", sorted(OWN))
def test_an_alarm_hears_of_what_it_is_for(name: str, happen: Callable[[str], Any], quiet: None) -> None:
    namespace, dimensions, metric = watched(ALARMS[name])
    found = {
        (emitted_namespace, frozenset(dimension for dimension, _ in dimension_values), metric_name): values
        for (emitted_namespace, dimension_values, metric_name), values in emitted(written(lambda: happen(name))).items()
    }
    values = found.get((namespace, frozenset(dimensions), metric))
    assert values, f"{name} watches {metric} by {sorted(dimensions)}; what was written is {sorted(found, key=str)}"
    for emitted_namespace, dimension_values, metric_name in found:
        if (emitted_namespace, metric_name) == (namespace, metric):
            assert dimension_values == dimensions
    if ALARMS[name]["ComparisonOperator"] == "GreaterThanThreshold":
        assert sum(values) > 0


def quoted() -> dict[str, tuple[str, list[str]]]:
    """By alarm: the log's message that its line in the runbook says to look for, and the fields it says to read."""
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    rows = re.findall(r"^\| `(\w+Alarm)` \|[^|]*\|([^|]*)\|", runbook, re.MULTILINE)
    quotes = {name: re.findall(r"`([a-z_]+(?: [a-z_]+)*)`", remedy) for name, remedy in rows if name in OWN}
    return {name: (parts[0], parts[1:]) for name, parts in quotes.items() if parts}


@pytest.mark.parametrize("name", sorted(OWN - {"OrdersLateAlarm", "ReconcilerSilentAlarm"}))
def test_the_log_says_what_the_runbook_sends_one_to_look_for(
    name: str, happen: Callable[[str], Any], quiet: None
) -> None:
    message, fields = quoted()[name]
    log_lines = [line for line in written(lambda: happen(name)) if line.get("message") == message]
    assert log_lines, f"{name}: nothing logs {message!r}"
    assert fields
    assert all(line.get(field) for line in log_lines for field in fields), (fields, log_lines)
