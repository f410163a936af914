"""Placing an order: two round trips. One reads store, products and the order that this key may already have made, one
writes the order if nobody did, together with the stock it takes. A CPF for the receipt costs a third, and so does the
number of an order that is free: it is settled before it is written."""

from dataclasses import dataclass
from datetime import timedelta

from bytemeburger import clock, seal, table
from bytemeburger.customers import pseudonym, receipts
from bytemeburger.customers import records as customers
from bytemeburger.errors import Conflict, Forbidden, Invalid, Problem
from bytemeburger.menu import records as menu
from bytemeburger.orders import pricing, records
from bytemeburger.orders.model import Payment, PaymentStatus
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import SECONDS_TO_PAY, Status
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
        return self.account or (self.customer_ref and pseudonym.from_reference(self.customer_ref))


def place(order_id: str, store: str, wanted: Basket, orderer: Orderer) -> Order:
    """The order of that id, made now unless it was made before by the very same request, whatever has ended since. It
    joins the history of the orderer's account, where a verified customer ordered it.

    Raises Invalid for what the menu does not offer, for stock that does not suffice, for a customer reference that has
    ended and for another request under the same id; Conflict when the store takes no orders, and when unpaid orders
    have reserved too much of a product; Forbidden for an account that is gone.
    """
    fingerprint = seal.encode(seal.digest("order-body", wanted.model_dump_json()))
    named = pricing.product_ids(wanted.lines)
    found = table.fetch([records.key(order_id), stores.key(store), *(menu.key(store, each) for each in named)])
    if made := found.get(records.key(order_id)):
        return _same(records.from_item(made), fingerprint)

    customer = orderer.customer()
    now = clock.now()
    seller = stores.open_store(found.get(stores.key(store)), now)
    products = {product_id: found.get(menu.key(store, product_id)) for product_id in named}
    order = Order(*records.key(order_id), order_id=order_id, store=store, dining=wanted.dining, customer=customer)
    order.fingerprint = fingerprint
    order.time_zone = seller["time_zone"]
    order.business_day = clock.business_day(now, order.time_zone)
    order.lines, order.total = pricing.price(wanted.lines, products, stores.local_time(seller, now))
    order.reserved = pricing.counted_units(order.lines, products)
    pricing.require_few(order.reserved, products)
    if wanted.receipt_cpf is not None:
        order.receipt_cpf = receipts.close(wanted.receipt_cpf, order_id)
        order.receipt_of = pseudonym.on_receipt(wanted.receipt_cpf)
    order.created_at = clock.text(now)
    order.due_at = clock.text(now + timedelta(seconds=SECONDS_TO_PAY))
    if order.total:
        order.enter(Status.AWAITING_PAYMENT, order.created_at, orderer.by)
    else:
        order.receive(_nothing(order_id), orderer.by)
    order.remark(orderer.note, orderer.by)
    order.reserved_in = records.reserved_in(order) if order.reserved else None
    joining = [customers.add_order(orderer.account, order_id)] if orderer.account else []
    with_the_last = orderer.accountable or order.paid_at is not None
    reserving = menu.reserve(store, order.reserved, order.reserved_in, with_the_last=with_the_last)
    try:
        table.save(order, [*reserving, *joining])
    except table.VersionConflict:
        return _same(records.read(order_id), fingerprint)
    except table.TransactionCancelled as refused:
        place, stock = min(refused.failed.items())
        if place > len(reserving):
            raise Forbidden("sign-in-required") from None
        product_id, units = list(order.reserved.items())[place - 1]
        raise _short(product_id, units, products, stock) from None
    return order


def _nothing(order_id: str) -> Payment:
    """The payment of an order that is free."""
    return Payment("free", f"counter-{order_id}", None, attempt=1, amount=0, status=PaymentStatus.PAID)


def _short(product_id: str, wanted: int, products: pricing.Products, stock: Plain | None) -> Problem:
    """Why the stock of a product does not give what is wanted."""
    left, about = menu.units_left(stock), pricing.named(product_id, products)
    if stock and left + stock.get(menu.UNPAID, 0) >= wanted:
        logger.warning("reserved for unpaid orders", extra={"store": stock["store"], "product_id": product_id})
        count("ReservationRefused")
    if left >= wanted:
        return Conflict("product-reserved", **about)
    return Invalid("product-unavailable", **about, units_left=left)


def _same(order: Order, fingerprint: str) -> Order:
    """The order a key made, when this request asks for the very same."""
    if order.fingerprint != fingerprint:
        raise Invalid("idempotency-key-reused")
    return order
