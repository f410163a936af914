"""Placing an order: two round trips. One reads store, products and the order that this key may already have made, one
writes the order if nobody did, together with the stock and the uses of campaigns that it takes. A CPF for the receipt
costs a third, and so do the number of an order that is free (it is settled before it is written), a campaign for first
orders, each campaign whose limit turns out to be reached, and a total that is not the expected one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bytemeburger import clock, seal, table
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns.model import Campaign
from bytemeburger.customers import protected_cpf
from bytemeburger.customers import records as customers
from bytemeburger.discounts import views as discount_views
from bytemeburger.errors import Conflict, Forbidden, Invalid, Problem
from bytemeburger.estimates import admission
from bytemeburger.estimates import records as estimates
from bytemeburger.menu import records as menu
from bytemeburger.orders import discounting, pricing, records
from bytemeburger.orders.model import Payment, PaymentStatus
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import MAX_PRODUCTS, SECONDS_TO_PAY, Status
from bytemeburger.orders.schemas import Basket, Cart
from bytemeburger.stores import records as stores
from bytemeburger.stores.records import BacklogLimit
from bytemeburger.table import Key, Plain
from bytemeburger.telemetry import count, logger

type ProblemOf = Callable[[Plain | None], Problem]
"""Why an order cannot take what others take of too, by what stood against it."""

CUSTOMER = "customer"
"""In an order's history, for any customer."""
REFUSED = {
    409: ("store-stopped", "store-closed", "total-changed"),
    422: (
        "store-unknown",
        "product-unknown",
        "product-unavailable",
        "product-limit",
        "option-unavailable",
        "options-count",
        "choice-unknown",
        "order-too-large",
        "coupon-refused",
        "idempotency-key-reused",
    ),
    429: ("coupon-tries-exceeded",),
}
"""Why no order is placed, by status."""


@dataclass(frozen=True)
class Orderer:
    """Who places an order: a customer, perhaps with an `account` or a `customer_ref`, or the member of staff whom `by`
    names, who may leave a `note` to colleagues. `receipt_cpf`: to be printed on the receipt. `address`: the IP address of a
    customer who gives a coupon."""

    by: str = CUSTOMER
    account: str | None = None
    customer_ref: str | None = None
    note: str | None = None
    receipt_cpf: str | None = None
    address: str | None = None

    @property
    def is_staff(self) -> bool:
        return self.by != CUSTOMER

    @property
    def accountable(self) -> bool:
        """Whether a known person is accountable for units that are reserved and not paid."""
        return self.account is not None or self.is_staff

    def customer(self) -> str | None:
        """Whose order it is, as it is stored. Raises Invalid for a reference that has ended."""
        return self.account or (self.customer_ref and protected_cpf.verify_reference(self.customer_ref))

    def coupon_tries(self) -> list[campaigns.Tries]:
        """What counts the coupons that they are refused: by person where they are known, and by network."""
        from bytemeburger.customers.network import network

        person = self.account or (self.by if self.is_staff else None)
        if person is None and self.customer_ref:
            person = seal.verify("customer", self.customer_ref)
        return campaigns.tries(person, network(self.address) if self.address else None)

    def encrypted_cpf(self, order_id: str) -> protected_cpf.ReceiptCpf | None:
        """The CPF for the receipt, as it is stored."""
        return protected_cpf.encrypt(self.receipt_cpf, order_id) if self.receipt_cpf is not None else None


def look_up(
    store: str, cart: Basket | Cart, orderer: Orderer, also: Key | None = None
) -> tuple[pricing.Products, discounting.Coupon | None, Plain | None, Plain | None]:
    """In one read the products and the coupon that a cart names, the store's settings, and the item under `also`. Raises
    Invalid for more products than an order may name."""
    product_ids = {product_id for line in cart.lines for product_id in line.product_ids}
    if len(product_ids) > MAX_PRODUCTS:
        raise pricing.too_large()
    coupon, tries = None, []
    if cart.coupon is not None:
        coupon, tries = campaigns.coupon_key(store, cart.coupon), orderer.coupon_tries()
    keys = {product_id: menu.key(store, product_id) for product_id in product_ids}
    found = table.fetch(filter(None, (stores.key(store), *keys.values(), coupon, *(each.key for each in tries), also)))
    is_blocked = any(found.get(each.key, {}).get("tries", 0) >= each.most for each in tries)
    return (
        {product_id: found.get(key) for product_id, key in keys.items()},
        discounting.Coupon(coupon, found.get(coupon), tries, is_blocked) if coupon else None,
        found.get(stores.key(store)),
        found.get(also) if also else None,
    )


def place(order_id: str, store: str, basket: Basket, orderer: Orderer) -> Order:
    """The order of that id, created unless the same request created it before, whatever has ended since. It joins the
    history of the orderer's account, where a verified customer ordered it.

    Raises Invalid for what the menu does not offer, for stock that does not suffice, for a customer reference that has
    ended, for a coupon that cannot be used and for another request under the same id; Conflict when the store takes no
    orders, when unpaid orders have reserved too much of a product, and when the total is not the expected one;
    Forbidden for an account that is gone; TooMany after too many coupons that cannot be used; of a customer's order
    Unavailable while the kitchen is full, Invalid for one that is more than it ever takes.
    """
    products, coupon, settings, stored = look_up(store, basket, orderer, records.key(order_id))
    fingerprint = seal.encode(seal.digest("order-body", basket.model_dump_json()))
    if stored:
        return _require_same(records.from_item(stored), fingerprint)

    customer = orderer.customer()
    now = clock.now()
    seller = stores.open_store(settings, now)
    lines, subtotal, units = pricing.price(basket.lines, products, seller.local)
    offers = discounting.offers(campaigns.active(seller.campaigns), basket.dining, customer, coupon, seller.local)
    work = pricing.work(lines, products) if seller.promises else []
    limit = seller.backlog_limit
    backlog = admission.seconds_of(work) if work and limit else None
    if backlog and limit and not orderer.is_staff:
        admission.require_possible(backlog, limit)
    before_campaigns = partial(
        Order,
        *records.key(order_id),
        order_id=order_id,
        store=store,
        dining=basket.dining,
        customer=customer,
        fingerprint=fingerprint,
        time_zone=seller.time_zone,
        archivable=True,
        business_day=seller.business_day,
        lines=lines,
        total=subtotal,
        reserved=units,
        work=work,
        backlog=backlog,
        created_at=clock.text(now),
        due_at=clock.text(now + timedelta(seconds=SECONDS_TO_PAY)),
    )
    receipt_cpf, are_limits_read = None, False
    while True:
        order = before_campaigns()
        offers.apply(order)
        if basket.expected_total not in (None, order.total):
            if are_limits_read or not order.campaign_uses:
                explained = discount_views.explained(order.discounts, order.skipped)
                raise Conflict("total-changed", total=order.total, **explained)
            # what was shown may be without what others have used up
            offers, are_limits_read = offers.available(store, seller.business_day, lines), True
            continue
        if receipt_cpf := receipt_cpf or orderer.encrypted_cpf(order_id):
            order.receipt_cpf, order.receipt_of = receipt_cpf.ciphertext, receipt_cpf.digest
        try:
            exhausted = _create(order, orderer, limit, offers.campaigns)
        except table.VersionConflict:
            return _require_same(records.read(order_id), fingerprint)
        if not exhausted:
            return order
        offers = offers.without(exhausted)


def _create(
    order: Order, orderer: Orderer, limit: BacklogLimit | None, active: Mapping[str, Campaign]
) -> frozenset[str]:
    """Write a new order with all that it takes; answers the campaigns whose limits it would have gone beyond, for which it
    is not written. Raises VersionConflict where somebody wrote it before."""
    if order.total:
        order.change_status(Status.AWAITING_PAYMENT, order.created_at, orderer.by)
    else:
        order.receive(_free_payment(order.order_id), orderer.by)
    order.add_staff_note(orderer.note, orderer.by)
    order.reserved_in = records.reserved_in(order) if order.reserved else None
    parts = list(_parts(order, orderer, limit))
    uses = [
        (use.campaign_id, action)
        for use in order.campaign_uses
        for action in campaigns.take(order.store, use, active[use.campaign_id])
    ]
    try:
        table.save(order, [action for action, _ in parts] + [action for _, action in uses])
    except table.TransactionCancelled as cancelled:
        position, found = min(cancelled.failed.items())
        if position <= len(parts):
            _, refusal = parts[position - 1]
            raise refusal(found) from None
        return frozenset(uses[position - len(parts) - 1][0] for position in cancelled.failed)
    return frozenset()


def _parts(order: Order, orderer: Orderer, limit: BacklogLimit | None) -> Iterator[tuple[Plain, ProblemOf]]:
    """What it takes of what others take of too: stock, the kitchen's time, a place in its customer's history."""
    to_the_last = orderer.accountable or order.paid_at is not None
    reserving = menu.reserve(order.store, order.reserved, order.reserved_in, to_the_last=to_the_last)
    for product_id, action in zip(order.reserved, reserving, strict=True):
        yield action, partial(_out_of_stock, order, product_id)
    if order.backlog and limit:
        counting = estimates.add_to_backlog(order.store, order.backlog, None if orderer.is_staff else limit)
        yield counting, partial(_kitchen_full, order, limit)
    if orderer.account:
        yield customers.add_order(orderer.account, order.order_id), lambda _: Forbidden("sign-in-required")


def _free_payment(order_id: str) -> Payment:
    """The payment of an order that is free."""
    return Payment("free", f"counter-{order_id}", None, attempt=1, amount=0, status=PaymentStatus.PAID)


def _kitchen_full(order: Order, limit: BacklogLimit, backlog: Plain | None) -> Problem:
    kitchen = estimates.read_kitchen(order.store)
    return admission.refusal(order.backlog, backlog, limit, kitchen, clock.instant(order.created_at))


def _out_of_stock(order: Order, product_id: str, stock: Plain | None) -> Problem:
    """Why the order cannot take one of the counted products that it reserves."""
    units = order.reserved[product_id]
    names = {line.product_id: line.name for line in order.lines}
    names |= {choice.product_id: choice.name for line in order.lines for choice in line.choices}
    left, members = menu.units_left(stock), {"product_id": product_id, "name": names[product_id]}
    if stock and left + stock.get(menu.UNPAID, 0) >= units:
        logger.warning("reserved for unpaid orders", extra={"store": stock["store"], "product_id": product_id})
        count("ReservationRefused")
    if left >= units:
        return Conflict("product-reserved", **members)
    return Invalid("product-unavailable", **members, units_left=left)


def _require_same(order: Order, fingerprint: str) -> Order:
    """The order that this key created, if it was by the same request."""
    if order.fingerprint != fingerprint:
        raise Invalid("idempotency-key-reused")
    return order
