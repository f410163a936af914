"""The Mercado Pago client against the simulator, over HTTP."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from bytemeburger import telemetry
from bytemeburger.orders.model import Line
from bytemeburger.payments import mercadopago
from bytemeburger.payments.gateway import (
    PaymentInProgress,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.payments.mercadopago import MercadoPago, ProviderCredentials, to_amount, to_centavos
from local.mercadopago.server import Simulator, serving

LINES = [
    Line("x-burger", "burger", {"pt-BR": "X-Burger", "en": "X-Burger"}, (), (), None, unit_price=2590, quantity=1),
    Line("batata-frita", "side", {"pt-BR": "Batata frita", "en": "Fries"}, (), (), None, unit_price=1200, quantity=2),
]


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with serving(Simulator(access_token="token", webhook_secret="secret")) as url:
        yield url


@pytest.fixture
def control(simulator: str) -> Iterator[httpx.Client]:
    """What a person may do to the simulator; clean before and after."""
    with httpx.Client(base_url=simulator, trust_env=False) as client:
        client.post("/simulator/reset")
        yield client
        client.post("/simulator/reset")


@pytest.fixture
def gateway(simulator: str, control: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> MercadoPago:
    monkeypatch.setattr(mercadopago, "READ_SECONDS", 0.4)
    return MercadoPago(lambda: ProviderCredentials("token", "CENTRO001", ("secret",), "1"), simulator, seconds=1.5)


def create(gateway: MercadoPago, attempt: int = 1, amount: int = 4990) -> Any:
    return gateway.create(
        order_id="order-1", attempt=attempt, amount=amount, description="Pedido", lines=LINES, seconds_to_pay=900
    )


def test_an_order_to_be_paid(gateway: MercadoPago) -> None:
    order = create(gateway)
    assert (order.status, order.amount, order.paid_amount, order.currency) == (ProviderStatus.CREATED, 4990, 0, "BRL")
    assert order.external_reference == "order-1"
    assert order.qr_data.startswith("000201")
    assert order.created_at < order.expires_at
    assert gateway.get(order.order_id) == order


def test_the_same_attempt_is_the_same_order_and_another_is_not(gateway: MercadoPago) -> None:
    assert create(gateway) == create(gateway)
    assert create(gateway, attempt=2) != create(gateway)


def test_the_same_attempt_with_another_amount_is_refused(gateway: MercadoPago) -> None:
    create(gateway)
    with pytest.raises(ProviderRejected, match="idempotency_key_already_used"):
        create(gateway, amount=1)


def test_paid_and_refunded(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    control.post(f"/simulator/orders/{order_id}/approve").raise_for_status()
    assert (gateway.get(order_id).status, gateway.get(order_id).paid_amount) == (ProviderStatus.PROCESSED, 4990)
    refunded = gateway.refund(order_id)
    assert (refunded.status, refunded.refunded_amount) == (ProviderStatus.REFUNDED, 4990)
    assert gateway.refund(order_id) == refunded


def test_a_refund_that_takes_its_time(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    control.post(f"/simulator/orders/{order_id}/approve")
    control.put("/simulator/faults", json={"refund_stuck": True})
    assert gateway.refund(order_id).status == ProviderStatus.PROCESSED
    control.post(f"/simulator/orders/{order_id}/finish-refund")
    assert gateway.get(order_id).status == ProviderStatus.REFUNDED


def test_a_refund_that_is_refused(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    control.post(f"/simulator/orders/{order_id}/approve")
    control.put("/simulator/faults", json={"refund_refused": "in_store_payment_refund_order"})
    with pytest.raises(ProviderRejected, match="in_store_payment_refund_order"):
        gateway.refund(order_id)


def test_cancelled_once_and_not_after_the_payment(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    assert gateway.cancel(order_id).status == ProviderStatus.CANCELED
    assert gateway.cancel(order_id).status == ProviderStatus.CANCELED
    paid = create(gateway, attempt=2).order_id
    control.post(f"/simulator/orders/{paid}/approve")
    with pytest.raises(ProviderRejected, match="cannot_cancel_order"):
        gateway.cancel(paid)


def test_while_a_payment_is_in_progress_nothing_is_cancelled(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    control.put("/simulator/faults", json={"lock_cancel": True})
    with pytest.raises(PaymentInProgress):
        gateway.cancel(order_id)


def test_time_runs_out(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    control.post("/simulator/clock", json={"seconds": 899})
    assert gateway.get(order_id).status == ProviderStatus.CREATED
    control.post("/simulator/clock", json={"seconds": 2})
    assert gateway.get(order_id).status == ProviderStatus.EXPIRED


def test_an_unknown_order(gateway: MercadoPago) -> None:
    with pytest.raises(ProviderOrderNotFound):
        gateway.get("ORDUNKNOWN")


def test_a_wrong_token(simulator: str) -> None:
    with pytest.raises(ProviderRejected, match="unauthorized"):
        MercadoPago(lambda: ProviderCredentials("other", "POS", (), "1"), simulator).get("ORD1")


@pytest.mark.parametrize("fault", [{"fail_calls": 1}, {"fail_calls": 1, "fail_status": 429}, {"fail_after_commit": 1}])
def test_a_short_failure_is_outlived_with_one_order(
    gateway: MercadoPago, control: httpx.Client, fault: dict[str, int]
) -> None:
    control.put("/simulator/faults", json=fault)
    create(gateway)
    assert len(control.get("/simulator/orders").json()) == 1


@pytest.mark.parametrize("fault", [{"fail_calls": -1}, {"fail_calls": -1, "fail_status": 503}, {"hang_seconds": 2}])
def test_a_long_failure_is_reported_in_time(gateway: MercadoPago, control: httpx.Client, fault: dict[str, int]) -> None:
    control.put("/simulator/faults", json=fault)
    with pytest.raises(ProviderUnavailable):
        create(gateway)


def test_all_calls_of_one_request_share_its_time(simulator: str, control: httpx.Client) -> None:
    gateway = MercadoPago(lambda: ProviderCredentials("token", "CENTRO001", ("secret",), "1"), simulator, seconds=1)
    order_id = create(gateway).order_id
    control.put("/simulator/faults", json={"hang_seconds": 0.7})
    gateway.get(order_id)
    began = time.monotonic()
    with pytest.raises(ProviderUnavailable):
        gateway.get(order_id)
    assert time.monotonic() - began < 0.4


def test_an_order_of_somebody_else_on_the_same_account_is_no_fault(gateway: MercadoPago) -> None:
    order = create(gateway)
    foreign = {"id": order.order_id, "status": "processed", "total_amount": "1.00", "created_date": order.created_at}
    foreign |= {"transactions": {"payments": [{"id": "PAY1"}]}}  # an order without a code need not end either
    assert mercadopago._order(foreign).external_reference == ""
    assert mercadopago._order(foreign).expires_at is None


def test_it_comes_back_no_sooner_than_retry_after_says(gateway: MercadoPago, control: httpx.Client) -> None:
    control.put("/simulator/faults", json={"fail_calls": -1, "fail_status": 429, "retry_after": 30})
    with pytest.raises(ProviderUnavailable) as unavailable:
        create(gateway)
    assert unavailable.value.retry_after == 30


@pytest.mark.parametrize("retry_after", ["31536000", "9" * 5000])
def test_nobody_is_left_in_peace_for_ever(
    gateway: MercadoPago, monkeypatch: pytest.MonkeyPatch, retry_after: str
) -> None:
    answer = urllib3.HTTPResponse(status=429, headers={"Retry-After": retry_after})
    monkeypatch.setattr(mercadopago._pool, "request", lambda *_, **__: answer)
    with pytest.raises(ProviderUnavailable) as unavailable:
        gateway.get("ORD1")
    assert unavailable.value.retry_after == mercadopago.MAX_PEACE_SECONDS


def test_nobody_listening_is_reported(gateway: MercadoPago) -> None:
    with pytest.raises(ProviderUnavailable):
        MercadoPago(lambda: ProviderCredentials("token", "POS", (), "1"), "http://127.0.0.1:1").get("ORD1")


@given(st.integers(0, 10**9))
def test_no_centavo_is_lost_on_the_way(centavos: int) -> None:
    assert to_centavos(to_amount(centavos)) == centavos


@pytest.mark.parametrize("amount", ["", "-1.00", "1,00", "1.001", "1e3", "NaN", "٣.00", " 1.00"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError):
        to_centavos(amount)


def test_a_call_carries_the_id_of_the_request_that_caused_it(
    gateway: MercadoPago, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    request = mercadopago._pool.request

    def watched(*arguments: Any, **options: Any) -> Any:
        sent.append(options["headers"].get("X-Correlation-Id"))
        return request(*arguments, **options)

    monkeypatch.setattr(mercadopago._pool, "request", watched)
    telemetry.set_correlation_id("kiosk-7.0001")
    create(gateway)
    telemetry.set_correlation_id(None)
    create(gateway)
    assert sent == ["kiosk-7.0001", None]


# --- what the provider does with money without us -------------------------------------------------------------------


@pytest.fixture
def paid(gateway: MercadoPago, control: httpx.Client) -> str:
    """A provider's order of 49.90 that somebody paid."""
    order_id = str(create(gateway).order_id)
    control.post(f"/simulator/orders/{order_id}/approve").raise_for_status()
    return order_id


def test_a_part_given_back_in_the_panel(gateway: MercadoPago, control: httpx.Client, paid: str) -> None:
    control.post(f"/simulator/orders/{paid}/refund", json={"amount": "10.00"}).raise_for_status()
    order = gateway.get(paid)
    assert (order.status, order.raw_status) == (ProviderStatus.PROCESSED, "partially_refunded")
    assert (order.paid_amount, order.refunded_amount, order.returned_amount) == (4990, 1000, 1000)
    control.post(f"/simulator/orders/{paid}/refund", json={"amount": "39.90"}).raise_for_status()
    assert (gateway.get(paid).status, gateway.get(paid).returned_amount) == (ProviderStatus.REFUNDED, 4990)


def test_a_charge_back_and_its_end(gateway: MercadoPago, control: httpx.Client, paid: str) -> None:
    control.post(f"/simulator/orders/{paid}/charge-back").raise_for_status()
    assert (gateway.get(paid).status, gateway.get(paid).returned_amount) == (ProviderStatus.CHARGED_BACK, 4990)
    with pytest.raises(ProviderRejected, match="cannot_refund_order"):
        gateway.refund(paid)
    control.post(f"/simulator/orders/{paid}/reimburse").raise_for_status()
    assert (gateway.get(paid).status, gateway.get(paid).returned_amount) == (ProviderStatus.REIMBURSED, 0)


def test_a_refund_that_fails_after_it_was_accepted(gateway: MercadoPago, control: httpx.Client, paid: str) -> None:
    control.put("/simulator/faults", json={"refund_stuck": True})
    assert not gateway.refund(paid).refund_failed
    control.post(f"/simulator/orders/{paid}/fail-refund").raise_for_status()
    assert (gateway.get(paid).status, gateway.get(paid).refund_failed) == (ProviderStatus.PROCESSED, True)
    assert gateway.refund(paid).refund_failed, "the same attempt is the same refund"
    again = gateway.refund(paid, 2)
    assert (again.refund_failed, again.refunded_amount) == (False, 0)
    control.post(f"/simulator/orders/{paid}/finish-refund")
    assert gateway.get(paid).status == ProviderStatus.REFUNDED


def answer(status: str, detail: str | None, *refunds: tuple[str, str | None], **more: str) -> Any:
    """An order of 39.80 as the provider may answer it, with its refunds as (amount, status)."""
    transactions = [{"amount": amount} | ({"status": each} if each else {}) for amount, each in refunds]
    return mercadopago._order(
        {
            "id": "ORD1",
            "external_reference": "order-1",
            "status": status,
            "status_detail": detail,
            "total_amount": "39.80",
            "currency": "BRL",
            "created_date": "2026-11-24T12:00:00Z",
            "expiration_time": "PT15M",
            "transactions": {"payments": [{"id": "PAY1"}], "refunds": transactions},
            **more,
        }
    )


@pytest.mark.parametrize(
    ("status", "detail", "refunds", "means", "returned_amount"),
    [
        ("processed", "accredited", [], ProviderStatus.PROCESSED, 0),
        ("processed", "partially_refunded", [("10.00", "processed")], ProviderStatus.PROCESSED, 1000),
        ("processed", "partially_refunded", [("10.00", None)], ProviderStatus.PROCESSED, 1000),
        ("partially_refunded", None, [("10.00", "processed")], ProviderStatus.PROCESSED, 1000),
        ("partially_refunded", None, [], ProviderStatus.UNKNOWN, 0),
        ("processed", "accredited", [("10.00", "processing")], ProviderStatus.PROCESSED, 0),
        ("processed", "accredited", [("10.00", "failed")], ProviderStatus.PROCESSED, 0),
        ("processed", "accredited", [("30.00", "processed"), ("9.80", "processed")], ProviderStatus.REFUNDED, 3980),
        ("processed", "refunded", [], ProviderStatus.REFUNDED, 3980),
        ("charged_back", "in_process", [], ProviderStatus.CHARGED_BACK, 3980),
        ("charged_back", "settled", [("10.00", "processed")], ProviderStatus.CHARGED_BACK, 3980),
        ("charged_back", "reimbursed", [], ProviderStatus.REIMBURSED, 0),
        ("cancelled", "cancelled", [], ProviderStatus.CANCELED, 0),
        ("in_mediation", None, [], ProviderStatus.UNKNOWN, 0),
    ],
)
def test_what_its_words_mean(
    status: str, detail: str | None, refunds: list[Any], means: ProviderStatus, returned_amount: int
) -> None:
    order = answer(status, detail, *refunds)
    assert (order.status, order.returned_amount) == (means, returned_amount)


@pytest.mark.parametrize(
    ("statuses", "failed"),
    [
        ([], False),
        (["processing"], False),
        (["failed"], True),
        (["rejected"], True),
        (["failed", "processing"], False),
        (["failed", "failed"], True),
    ],
)
def test_a_refund_has_failed_when_none_is_under_way(statuses: list[str], failed: bool) -> None:
    assert answer("processed", "accredited", *(("1.00", status) for status in statuses)).refund_failed == failed


@pytest.mark.parametrize("created", ["yesterday", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_makes_no_order(created: str) -> None:
    with pytest.raises(ProviderUnavailable):
        answer("created", None, created_date=created)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_page_says_nothing_about_an_order(gateway: MercadoPago, control: httpx.Client, status: int) -> None:
    order_id = create(gateway).order_id
    control.put("/simulator/faults", json={"fail_calls": 2, "fail_status": status, "fail_as_page": True})
    for ask in (gateway.get, gateway.cancel):
        with pytest.raises(ProviderUnavailable):
            ask(order_id)
    assert gateway.get(order_id).status == ProviderStatus.CREATED


def test_an_order_that_the_provider_itself_does_not_know(gateway: MercadoPago, control: httpx.Client) -> None:
    order_id = create(gateway).order_id
    control.put("/simulator/faults", json={"unknown_orders": 1})
    with pytest.raises(ProviderOrderNotFound):
        gateway.get(order_id)


def test_a_token_that_has_ended(gateway: MercadoPago, control: httpx.Client) -> None:
    control.put("/simulator/faults", json={"token_ended": True})
    with pytest.raises(ProviderRejected, match="unauthorized"):
        create(gateway)


def test_an_order_without_a_code(gateway: MercadoPago, control: httpx.Client) -> None:
    control.put("/simulator/faults", json={"without_qr_data": 1})
    assert create(gateway).qr_data is None
