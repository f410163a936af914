"""What must be true of all money in the end: in = kept + given back + charged back, payment by payment."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bytemeburger.payments.gateway import ProviderOrder, ProviderStatus
from tests.fake_gateway import Provider
from tests.functions import books

WITH_MONEY = (
    ProviderStatus.PROCESSED,
    ProviderStatus.REFUNDED,
    ProviderStatus.CHARGED_BACK,
    ProviderStatus.REIMBURSED,
)


def draw_up(orders: list[Any], provider: Provider, cash: Mapping[str, int]) -> None:
    """Compare the orders, as they stand in the end, with the provider, the `cash` received and the books."""
    assert not [order.order_id for order in orders if order.status == "AWAITING_PAYMENT"]
    assert not [each for order in orders for each in order.refunds if each.status != "DONE"]
    assert not [code for order in orders for code in order.watched]

    payments = [order.payment for order in orders if order.paid_with]
    paid_with = {payment.provider_order_id: payment.amount for payment in payments}
    refunded = {each.provider_order_id: each.amount for order in orders for each in order.refunds}
    taken_back = {each.provider_order_id: each.amount for order in orders for each in order.exceptions}
    came_in = {name: order.paid_amount for name, order in provider.orders.items() if order.status in WITH_MONEY} | {
        f"counter-{order_id}": amount for order_id, amount in cash.items()
    }
    net = {
        name: amount - refunded.get(name, 0) - taken_back.get(name, 0) for name, amount in (came_in | paid_with).items()
    }
    assert paid_with.items() <= (came_in | _free(orders)).items()
    assert (
        not {name for outflow in (refunded, taken_back) for name, amount in outflow.items() if amount} - came_in.keys()
    )
    for name, amount in net.items():
        assert amount == _received_net(provider.orders[name]) if name in provider.orders else amount >= 0
        assert amount == 0 or name in paid_with
    fulfilled = {order.order_id for order in orders if order.status not in ("EXPIRED", "CANCELLED")}
    paid = {order.order_id for order in orders if order.paid_with}
    assert fulfilled <= paid

    booked = Counter[str]()
    for (pk, sk), counter in books.counters().items():
        if "#SALES#" in pk and sk == "TOTAL":
            booked.update(counter)
    assert booked["sale_amount"] == sum(order.total for order in orders if order.order_id in paid)
    assert booked["sale_amount"] + booked["refund_amount"] == sum(net.values())


def _received_net(order: ProviderOrder) -> int:
    """What the store has of a payment, as the provider sees it."""
    return order.paid_amount - order.returned_amount if order.status in WITH_MONEY else 0


def _free(orders: list[Any]) -> dict[str, int]:
    return {f"counter-{order.order_id}": 0 for order in orders if order.total == 0}
