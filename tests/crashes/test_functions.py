"""Whatever call a function dies at, before it or after it: the client asks again, and nothing is lost or done twice."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bytemeburger.customers.protected_cpf import sign_reference
from bytemeburger.orders import records
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import ProviderStatus
from bytemeburger.payments.settlement import end_unpaid, request_payment, settle
from functions.record_sales.app import handler
from tests.aws_gates import guard
from tests.conftest import Context
from tests.crashes.boundaries import Boundaries, UnreliableProvider
from tests.functions import books
from tests.functions.books import stored_items
from tests.functions.campaigns import BURGER, CPF, another_key, counted, issue, save_campaign
from tests.functions.fixture_types import Call, On, Place
from tests.functions.shop import set_stock, units_left

pytestmark = pytest.mark.usefixtures("unmeasured")

MAX_CALLS = 30


class Rehearsal:
    """Runs a request once for each place where it may die, each time on a scene of its own, and then again to its end."""

    def __init__(self, provider: UnreliableProvider):
        self.provider = provider

    def __call__(self, scene: Callable[[], Callable[[], Any]]) -> Iterator[Any]:
        """What the request answered in the end, for each place; `scene` sets up and answers the request."""
        for place, after in itertools.product(range(1, MAX_CALLS), (False, True)):
            request = scene()
            with self.provider.boundaries.crashing((place, after)):
                request()
                if self.provider.boundaries.calls_left is not None and self.provider.boundaries.calls_left > 0:
                    assert place > 2, "it called nothing to die at"
                    return  # it makes fewer calls than that
            yield request()
        pytest.fail("it never ends")


@pytest.fixture
def rehearse(shop: None, monkeypatch: pytest.MonkeyPatch) -> Rehearsal:
    boundaries = Boundaries()
    provider = UnreliableProvider(boundaries)
    monkeypatch.setattr(providers, "gateway", lambda store, seconds=None: provider)
    guard(monkeypatch, boundaries.crossing)
    return Rehearsal(provider)


def read(order_id: str) -> Any:
    return records.read(order_id)


def orders() -> set[str]:
    """The ids of all orders in the table."""

    items = stored_items()
    return {item["order_id"]["S"] for item in items if item["type"]["S"] == "order"}


@pytest.mark.parametrize("name", ["create_order", "create_staff_order"])
def test_create_order(rehearse: Rehearsal, call: Call, name: str) -> None:
    set_stock("x-burger", 1000)
    numbers = itertools.count()

    def scene() -> Callable[[], Any]:
        key = {"Idempotency-Key": f"00000000-0000-0000-0000-{next(numbers):012}"}
        return lambda: call(name, headers=key)

    placed = {answer[1]["order_id"] for answer in rehearse(scene)}
    assert len(placed) >= 4
    assert placed < orders()  # and the last one, which did not die
    assert len(orders()) == len(placed) + 1
    assert units_left("x-burger") == 1000 - len(orders())


def test_an_order_that_takes_of_a_campaign_and_gives_it_back(rehearse: Rehearsal, call: Call, on: On) -> None:
    """Every limit and a coupon, with a stock beside them; the order is called off again."""
    set_stock("x-burger", 1000)
    limits = {"uses": 900, "uses_per_day": 900, "uses_per_person": 900, "budget": 900_000}
    save_campaign(call, "a", {"kind": "order_fixed", "amount": 500}, with_coupon=True, limits=limits)
    (code,) = issue(call, "a", word="NATAL", uses=900)
    body = BURGER | {"coupon": code, "customer_ref": sign_reference(CPF), "expected_total": 2090}
    placed: list[Any] = []

    def ordering() -> Callable[[], Any]:
        key = another_key()
        return lambda: call("create_order", headers=key, body=body)

    for status, order in rehearse(ordering):
        assert (status, order["total"]) == (201, 2090)
        placed.append(order)
    assert len(placed) >= 4
    assert uses() == [len(orders())] * 4

    def cancelling() -> Callable[[], Any]:
        order = call("create_order", headers=another_key(), body=body)[1]
        return lambda: on("cancel_order", order["order_id"], headers={"Order-Key": order["order_key"]})

    assert {status for status, _ in rehearse(cancelling)} == {200}
    open_ones = [order_id for order_id in orders() if read(order_id).status == "AWAITING_PAYMENT"]
    assert uses() == [len(open_ones)] * 4
    assert counted("a") == (len(open_ones), 500 * len(open_ones))


def uses() -> list[int]:
    """Of each of the counters of the campaign, and of its coupon."""
    return [int(item["uses"]["N"]) for item in stored_items() if "uses" in item]


def test_checkout_order(rehearse: Rehearsal, place: Place, on: On) -> None:
    placed: list[Any] = []

    def scene() -> Callable[[], Any]:
        placed.append(order := place())
        return lambda: on("checkout_order", order["order_id"], headers={"Order-Key": order["order_key"]})

    answers = list(rehearse(scene))
    assert len(answers) >= 6
    assert {status for status, _ in answers} == {200}
    by_order = Counter(order.external_reference for order in rehearse.provider.orders.values())
    assert by_order == {order["order_id"]: 1 for order in placed}


def test_receive_payment_notification_and_refund_order(
    rehearse: Rehearsal, place: Place, check_out_with: Any, on: On
) -> None:
    provider, settled = rehearse.provider, []

    def paying() -> Callable[[], Any]:
        order_id = place()["order_id"]
        number = provider.pay(check_out_with(order_id)).order_id
        settled.append(order_id)
        return lambda: settle("centro", provider.get(number), provider)

    assert len(list(rehearse(paying))) >= 6
    numbers = [read(order_id).number for order_id in settled]
    assert len(set(numbers)) == len(numbers)  # one may be skipped, none is given twice
    for order_id in settled:
        assert [entry.status for entry in read(order_id).history] == ["AWAITING_PAYMENT", "RECEIVED"]
    assert provider.refunds == []

    refunded: list[str] = []

    def refunding() -> Callable[[], Any]:
        paying()()
        refunded.append(order_id := settled[-1])
        return lambda: on("refund_order", order_id)

    assert {status for status, _ in rehearse(refunding)} == {200}
    for order_id in refunded:
        (refund,) = read(order_id).refunds
        assert refund.status == "DONE"
        assert provider.orders[refund.provider_order_id].status == ProviderStatus.REFUNDED
    assert len(refunded) >= 8


def test_a_late_payment_goes_back_once(rehearse: Rehearsal, place: Place, check_out_with: Any) -> None:
    provider, late = rehearse.provider, []

    def scene() -> Callable[[], Any]:
        order_id = place()["order_id"]
        number = check_out_with(order_id)
        end_unpaid(order_id, Status.CANCELLED, "customer", provider)
        provider.pay(number)
        late.append(order_id)
        return lambda: settle("centro", provider.get(number), provider)

    assert len(list(rehearse(scene))) >= 6
    for order_id in late:
        assert [refund.status for refund in read(order_id).refunds] == ["DONE"]


@pytest.mark.parametrize(
    ("become", "more", "taken_back"),
    [
        (ProviderStatus.CHARGED_BACK, {}, 4990),
        (ProviderStatus.PROCESSED, {"refunded_amount": 1000, "raw_status": "partially_refunded"}, 1000),
    ],
)
def test_what_is_done_with_the_money_without_us_is_noted_and_booked_once(
    rehearse: Rehearsal,
    place: Place,
    check_out_with: Any,
    become: ProviderStatus,
    more: dict[str, Any],
    taken_back: int,
) -> None:
    provider, touched = rehearse.provider, []

    def scene() -> Callable[[], Any]:
        order_id = place()["order_id"]
        number = provider.pay(check_out_with(order_id)).order_id
        unpaid = read(order_id).plain()
        paid = settle("centro", provider.get(number), provider).plain()
        handler({"Records": [books.record(1, unpaid, paid)]}, Context())
        provider.become(number, become, **more)
        touched.append(order_id)

        def follow() -> Any:
            settle("centro", provider.get(number), provider)
            return handler({"Records": [books.record(2, paid, read(order_id).plain())]}, Context())

        return follow

    assert len(list(rehearse(scene))) >= 6
    for order_id in touched:
        assert [each.amount for each in read(order_id).exceptions] == [taken_back]
    (total,) = [amounts for (pk, sk), amounts in books.counters().items() if sk == "TOTAL" and "#SALES#" in pk]
    assert (total["sale_amount"], total["refund_amount"]) == (4990 * len(touched), -taken_back * len(touched))


def test_record_sales(rehearse: Rehearsal, place: Place, check_out_with: Any) -> None:
    provider, totals = rehearse.provider, []

    def scene() -> Callable[[], Any]:
        order_id = place()["order_id"]
        old = read(order_id).plain()
        settle("centro", provider.pay(check_out_with(order_id)), provider)
        totals.append(read(order_id).total)
        return lambda: handler({"Records": [books.record(len(totals), old, read(order_id).plain())]}, Context())

    assert len(list(rehearse(scene))) >= 4
    (total,) = [amounts for (pk, sk), amounts in books.counters().items() if sk == "TOTAL" and "#SALES#" in pk]
    assert (total["sale_orders"], total["sale_amount"]) == (len(totals), sum(totals))


@pytest.fixture
def check_out_with(rehearse: Rehearsal) -> Callable[[str], str]:
    """Ask for an order's QR code; answers the provider's order id."""

    def ask(order_id: str) -> str:
        payment = request_payment(read(order_id), rehearse.provider).payment
        assert payment
        return payment.provider_order_id

    return ask
