"""The store that the money machine plays in, and what stands in its table."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

import boto3

from bytemeburger import table
from bytemeburger.attributes import plain_item
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns.model import Campaign, Limits, OrderPercent
from bytemeburger.menu import records as menu
from bytemeburger.stores import records as stores
from tests.functions.books import stored_items
from tests.functions.shop import set_stock, units_left

STOCK = 12
LIMIT = 3
"""How often the store's campaign may be used."""


def burgers(order: dict[str, Any]) -> int:
    return sum(line["quantity"] for line in order["lines"] if line["product_id"] == "x-burger")


def stored_orders() -> Iterator[dict[str, Any]]:
    for image in list(stored_items()):
        item = plain_item(image)
        if item.get("type") == "order":
            yield item


def require_uses_of(orders: Iterable[dict[str, Any]]) -> None:
    """The campaign's counter is what these orders, all there are, have used and not returned: never over."""
    counter = campaigns.counters("centro", ["half"]).get("half") or {}
    uses = [use for order in orders if not order.get("uses_returned") for use in order.get("campaign_uses") or []]
    assert counter.get("uses", 0) == len(uses) <= LIMIT
    assert counter.get("spent", 0) == sum(use["amount"] for use in uses)


def units_on_shelf() -> int:
    return units_left("x-burger")


def open_shop() -> None:
    store = stores.new("centro")
    store.name, store.time_zone = "Centro", "America/Sao_Paulo"
    table.save(store)
    for product_id, category, price in (("x-burger", "burger", 2590), ("pudim", "dessert", 0)):
        product = menu.new("centro", product_id)
        product.category, product.price, product.allergens = category, price, []
        product.name = product.description = {"pt-BR": "X", "en": "X"}
        table.save(product)
    set_stock("x-burger", STOCK)
    half = campaigns.read_or_new("centro", "half")
    half.definition = Campaign("half", {"pt-BR": "X", "en": "X"}, OrderPercent(5000), limits=Limits(uses=LIMIT))
    campaigns.save(half, None, "bia")


def share_account(name: str = "paulista") -> None:
    """Another store is paid into the first one's account."""

    secrets, prefix = boto3.client("secretsmanager"), os.environ["MERCADOPAGO_SECRET_PREFIX"]
    secret = json.loads(secrets.get_secret_value(SecretId=f"{prefix}centro")["SecretString"])
    secrets.create_secret(
        Name=f"{prefix}{name}", SecretString=json.dumps(secret | {"external_pos_id": f"{name.upper()}1"})
    )
