"""Erasure of a person's data (Lei 13.709/2018, art. 18, IV and VI; art. 16 lets what was sold stay, without the person,
and the CPF on the receipt of what was paid).

The request is stored first, so that `finish_erasures` continues what fails midway; it is removed last, together with
the profile. An open order keeps its personal data until it has ended. The sales counters have no personal data.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from bytemeburger import clock, table
from bytemeburger.customers import identity, protected_cpf
from bytemeburger.customers import records as customers
from bytemeburger.customers.records import Profile
from bytemeburger.errors import NotFound, Unavailable
from bytemeburger.mailings import records as mailings
from bytemeburger.orders import records as orders
from bytemeburger.orders.erasure import forget_customer
from bytemeburger.orders.records import Order
from bytemeburger.privacy import records
from bytemeburger.privacy.rules import DeskReason
from bytemeburger.registration import records as registrations
from bytemeburger.table import Plain

ORDERS_AT_ONCE = 100
TRIES = 3


@dataclass(frozen=True)
class Progress:
    """How far an erasure is, and until when (UTC text) the law keeps CPFs on receipts, if it keeps any."""

    done: bool
    receipts_kept_until: str | None


def of_account(sub: str) -> Plain:
    """The erasure that a verified customer asks for; from now on no order can join their history. Raises NotFound when
    there is no such customer any more."""
    erasure: Plain = {}

    def mark(profile: Profile) -> bool:
        profile.erasing_at = clock.text(clock.now())
        return True

    def write_down(profile: Profile) -> list[Plain]:
        nonlocal erasure
        erasure, action = records.new_erasure(sub, "customer", None, username=profile.username)
        return [action]

    if found := records.find_erasure(sub):
        return found
    table.change(lambda: customers.read(sub), mark, write_down)
    return erasure


def of_cpf(cpf: str, by: str, reason: DeskReason) -> Plain:
    """The erasure of a customer who only typed a CPF, requested at a desk; `by` is the staff's `sub`. It is about the
    orders placed until now: later orders are a new customer's, unless the erasure is requested again."""
    person = protected_cpf.pseudonym(cpf)
    for _ in range(TRIES):
        if found := records.extend_erasure(person):
            return found
        erasure, action = records.new_erasure(person, by, reason, receipt_of=protected_cpf.receipt_digest(cpf))
        try:
            table.transact([action])
        except table.TransactionCancelled:
            continue
        return erasure
    raise Unavailable("busy")


def resume(erasure: Plain) -> Progress:
    """Do as much as is possible now. It is idempotent."""
    customer, receipt_of = erasure["customer"], erasure["receipt_of"]
    profile = customers.find_profile(customer) if erasure["username"] else None
    until = None if erasure["username"] else erasure["orders_until"]
    page = orders.of_customer(customer, limit=ORDERS_AT_ONCE, cursor=None, until=until)
    found = {item["order_id"]: orders.from_item(item) for item in page.items}
    complete = page.cursor is None
    if profile and profile.last_order_id:  # the index by person may not show it yet
        with suppress(NotFound):  # it was removed in its time
            found[profile.last_order_id] = orders.read(profile.last_order_id)
    if receipt_of:
        with_receipt, all_of_them = orders.with_receipt(receipt_of, erasure["orders_until"], ORDERS_AT_ONCE)
        found |= {order.order_id: order for order in with_receipt}
        complete = complete and all_of_them
    retention_end = _retention_end(erasure, found.values())
    records.record_retention(erasure, retention_end)
    forgotten = [forget_customer(order_id, customer, receipt_of) for order_id in found]
    if not (complete and all(forgotten)):
        return Progress(False, retention_end)
    if profile:
        registrations.forget(registrations.mailbox_digest(profile.email))
        customers.forget_consents(customer)
        mailings.forget(customer)
        identity.delete(profile.username)
    records.forget_notes(customer)
    done = records.finish(erasure, retention_end, [customers.removal(customer)] if profile else [])
    return Progress(done, retention_end)


def _retention_end(erasure: Plain, found: Iterable[Order]) -> str | None:
    """Until when the law keeps a CPF on receipts: those of the account's orders, or those with this CPF."""
    receipt_of = erasure["receipt_of"]
    ends = [erasure["receipts_kept_until"], orders.receipts_kept_until(receipt_of) if receipt_of else None]
    ends += [
        clock.text(order.expires_at)
        for order in found
        if order.receipt_cpf and order.money_moved and order.expires_at and receipt_of in (None, order.receipt_of)
    ]
    return max(filter(None, ends), default=None)
