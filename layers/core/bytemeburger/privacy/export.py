"""All that is known of a person, as JSON (Lei 13.709/2018, art. 18, II and V; art. 19, § 3º)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypedDict

from bytemeburger import clock
from bytemeburger.customers import protected_cpf
from bytemeburger.customers import records as customers
from bytemeburger.customers import views as customer_views
from bytemeburger.customers.records import Profile
from bytemeburger.formats import Cursor, Identifier, Time
from bytemeburger.mailings import records as mailings
from bytemeburger.orders import records as orders
from bytemeburger.orders import views as order_views
from bytemeburger.orders.records import Order
from bytemeburger.privacy import records
from bytemeburger.privacy.rules import OF_ACCOUNT, OF_CPF, Scope, reason, scope
from bytemeburger.table import Page, Plain

type CpfOf = Callable[[Order], str | None]


class ExportedOrder(order_views.CustomerOrder):
    """`kept_until`: when it is removed; null while it is open."""

    receipt_cpf: str | None
    kept_until: Time | None


class ExportedReceipt(order_views.PersonsReceipt):
    cpf: str


class AuditLine(TypedDict):
    """What somebody did with a person's data."""

    action: str
    at: Time
    receipt: str | None
    order_id: Identifier | None
    reason: str | None
    kept_until: Time


class ExportedMail(TypedDict):
    """A campaign's mail that they were sent, and when it bounced, was complained about or unsubscribed from."""

    campaign_id: Identifier
    store: Identifier
    at: Time
    bounced_at: Time | None
    complained_at: Time | None
    unsubscribed_at: Time | None


class _Rest(TypedDict):
    exported_at: Time
    orders: list[ExportedOrder]
    audit: list[AuditLine]
    cursor: Cursor | None


class AccountExport(Scope, _Rest):
    """Orders come in pages: ask with `cursor` until it is null."""

    profile: customer_views.CustomerProfile
    consents: list[customer_views.ConsentEntry]
    campaign_mails: list[ExportedMail]


class CpfExport(Scope, _Rest):
    """`receipts` are those that the CPF stands on, whoever ordered."""

    receipts: list[ExportedReceipt]


def of_account(profile: Profile, page: Page) -> AccountExport:
    """Of a verified customer. The CPF on a receipt is shown where they placed the order themselves: an order that was
    claimed by its key may carry the CPF of somebody else."""

    def cpf_of(order: Order) -> str | None:
        if order.claimed or not order.receipt_cpf:
            return None
        return protected_cpf.decrypt(order.receipt_cpf, order.order_id)

    return {
        **scope(OF_ACCOUNT),
        "profile": customer_views.for_customer(profile),
        "consents": [customer_views.consent(entry) for entry in customers.ledger(profile.sub)],
        "campaign_mails": [_mail(each) for each in mailings.mails_to(profile.sub)],
        **_rest(profile.sub, map(orders.from_item, page.items), cpf_of, page.cursor),
    }


def of_cpf(cpf: str, *, limit: int, cursor: str | None) -> CpfExport:
    """Of somebody who only ever typed a CPF: the orders that were made with it, and the receipts that it stands on,
    whoever ordered. Raises Malformed for a foreign cursor."""
    customer, receipt_of = protected_cpf.pseudonym(cpf), protected_cpf.receipt_digest(cpf)
    ordered, with_receipt, next_cursor = orders.of_cpf(customer, receipt_of, limit=limit, cursor=cursor)
    return {
        **scope(OF_CPF),
        **_rest(customer, ordered, lambda order: cpf if order.receipt_of == receipt_of else None, next_cursor),
        "receipts": [{**order_views.on_receipt(order), "cpf": cpf} for order in with_receipt],
    }


def _rest(customer: str, found: Iterable[Order], cpf_of: CpfOf, cursor: str | None) -> _Rest:
    return {
        "exported_at": clock.text(clock.now()),
        "orders": [
            {
                **order_views.for_customer(order),
                "receipt_cpf": cpf_of(order),
                "kept_until": order_views.kept_until(order),
            }
            for order in found
        ],
        "audit": [_line(entry) for entry in records.trail(customer)],
        "cursor": cursor,
    }


def _mail(mail: Plain) -> ExportedMail:
    return {
        "campaign_id": mail["campaign_id"],
        "store": mail["store"],
        "at": mail["at"],
        "bounced_at": mail.get("bounced_at"),
        "complained_at": mail.get("complained_at"),
        "unsubscribed_at": mail.get("unsubscribed_at"),
    }


def _line(entry: Plain) -> AuditLine:
    return {
        "action": entry["action"],
        "at": entry["at"],
        "receipt": entry.get("receipt"),
        "order_id": entry.get("order_id"),
        "reason": reason(entry.get("reason")),
        "kept_until": clock.text(datetime.fromtimestamp(entry["expires_at"], UTC)),
    }
