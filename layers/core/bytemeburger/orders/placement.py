"""Placing an order: two round trips. One reads store, products and the order that this key may already have made, one
writes the order if nobody did, together with the stock it takes. A CPF for the receipt costs a third, and so does the
number of an order that is free: it is settled before it is written."""

from dataclasses import dataclass
from datetime import timedelta

from bytemeburger import clock, seal, table
from bytemeburger.customers import protected_cpf
from bytemeburger.customers import records as customers
from bytemeburger.errors import Conflict, Forbidden, Invalid, Problem
from bytemeburger.hours.rules import business_day, local_time
from bytemeburger.menu import records as menu
from bytemeburger.orders import pricing, records
from bytemeburger.orders.model import Payment, PaymentStatus
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import MOST_PRODUCTS, SECONDS_TO_PAY, Status
from bytemeburger.orders.schemas import Basket
from bytemeburger.stores import records as stores
from bytemeburger.table import Plain
from bytemeburger.telemetry import count, logger

CUSTOMER = "customer"
"""In an order's history, for whoever of the customers it was."""
REFUSED = {
    409: ("store-stopped", "store-closed", "product-reserved"),
    422: (
        "store-unknown",
        "product-unknown",
        "product-unavailable",
        "product-limit",
        "option-unavailable",
        "options-count",
        "choice-unknown",
        "order-too-large",
        "idempotency-key-reused",
    ),
}
"""Why no order is placed, by status."""


@dataclass(frozen=True)
class Orderer:
    """Who places an order: a customer, perhaps with an `account` or a `customer_ref`, or the member of staff whom `by`
    names, who may leave a `note` to colleagues."""

    by: str = CUSTOMER
    account: str | None = None
    customer_ref: str | None = None
    note: str | None = None

    @property
    def accountable(self) -> bool:
        """Whether somebody known answers for what is reserved and not paid."""
        return self.account is not None or self.by != CUSTOMER

    def customer(self) -> str | None:
        """Whose order it is, as it is stored. Raises Invalid for a reference that has ended."""
        return self.account or (self.customer_ref and protected_cpf.verify_reference(self.customer_ref))


def place(order_id: str, store: str, wanted: Basket, orderer: Orderer) -> Order:
    """The order of that id, made now unless it was made before by the very same request, whatever has ended since. It
    joins the history of the orderer's account, where a verified customer ordered it.

    Raises Invalid for what the menu does not offer, for stock that does not suffice, for a customer reference that has
    ended and for another request under the same id; Conflict when the store takes no orders, and when unpaid orders
    have reserved too much of a product; Forbidden for an account that is gone.
    """
    fingerprint = seal.encode(seal.digest("order-body", wanted.model_dump_json()))
    product_ids = {product_id for line in wanted.lines for product_id in line.product_ids}
    if len(product_ids) > MOST_PRODUCTS:
        raise pricing.too_large()
    found = table.fetch([records.key(order_id), stores.key(store), *(menu.key(store, each) for each in product_ids)])
    if stored := found.get(records.key(order_id)):
        return _same(records.from_item(stored), fingerprint)

    customer = orderer.customer()
    now = clock.now()
    seller = stores.open_store(found.get(stores.key(store)), now)
    time_zone = seller["time_zone"]
    products = {product_id: found.get(menu.key(store, product_id)) for product_id in product_ids}
    lines, total, units = pricing.price(wanted.lines, products, local_time(now, time_zone))
    order = Order(
        *records.key(order_id),
        order_id=order_id,
        store=store,
        dining=wanted.dining,
        customer=customer,
        fingerprint=fingerprint,
        time_zone=time_zone,
        business_day=business_day(now, time_zone),
        lines=lines,
        total=total,
        reserved=units,
        created_at=clock.text(now),
        due_at=clock.text(now + timedelta(seconds=SECONDS_TO_PAY)),
    )
    if wanted.receipt_cpf is not None:
        encrypted = protected_cpf.encrypt(wanted.receipt_cpf, order_id)
        order.receipt_cpf, order.receipt_of = encrypted.ciphertext, encrypted.digest
    if total:
        order.enter(Status.AWAITING_PAYMENT, order.created_at, orderer.by)
    else:
        order.receive(_nothing(order_id), orderer.by)
    order.remark(orderer.note, orderer.by)
    order.reserved_in = records.reserved_in(order) if units else None
    joining = [customers.add_order(orderer.account, order_id)] if orderer.account else []
    with_the_last = orderer.accountable or order.paid_at is not None
    reserving = menu.reserve(store, units, order.reserved_in, with_the_last=with_the_last)
    try:
        table.save(order, [*reserving, *joining])
    except table.VersionConflict:
        return _same(records.read(order_id), fingerprint)
    except table.TransactionCancelled as refused:
        place, stock = min(refused.failed.items())
        if place > len(reserving):
            raise Forbidden("sign-in-required") from None
        raise _shortage(order, place - 1, stock) from None
    return order


def _nothing(order_id: str) -> Payment:
    """The payment of an order that is free."""
    return Payment("free", f"counter-{order_id}", None, attempt=1, amount=0, status=PaymentStatus.PAID)


def _shortage(order: Order, position: int, stock: Plain | None) -> Problem:
    """Why the stock of one of the counted products does not give what the order reserves."""
    product_id, units = list(order.reserved.items())[position]
    names = {line.product_id: line.name for line in order.lines}
    names |= {choice.product_id: choice.name for line in order.lines for choice in line.choices}
    left, about = menu.units_left(stock), {"product_id": product_id, "name": names[product_id]}
    if stock and left + stock.get(menu.UNPAID, 0) >= units:
        logger.warning("reserved for unpaid orders", extra={"store": stock["store"], "product_id": product_id})
        count("ReservationRefused")
    if left >= units:
        return Conflict("product-reserved", **about)
    return Invalid("product-unavailable", **about, units_left=left)


def _same(order: Order, fingerprint: str) -> Order:
    """The order a key made, when this request asks for the very same."""
    if order.fingerprint != fingerprint:
        raise Invalid("idempotency-key-reused")
    return order
