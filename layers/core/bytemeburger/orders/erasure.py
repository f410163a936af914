"""Erasure of a person from an order: whose it was and what people wrote goes, what was sold stays."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bytemeburger import clock
from bytemeburger.discounts import records as discounts
from bytemeburger.errors import NotFound
from bytemeburger.orders import rules
from bytemeburger.orders.records import Order, change
from bytemeburger.table import Plain

OPEN_RETENTION = timedelta(days=1)


def forget_customer(order_id: str, customer: str, receipt_of: str | None = None) -> bool:
    """Remove a person from an order, as its customer or as the owner of the CPF on its receipt; whether
    that is done.

    An open order of the last day keeps it: the kitchen may need the note. What was sold and paid stays, and so does the
    CPF on its receipt, which is part of a fiscal record (Lei 13.709/2018, art. 16, I).
    """
    done = True
    counted: list[Plain] = []

    def decide(order: Order) -> bool:
        nonlocal done
        done = True
        counted.clear()
        on_receipt = receipt_of is not None and order.receipt_of == receipt_of
        is_customer = order.customer == customer or (on_receipt and order.customer is None)
        if not (is_customer or on_receipt):
            return False
        if order.status in rules.OPEN and clock.now() - clock.instant(order.created_at) < OPEN_RETENTION:
            done = False
            return False
        if not order.money_moved:
            order.receipt_cpf = order.receipt_of = None
        elif on_receipt:
            order.receipt_kept = True
        if not is_customer:
            return True
        counted.extend(discounts.forget_person(order.store, order.campaign_uses))
        remove_customer(order)
        return True

    with suppress(NotFound):  # it was removed in its time
        change(order_id, decide, counted)
    return done


def remove_customer(order: Order) -> None:
    """Take out of an order whose it was, and what people wrote; what was sold stays, and the CPF on the receipt."""
    order.customer = order.claimed = None
    order.fingerprint = "erased"
    order.campaign_uses = [replace(each, person=None) for each in order.campaign_uses]
    order.lines = [replace(line, note=None) for line in order.lines]
    order.staff_notes = []
    order.history = [step.coded() for step in order.history]
    order.refunds = [replace(each, reason=str(each.code)) for each in order.refunds]
