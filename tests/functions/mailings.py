"""Mailings, as a manager writes and starts them, and the mails that SES was asked to send."""

import uuid
from typing import Any

from bytemeburger import secrets, table
from bytemeburger.customers import records as customers
from bytemeburger.orders import records as orders
from bytemeburger.orders.rules import Status
from functions.deliver_mailings.app import handler
from tests.functions.campaigns import FIXED, save_campaign
from tests.functions.fixture_types import Call
from tests.functions.shop import change_store, entering

TESTER = "gerente@example.com"
"""The manager of the sample event, who gets the tests."""
MESSAGES = {
    "pt-BR": {"subject": "Sentimos sua falta", "text": "Burger em dobro.\nAté domingo."},
    "en": {"subject": "We miss you", "text": "Two burgers for one.\nUntil Sunday."},
}


def write(call: Call, campaign_id: str = "happy-hour", **audience: Any) -> str:
    """A mailing that was tested; answers its id."""
    path = {"campaign_id": campaign_id}
    status, mailing = call("test_mailing", pathParameters=path, body={"audience": audience, "messages": MESSAGES})
    assert status == 201, mailing
    return str(mailing["mailing_id"])


def set_state(call: Call, mailing_id: str, state: str = "SENDING") -> Any:
    return call("set_mailing_state", pathParameters={"mailing_id": mailing_id}, body={"state": state})


def start(call: Call, campaign_id: str = "happy-hour", **audience: Any) -> str:
    mailing_id = write(call, campaign_id, **audience)
    status, mailing = set_state(call, mailing_id)
    assert (status, mailing["state"]) == (200, "SENDING")
    return mailing_id


def send_to(call: Call, person: dict[str, str], event: Any, context: Any) -> str:
    """Answers the mailing of which that customer has the mail by now."""
    change_store(mail_hours={"opens": "00:00", "closes": "24:00"})
    save_campaign(call, "happy-hour", FIXED)
    order_of(call, person)
    mailing_id = start(call)
    run(event, context)
    return mailing_id


def run(event: Any, context: Any) -> Any:
    """A minute of `deliver_mailings`, which starts without any secrets."""
    secrets._cache.clear()
    return handler(event("deliver_mailings"), context)


def report(call: Call, mailing_id: str) -> Any:
    found = call("report_mailings")[1]["mailings"]
    return next(each for each in found if each["mailing_id"] == mailing_id)


def order_of(call: Call, person: dict[str, str], product_id: str = "x-burger") -> str:
    """An order of a verified customer's that was paid."""
    body = {"lines": [{"product_id": product_id, "quantity": 1}]}
    status, order = call("create_order", claims=person, headers={"Idempotency-Key": str(uuid.uuid4())}, body=body)
    assert status == 201, order
    orders.change(order["order_id"], entering(Status.RECEIVED))
    return str(order["order_id"])


def revoke(sub: str) -> None:
    """As the customer does on their phone."""
    profile = customers.read(sub)
    table.save(profile, customers.withdraw_marketing(profile, "web", "2026-11-27T12:00:00.000Z"))
