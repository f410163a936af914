"""All that is known of a person, as JSON (Lei 13.709/2018, art. 18, II and V; art. 19, § 3º)."""

from collections.abc import Callable
from typing import Any

from bytemeburger import clock
from bytemeburger.customers import receipts
from bytemeburger.customers import records as customers
from bytemeburger.customers import views as customer_views
from bytemeburger.customers.records import Profile
from bytemeburger.orders import records as orders
from bytemeburger.orders import views as order_views
from bytemeburger.orders.records import Order
from bytemeburger.privacy import records
from bytemeburger.privacy.rules import reason
from bytemeburger.table import Page

type Shown = Callable[[Order, str | None], str | None]


def of_account(profile: Profile, page: Page) -> dict[str, Any]:
    """Of a verified customer. The CPF on a receipt is shown where they placed the order themselves: an order that was
    claimed by its key may carry the CPF of somebody else."""
    return {
        "profile": customer_views.own(profile),
        "consents": [customer_views.consent(entry) for entry in customers.ledger(profile.sub)],
        **_rest(profile.sub, page, lambda order, cpf: None if order.claimed else cpf),
    }


def of_cpf(cpf: str, pseudonym: str, page: Page) -> dict[str, Any]:
    """Of somebody who only ever typed a CPF, which is shown on a receipt where it is the same."""
    return _rest(pseudonym, page, lambda _, on_receipt: cpf if on_receipt == cpf else None)


def _rest(customer: str, page: Page, shown: Shown) -> dict[str, Any]:
    return {
        "exported_at": clock.text(clock.now()),
        "orders": [_order(orders.restore(item), shown) for item in page.items],
        "audit": [
            {name: entry.get(name) for name in ("action", "at", "receipt")} | {"reason": reason(entry.get("reason"))}
            for entry in records.trail(customer)
        ],
        "cursor": page.cursor,
    }


def _order(order: Order, shown: Shown) -> dict[str, Any]:
    cpf = receipts.disclose(order.receipt_cpf, order.order_id) if order.receipt_cpf else None
    return {**order_views.for_customer(order), "receipt_cpf": shown(order, cpf)}
