"""Forgetting a person (Lei 13.709/2018, art. 18, IV and VI; art. 16 lets what was sold stay, without the person).

What is asked for is first written down, so that whatever dies midway is carried on by `finish_erasures`; it is removed
last, together with the profile. An order that is still being made keeps its person until it has ended. The counters of
the sales hold no person, so they do not change.
"""

from bytemeburger import clock, table
from bytemeburger.customers import identity
from bytemeburger.customers import records as customers
from bytemeburger.customers.records import Profile
from bytemeburger.orders import records as orders
from bytemeburger.privacy import records
from bytemeburger.privacy.rules import DeskReason
from bytemeburger.registration import records as registrations
from bytemeburger.table import Plain

ORDERS_AT_ONCE = 100


def of_account(sub: str) -> Plain:
    """The erasure that a verified customer asks for; from now on no order can join their history. Raises NotFound when
    there is no such customer any more."""
    asked: Plain = {}

    def mark(profile: Profile) -> bool:
        profile.erasing_at = clock.text(clock.now())
        return True

    def write_down(profile: Profile) -> list[Plain]:
        nonlocal asked
        asked, put = records.started(sub, "customer", None, profile.username)
        return [put]

    if found := records.under_way(sub):
        return found
    table.change(lambda: customers.read(sub), mark, write_down)
    return asked


def of_cpf(pseudonym: str, by: str, reason: DeskReason) -> Plain:
    """The erasure of somebody who only ever typed a CPF, asked for at a desk; `by` is the staff's `sub`."""
    if found := records.under_way(pseudonym):
        return found
    asked, put = records.started(pseudonym, by, reason, None)
    try:
        table.transact([put])
    except table.Refused:
        return records.under_way(pseudonym) or asked
    return asked


def carry_on(erasure: Plain) -> bool:
    """Do as much as can be done now; whether that is all. Repeating it does nothing twice."""
    customer, profile = erasure["customer"], None
    page = orders.of_customer(customer, limit=ORDERS_AT_ONCE, cursor=None)
    found = {order["order_id"] for order in page.items}
    if erasure["username"]:
        profile = customers.remains(customer)
        if profile and profile.last_order_id:
            found.add(profile.last_order_id)  # the index by person may not show it yet
    forgotten = [orders.forget_customer(order_id, customer) for order_id in found]
    if page.cursor is not None or not all(forgotten):
        return False
    if profile:
        registrations.forget(registrations.mailbox(profile.email))
        customers.forget_consents(customer)
        identity.delete(profile.username)
    records.forget_notes(customer)
    records.finish(erasure, [customers.removal(customer)] if profile else [])
    return True
