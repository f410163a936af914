"""What a measured handler finds: a store with the local system's menu of 26 products, ten paid orders of three products in its
kitchen's queue, and whom and what the sample events name: an order in the state that each function is for, a
customer, a registration, a campaign."""

import base64
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bytemeburger.attributes import typed_item

ROOT = Path(__file__).parents[1]
STORE = "centro"
ZONE = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
"""Where it is noon: what a handler reads depends on whether yesterday's business day was an hour ago."""
PEPPER = "p" * 64
WEBHOOK_SECRET = "test_secret"
CODE = "04711815"
QR_DATA = "00020101021243650016COM.MERCADOLIBRE" + "5204000053039865802BR" * 7
"""As long as a real one."""
CAMPAIGN, MAILING, MAIL = "with-coupons", "20261124120000-5f1d7a52", "m" * 20
PROVIDER_ORDER = "ORD00001111222233334444555566"
AT = "2026-11-24T15:00:00.000Z"
LATER = "2036-11-24T15:00:00.000Z"
CUSTOMER = "3f0c2f7e-8b0f-4c43-9a3d-0f5b2c9d7e11"
RECEIVED, UNPAID, STARTED, LATE, RETURNED = "Yb2vG3q0T1mK5n8R4s6W7A", "unpaid", "started", "late", "returned"
ORDERS = {
    UNPAID: (
        "cancel_order",
        "checkout_order",
        "checkout_order_by_staff",
        "get_static_pix",
        "receive_counter_payment",
    ),
    STARTED: ("check_off_item",),
    LATE: ("accept_late_payment", "return_late_payment"),
    RETURNED: ("acknowledge_refund",),
}
"""Which functions are asked about which order; all others about one that is RECEIVED."""
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
    "PAGES_URL": "https://pages.example",
    "POWERTOOLS_METRICS_NAMESPACE": "ByteMeBurger",
    "PYTHONHASHSEED": "0",
    "RECEIPT_KEY_ID": "key",
    "STAFF_CLIENT_IDS": "staff-client",
    "STAFF_POOL_ID": "sa-east-1_staff",
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
        "time_zone": ZONE,
        "accepts_orders": True,
        "hours": [],
        "pix": {"key": "123e4567-e89b-12d3-a456-426614174000", "name": "LANCHONETE TESTE", "city": "SAO PAULO"},
        "GSI2PK": "STORES",
        "GSI2SK": STORE,
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
    queue = [_order(RECEIVED if number == 1 else f"order-{number:016d}", number, chosen) for number in range(1, 11)]
    unlisted = {"GSI1PK": None, "GSI1SK": None, "GSI2PK": None, "GSI2SK": None}
    refund = {"amount": sum(each["price"] for each in chosen), "by": "payment", "at": AT, "attempt": 1}
    unpaid = unlisted | {"payment": None, "paid_at": None, "number": None, "due_at": LATER, "created_at": LATER}
    late = {"provider_order_id": f"counter-late-{LATE}", "status": "UNDECIDED", "reason": "paid-too-late"}
    due = {"provider_order_id": PROVIDER_ORDER, "status": "DUE", "reason": "out-of-stock"}
    others = [
        _order(UNPAID, 11, chosen, status="AWAITING_PAYMENT", **unpaid),
        _order(STARTED, 12, chosen, status="IN_PREPARATION", **unlisted),
        _order(LATE, 13, chosen, status="EXPIRED", refunds=[refund | late], **unpaid),
        _order(RETURNED, 14, chosen, refunds=[refund | due], **unlisted),
    ]
    sequence = {"PK": f"STORE#{STORE}#COUNTER", "SK": "LIVE", "type": "counter", "sequence": 7, "last": 7, "version": 7}
    return [typed_item(each) for each in (store, *products, *queue, *others, sequence, *_people(), *_campaign())]


def _people() -> list[dict[str, Any]]:
    """A customer, and somebody who has registered and not confirmed."""
    person = {"name": "Ana Souza", "email": "ana@example.com", "language": "pt-BR", "registered_at": AT, "version": 1}
    mailbox, sign_up = "x5nq0m6yJvJtq7kq2b1cVw3r0c9d8e7f6a5b4c3d2e1", "0123456789abcdef0123456789abcdef"
    code = hmac.digest(PEPPER.encode(), f"registration-code\0{sign_up}\0{CODE}".encode(), "sha256")
    return [
        person
        | {"PK": f"CUSTOMER#{CUSTOMER}", "SK": "PROFILE", "type": "customer", "sub": CUSTOMER, "username": "ana"}
        | {"consents": {}, "GSI1PK": "CUSTOMERS#0", "GSI1SK": f"{AT}#{CUSTOMER}"},
        person
        | {"PK": f"SIGNUP#{mailbox}", "SK": f"SIGNUP#{sign_up}", "type": "sign_up", "consents": [], "tries": 0}
        | {"mailbox": mailbox, "signup_id": sign_up, "code": base64.urlsafe_b64encode(code).rstrip(b"=").decode()}
        | {"expires_at": 2_000_000_000},
    ]


def _campaign() -> list[dict[str, Any]]:
    """One with coupons, a tested mailing of it, and a mail of that."""
    offer = {"kind": "order_percent", "basis_points": 1000}
    definition = {"campaign_id": CAMPAIGN, "name": {"pt-BR": "Happy hour", "en": "Happy hour"}, "offer": offer}
    about = {"store": STORE, "campaign_id": CAMPAIGN, "version": 1}
    campaign = {
        "PK": f"STORE#{STORE}#CAMPAIGNS",
        "SK": f"CAMPAIGN#{CAMPAIGN}",
        "type": "campaign",
        "state": "ACTIVE",
        "definition": definition | {"with_coupon": True},
        "changed_at": AT,
        "changed_by": "manager",
    }
    mailing = {
        "PK": f"STORE#{STORE}#MAILINGS",
        "SK": f"MAILING#{MAILING}",
        "type": "mailing",
        "mailing_id": MAILING,
        "campaign_name": definition["name"],
        "state": "TESTED",
        "audience": {"products": [], "categories": []},
        "messages": {language: {"subject": "ByteMeBurger", "text": "VOLTE10"} for language in ("pt-BR", "en")},
        "created_at": AT,
    }
    mail = {
        "PK": f"CUSTOMER#{CUSTOMER}",
        "SK": f"MAIL#{STORE}#{CAMPAIGN}",
        "GSI2PK": f"MAIL#{MAIL}",
        "GSI2SK": AT,
        "type": "campaign_mail",
        "state": "SENT",
        "at": AT,
        "mail_id": MAIL,
        "mailing_id": MAILING,
        "customer": CUSTOMER,
    }
    return [about | each for each in (campaign, mailing, mail)]


def _order(order_id: str, place: int, chosen: list[dict[str, Any]], **state: Any) -> dict[str, Any]:
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
        "qr_data": QR_DATA,
        "expires_at": AT,
        "missing_since": None,
    }
    order = {
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
        "time_zone": ZONE,
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
        "number": place,
        "reference": "94M4YX",
        "pix_txid": "94M4YXD3D6E08C44835FCE71F",
        "fingerprint": "f" * 43,
        "payment": payment,
        "customer": CUSTOMER,
        "GSI2PK": f"CUSTOMER#{CUSTOMER}",
        "GSI2SK": f"{AT}#{order_id}",
        "expires_at": 2_000_000_000,
    } | state
    return {name: value for name, value in order.items() if value is not None}
