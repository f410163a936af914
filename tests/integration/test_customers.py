"""Customers over HTTP with real tokens: from the form to the sign-in, their orders, and what the law gives them."""

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from local import customers, logs
from local.caller import Caller, pay, place
from local.settings import STACK_NAME
from local.stack import Stack
from local.system import System
from tests.integration.waiting import eventually, today

CPF = "111.444.777-35"
WAIT_SECONDS = 30
POST_OFFICE = re.compile(r" INFO \[ses(-v2)?\] ")
"""MiniStack says to whom it delivered an e-mail; that is the post office's record, not ours."""


class Customer(Caller):
    """A verified customer: the API with their token."""

    def __init__(self, api: httpx.Client, stack: Stack, kiosk_token: str, name: str):
        self.email = f"{uuid.uuid4().hex[:12]}@xavante.example"
        consents = [{"purpose": "marketing", "granted": True, "text_version": "2026-11", "channel": "web"}]
        form = {"name": name, "email": self.email, "language": "en", "consents": consents}
        customers.register(stack, kiosk_token, form)
        self.token = customers.sign_in(stack, self.email)
        super().__init__(api, self.token)
        found = stack.client("cognito-idp").admin_get_user(
            UserPoolId=stack.outputs["CustomerPoolId"], Username=self.email
        )
        self.username = found["Username"]
        self.sub = next(each["Value"] for each in found["UserAttributes"] if each["Name"] == "sub")


@pytest.fixture
def customer(api: httpx.Client, stack: Stack, customer_token: str) -> Callable[..., Customer]:
    return lambda name="Ana Souza": Customer(api, stack, customer_token, name)


def test_a_code_confirms_a_code_signs_in_and_only_that_opens_me(
    customer: Callable[..., Customer], kiosk: Caller, manager: Caller
) -> None:
    ana = customer("Ana")
    profile = ana("GET", "/me")
    assert (profile["email"], profile["consents"]["marketing"]["granted"]) == (ana.email, True)
    assert kiosk("GET", "/me", 403)["type"].endswith(":sign-in-required")
    manager("GET", "/me", 401)
    precondition = {"If-Match": f'"{profile["version"]}"'}
    revoked = [{"purpose": "marketing", "granted": False, "text_version": "2026-11", "channel": "web"}]
    change = {"name": "Ana Lima", "language": "pt-BR", "consents": revoked}
    assert not ana("PUT", "/me", json=change, headers=precondition)["consents"]["marketing"]["granted"]
    ana("PUT", "/me", 412, json=change, headers=precondition)
    assert [each["granted"] for each in ana("GET", "/me/export")["consents"]] == [True, False]


def test_a_known_address_gets_the_same_answer_and_its_owner_an_e_mail(
    customer: Callable[..., Customer], kiosk: Caller, stack: Stack
) -> None:
    ana = customer()
    answers = [
        kiosk("POST", "/customers", 202, json={"name": "X", "email": email, "language": "en"})
        for email in (ana.email, f"new-{ana.email}")
    ]
    assert {frozenset(each) for each in answers} == {frozenset({"registration", "expires_in"})}
    assert "already" in customers.mails(stack, ana.email)[-1]["Subject"]
    assert "code" in customers.mails(stack, f"new-{ana.email}")[-1]["Subject"]
    users = stack.client("cognito-idp").list_users(UserPoolId=stack.outputs["CustomerPoolId"])["Users"]
    assert sum(ana.email in str(user) for user in users) == 1


def test_nobody_can_sign_up_around_us(stack: Stack) -> None:
    cognito = stack.client("cognito-idp")
    pool = cognito.describe_user_pool(UserPoolId=stack.outputs["CustomerPoolId"])["UserPool"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]
    client = cognito.describe_user_pool_client(UserPoolId=pool["Id"], ClientId=stack.outputs["CustomerClientId"])[
        "UserPoolClient"
    ]
    assert "ClientSecret" not in client
    assert client["AllowedOAuthFlows"] == ["code"]


def post(api: httpx.Client, token: str, path: str, body: dict[str, Any]) -> int:
    """The status of a request that may be refused."""
    headers = {"Authorization": token, "Idempotency-Key": str(uuid.uuid4())}
    return api.post(path, headers=headers, json=body).status_code


def test_eight_confirmations_at_once_make_one_customer(
    api: httpx.Client, customer_token: str, kiosk: Caller, stack: Stack
) -> None:
    email = f"{uuid.uuid4().hex[:12]}@xavante.example"
    registered = kiosk("POST", "/customers", 202, json={"name": "Ana", "email": email, "language": "en"})
    body = {"registration": registered["registration"], "code": customers.mailed_code(stack, email)}

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(api, customer_token, "/customers/confirm", body), range(8)))
    assert 201 in answers
    assert set(answers) <= {201, 422}  # five tries are all, and a code is used once
    users = stack.client("cognito-idp").list_users(UserPoolId=stack.outputs["CustomerPoolId"])["Users"]
    assert sum(email in str(user) for user in users) == 1


def test_orders_join_a_history_and_are_ordered_again(customer: Callable[..., Customer], kiosk: Caller) -> None:
    ana, bia = customer("Ana"), customer("Bia")
    own, _ = place(ana, "x-burger")
    claimed, key = place(kiosk, "x-burger")
    for _ in range(2):
        ana("POST", "/me/orders", json={"order_id": claimed}, headers=key)
    bia("POST", "/me/orders", 409, json={"order_id": claimed}, headers=key)
    assert ana("GET", f"/orders/{claimed}")["order_id"] == claimed
    first = ana("GET", "/me/orders?limit=1")
    second = ana("GET", f"/me/orders?limit=1&cursor={first['cursor']}")
    assert [each["order_id"] for each in first["orders"] + second["orders"]] == [claimed, own]
    again = ana("GET", f"/me/orders/{own}/repeat")
    body = {"store": again["store"], "lines": [each["line"] for each in again["lines"]]}
    order = ana("POST", "/orders", 201, headers={"Idempotency-Key": str(uuid.uuid4())}, json=body)
    assert order["total"] == again["total"]
    bia("GET", f"/me/orders/{own}/repeat", 404)


def test_a_verified_customer_is_notified_that_the_order_is_ready(
    customer: Callable[..., Customer], kitchen: Caller, simulator: httpx.Client, stack: Stack
) -> None:
    ana = customer()
    order_id, _ = place(ana, "x-burger")
    pay(ana, simulator, order_id, {})
    for step in ("IN_PREPARATION", "READY"):
        kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": step})
    eventually(lambda: any("is ready" in mail["Subject"] for mail in customers.mails(stack, ana.email)))


def test_a_campaign_finds_who_agreed_and_a_contact_is_shown_for_a_reason(
    customer: Callable[..., Customer], manager: Caller, kitchen: Caller
) -> None:
    ana = customer("Ana Souza")
    found, cursor = [], ""
    while True:
        page = manager("GET", f"/staff/customers?consent=marketing&since={today()}&limit=5{cursor}")
        found += page["customers"]
        if page["cursor"] is None:
            break
        cursor = f"&cursor={page['cursor']}"
    (row,) = [each for each in found if each["customer_id"] == ana.sub]
    assert (row["name"], ana.email in str(page)) == ("A***", False)
    kitchen("GET", "/staff/customers", 403)
    contact = manager("POST", f"/staff/customers/{ana.sub}/contact", json={"reason": "campaign"})
    assert contact["email"] == ana.email
    assert [each["action"] for each in ana("GET", "/me/export")["audit"]] == ["contact_revealed"]


def noted(note: str) -> list[dict[str, Any]]:
    """The lines of an order with a note to the kitchen."""
    return [{"product_id": "x-burger", "quantity": 1, "note": note}]


def finish(kitchen: Caller, order_id: str) -> None:
    """Make a paid order and hand it out."""
    for status in ("IN_PREPARATION", "READY", "COMPLETED"):
        kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": status})


def dump_table(stack: Stack) -> Iterator[str]:
    """Every item as a text."""
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs["TableName"])
    yield from (json.dumps(item) for page in pages for item in page["Items"])


def all_logs(system: System) -> Iterator[str]:
    """What the functions logged, and the log files of all processes of the local system."""
    yield from logs.messages(system.stack, f"/bytemeburger/{STACK_NAME}")
    for path in system.stack.settings.state.rglob("*.log"):
        for line in path.read_text(errors="replace").splitlines():
            if not POST_OFFICE.search(line):
                yield line


def traces(system: System, *searched: str) -> list[tuple[str, str]]:
    found = [("table", word) for text in dump_table(system.stack) for word in searched if word in text]
    return found + [("logs", word) for text in all_logs(system) for word in searched if word in text]


def booked(manager: Caller, orders: int) -> dict[str, Any]:
    """Today's sales once so many orders are booked."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        report: dict[str, Any] = manager("GET", f"/reports/sales?from={today()}&by=product")
        day = manager("GET", f"/reports/sales?from={today()}")["total"]
        if day.get("orders", 0) >= orders:
            return {"products": report, "day": day}
        assert time.monotonic() < deadline, day
        time.sleep(0.2)


def test_after_an_erasure_no_trace_of_the_person_is_left_and_the_sales_are_the_same(
    customer: Callable[..., Customer],
    kiosk: Caller,
    manager: Caller,
    kitchen: Caller,
    simulator: httpx.Client,
    system: System,
    stack: Stack,
) -> None:
    before = booked(manager, 0)["day"].get("orders", 0)
    name = f"Zuleica{uuid.uuid4().hex[:8]} Xavante"
    zuleica = customer(name)
    lines = noted(name)
    order_id, _ = place(zuleica, "x-burger", lines=lines, receipt_cpf=CPF)
    kiosk_id, key = place(kiosk, "x-burger", lines=lines)
    zuleica("POST", "/me/orders", json={"order_id": kiosk_id}, headers=key)
    pay(zuleica, simulator, order_id, {})
    pay(kiosk, simulator, kiosk_id, key)
    exported = zuleica("GET", "/me/export")
    cpfs = {each["order_id"]: each["receipt_cpf"] for each in exported["orders"]}
    assert cpfs == {order_id: "11144477735", kiosk_id: None}

    waiting = zuleica("DELETE", "/me", 202)
    assert not waiting["done"]  # the kitchen still needs the note
    zuleica("GET", "/me", 404)
    finish(kitchen, order_id)
    finish(kitchen, kiosk_id)
    sold = booked(manager, before + 2)
    answer = stack.client("lambda").invoke(FunctionName=stack.function("finish_erasures"), Payload=b"{}")
    assert json.loads(answer["Payload"].read())["finished"] >= 1

    assert traces(system, zuleica.email, zuleica.sub, name.split()[0], CPF, "11144477735") == []
    assert not any(zuleica.username in item for item in dump_table(stack))
    cognito = stack.client("cognito-idp")
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.admin_get_user(UserPoolId=stack.outputs["CustomerPoolId"], Username=zuleica.username)
    assert booked(manager, before + 2) == sold
    assert any(waiting["receipt"] in item for item in dump_table(stack))
    assert manager("GET", f"/staff/orders/{order_id}")["total"] == exported["orders"][0]["total"]
    # The CPF on the receipt of what was paid is part of a fiscal record: it is kept, closed, and said to be kept.
    assert waiting["kept"][0]["what"] == "receipt_cpf"
    for each in (order_id, kiosk_id):
        assert manager("GET", f"/staff/orders/{each}/receipt")["cpf"] == cpfs[each]
    # A token that is still good opens nothing.
    zuleica("DELETE", "/me", 404)
    zuleica("POST", "/orders", 403, headers={"Idempotency-Key": str(uuid.uuid4())}, json={"lines": lines})
    assert traces(system, zuleica.sub) == []


def test_somebody_who_only_typed_a_cpf_is_exported_and_erased_at_the_desk(
    kiosk: Caller, manager: Caller, kitchen: Caller, simulator: httpx.Client, system: System
) -> None:
    cpf = {"cpf": "935.411.347-80", "reason": "in-person"}
    reference = kiosk("POST", "/identify", json={"cpf": cpf["cpf"]})["customer_ref"]
    pseudonym = reference.partition("~")[0]
    note = f"para Iracema{uuid.uuid4().hex[:8]}"
    order_id, key = place(kiosk, "x-burger", lines=noted(note), customer_ref=reference, receipt_cpf=cpf["cpf"])
    pay(kiosk, simulator, order_id, key)
    finish(kitchen, order_id)
    assert any(word == pseudonym for _, word in traces(system, pseudonym))
    (exported,) = manager("POST", "/staff/customers/export", json=cpf)["orders"]
    assert (exported["order_id"], exported["receipt_cpf"]) == (order_id, "93541134780")
    kitchen("POST", "/staff/customers/erase", 403, json=cpf)
    erased = manager("POST", "/staff/customers/erase", json=cpf)
    assert erased["done"]
    assert traces(system, note, pseudonym, cpf["cpf"], "93541134780") == []
    assert [each["what"] for each in erased["kept"]] == ["receipt_cpf", "audit"]
    remaining = manager("POST", "/staff/customers/export", json=cpf)
    assert remaining["orders"] == []
    assert [each["order_id"] for each in remaining["receipts"]] == [order_id]
    assert traces(system, note, pseudonym, cpf["cpf"], "93541134780") == []
    assert [each["receipt"] for each in remaining["audit"]].count(erased["receipt"]) == 1


def test_no_order_slips_past_an_erasure(
    customer: Callable[..., Customer], api: httpx.Client, kiosk: Caller, system: System, stack: Stack
) -> None:
    ana = customer()
    lines = {"lines": [{"product_id": "x-burger", "quantity": 1}]}

    def order(_: int) -> httpx.Response:
        headers = {"Authorization": ana.token, "Idempotency-Key": str(uuid.uuid4())}
        return api.post("/orders", headers=headers, json=lines)

    with ThreadPoolExecutor(4) as pool:
        first = order(0)
        waiting = [pool.submit(order, at) for at in range(3)]
        erased = pool.submit(lambda: ana("DELETE", "/me", 202))
        waiting += [pool.submit(order, at) for at in range(8)]
        answers = [first, *(each.result() for each in waiting), order(0)]
        erased.result()
    assert {each.status_code for each in answers} == {201, 403}
    for each in answers:
        if each.status_code == 201:
            placed = each.json()
            kiosk("POST", f"/orders/{placed['order_id']}/cancel", headers={"Order-Key": placed["order_key"]})
    stack.client("lambda").invoke(FunctionName=stack.function("finish_erasures"), Payload=b"{}")
    assert traces(system, ana.sub, ana.email) == []
