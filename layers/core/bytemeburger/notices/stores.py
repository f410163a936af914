"""E-mails to a store, at the address in its settings, if it has one.

Each function takes an event's detail, of this version or the one before, and answers whether a message was sent.
"""

from typing import Any

from bytemeburger import mail, table
from bytemeburger.menu import records as menu
from bytemeburger.menu.events import StockLow
from bytemeburger.notices import records as notices
from bytemeburger.notices.texts import STORE, reais
from bytemeburger.orders import records as orders
from bytemeburger.orders.events import RefundChanged
from bytemeburger.orders.model import RefundStatus
from bytemeburger.stores import records as stores
from bytemeburger.table import Key


def stock_low(event: StockLow) -> bool:
    """Of a StockLow, while it still is."""
    store, product_id = event["store"], event["product_id"]
    keys = menu.key(store, product_id), menu.stock_key(store, product_id)
    found = table.fetch([stores.key(store), *keys])
    product, stock = (found.get(key) for key in keys)
    if product is None or stock is None or stock["units"] > stock["low_at"]:
        return False
    effect = notices.stock_effect(store, product_id, "stock-low", event["item_version"])
    values = {"product": product["name"]["pt-BR"], "units": max(0, stock["units"]), "low_at": stock["low_at"]}
    return _notify("stock-low", found[stores.key(store)].get("alert_email"), effect, values)


def refund_refused(event: RefundChanged) -> bool:
    """Of a RefundChanged to REFUSED, while the store still has to act.

    Once per refund: it is retried each hour, and may be refused each time.
    """
    order = orders.read(event["order_id"])
    refused = [
        each.provider_order_id
        for each in order.refunds
        if (each.status, each.amount) == (RefundStatus.REFUSED, event["amount"])
    ]
    if not refused:
        return False
    address = stores.read(order.store).alert_email
    values = {"amount": reais(event["amount"]), "order": order.number or order.order_id}
    effects = [notices.order_effect(order.order_id, "refund-refused", refund) for refund in refused]
    notified = [_notify("refund-refused", address, effect, values) for effect in effects]
    return any(notified)


def _notify(message: str, address: str | None, effect: Key, values: dict[str, Any]) -> bool:
    if address is None:
        return False
    with notices.claim_effect(effect) as new:
        if new:
            mail.send(address, *(part.format(**values) for part in STORE[message]))
    return new
