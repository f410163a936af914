"""What a measured handler finds: a store with the local system's menu of 26 products, ten paid orders of three products in its
kitchen's queue, and one of them by the name that a sample event knows."""

import json
from pathlib import Path
from typing import Any

from bytemeburger.attributes import typed_item

ROOT = Path(__file__).parents[1]
STORE = "centro"
PEPPER = "p" * 64
ORDER = "Yb2vG3q0T1mK5n8R4s6W7A"
PROVIDER_ORDER = "ORD00001111222233334444555566"
AT = "2026-11-24T15:00:00.000Z"
ENVIRONMENT = {
    "ALLOWED_ORIGIN": "https://kiosk.example",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_DEFAULT_REGION": "sa-east-1",
    "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
    "AWS_REGION": "sa-east-1",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "t" * 400,
    "CUSTOMER_CLIENT_ID": "customer-client",
    "CUSTOMER_POOL_ID": "sa-east-1_customers",
    "DEFAULT_STORE": STORE,
    "EVENT_BUS_NAME": "bytemeburger-events",
    "IMAGES_BUCKET": "bytemeburger-images",
    "IMAGES_URL": "https://images.example",
    "MAIL_SENDER": "pedidos@bytemeburger.example",
    "MERCADOPAGO_SECRET_PREFIX": "bytemeburger/mercadopago/",
    "ORDERING_CLIENT_ID": "ordering-client",
    "ORDERING_POOL_ID": "sa-east-1_ordering",
    "ORDERING_USER_SECRET": "bytemeburger/ordering-user",
    "PEPPER_SECRET": "bytemeburger/pepper",
    "POWERTOOLS_METRICS_NAMESPACE": "ByteMeBurger",
    "PYTHONHASHSEED": "0",
    "RECEIPT_KEY_ID": "key",
    "STAFF_CLIENT_IDS": "staff-client",
    "TABLE_NAME": "bytemeburger",
}


def items() -> list[dict[str, Any]]:
    """As DynamoDB answers them."""
    menu = json.loads((ROOT / "local" / "menu.json").read_text())
    store = {
        "PK": f"STORE#{STORE}",
        "SK": "SETTINGS",
        "type": "store",
        "version": 3,
        "store": STORE,
        "name": "Centro",
        "time_zone": "America/Sao_Paulo",
        "accepts_orders": True,
    }
    products = [
        {
            "PK": f"STORE#{STORE}",
            "SK": f"PRODUCT#{product['product_id']}",
            "type": "product",
            "version": 2,
            "store": STORE,
            "available": True,
            "counted": False,
            "removed": False,
            "option_groups": [],
            "slots": [],
            "hours": [],
            **product,
        }
        for product in menu
    ]
    chosen = [each for each in menu if not each.get("slots")][:3]
    orders = [_order(ORDER if number == 1 else f"order-{number:016d}", number, chosen) for number in range(1, 11)]
    sequence = {"PK": f"STORE#{STORE}#COUNTER", "SK": "LIVE", "type": "counter", "sequence": 7, "last": 7, "version": 7}
    return [typed_item(each) for each in (store, *products, *orders, sequence)]


def _order(order_id: str, number: int, chosen: list[dict[str, Any]]) -> dict[str, Any]:
    lines = [
        {
            "product_id": product["product_id"],
            "category": product["category"],
            "name": product["name"],
            "options": [
                {"option_id": option["option_id"], "name": option["name"], "price": option["price"]}
                for group in product.get("option_groups", [])
                for option in group["options"][:1]
            ],
            "choices": [],
            "note": None,
            "unit_price": product["price"],
            "quantity": 1,
        }
        for product in chosen
    ]
    total = sum(line["unit_price"] for line in lines)
    payment = {
        "provider": "mercadopago",
        "provider_order_id": PROVIDER_ORDER,
        "payment_id": "PAY1",
        "attempt": 1,
        "amount": total,
        "status": "PAID",
        "qr_data": "00020101021243650016COM.MERCADOLIBRE",
        "expires_at": AT,
        "missing_since": None,
    }
    return {
        "PK": f"ORDER#{order_id}",
        "SK": "ORDER",
        "GSI1PK": f"STORE#{STORE}#QUEUE",
        "GSI1SK": f"2#{AT}#{order_id}",
        "type": "order",
        "version": 3,
        "change_id": "c" * 32,
        "correlation_id": "5f1d7a52-8c1f-4bd1-9d1c-2f4f9d6d6f10",
        "order_id": order_id,
        "store": STORE,
        "time_zone": "America/Sao_Paulo",
        "business_day": "2026-11-24",
        "status": "RECEIVED",
        "dining": "eat_in",
        "lines": lines,
        "total": total,
        "history": [
            {"status": "AWAITING_PAYMENT", "at": AT, "by": "customer"},
            {"status": "RECEIVED", "at": AT, "by": "payment"},
        ],
        "created_at": AT,
        "updated_at": AT,
        "due_at": AT,
        "paid_at": AT,
        "number": number,
        "reference": "94M4YX",
        "pix_txid": "94M4YXD3D6E08C44835FCE71F",
        "fingerprint": "f" * 43,
        "payment": payment,
        "expires_at": 1_900_000_000,
    }
