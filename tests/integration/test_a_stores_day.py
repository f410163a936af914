"""What a store does in a day besides the main job, over HTTP with real tokens: menu, counter, refunds, receipts."""

import uuid
from collections.abc import Iterator

import httpx
import pytest

from local.caller import Caller, pay, place
from local.stack import Stack
from tests.integration.waiting import eventually, today

CPF = "529.982.247-25"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def product(manager: Caller) -> Iterator[str]:
    """A product of this test's own; off the menu again in the end."""
    product_id = f"especial-{uuid.uuid4().hex[:8]}"
    texts = {"pt-BR": "Especial da casa", "en": "House special"}
    option = {"option_id": "bacon", "name": texts, "price": 450}
    described = {
        "category": "burger",
        "name": texts,
        "description": texts,
        "price": 3000,
        "allergens": ["gluten"],
        "option_groups": [{"group_id": "extras", "name": texts, "min": 0, "max": 1, "options": [option]}],
    }
    manager("PUT", f"/products/{product_id}", json=described)
    yield product_id
    manager("DELETE", f"/products/{product_id}", 204)


def test_a_product_with_a_picture_is_ordered_with_options_paid_at_the_counter_and_gets_its_receipt(
    kiosk: Caller, manager: Caller, kitchen: Caller, product: str
) -> None:
    form = manager("POST", f"/products/{product}/image", 201, json={"content_type": "image/png", "bytes": len(PNG)})
    httpx.post(form["url"], data=form["fields"], files={"file": PNG}, trust_env=False).raise_for_status()
    saved = next(each for each in manager("GET", "/products")["products"] if each["product_id"] == product)
    unchanged = ("category", "name", "description", "price", "allergens", "option_groups")
    manager(
        "PUT",
        f"/products/{product}",
        json={**{name: saved[name] for name in unchanged}, "image": form["image"]},
        headers={"If-Match": f'"{saved["version"]}"'},
    )
    shown = next(each for each in kiosk("GET", "/menu")["products"] if each["product_id"] == product)
    assert httpx.get(shown["image_url"], trust_env=False).content == PNG

    line = {"product_id": product, "quantity": 2, "options": ["bacon"], "note": "bem passado"}
    order_id, key = place(kiosk, product, lines=[line], receipt_cpf=CPF, dining="take_away")
    assert kiosk("GET", f"/orders/{order_id}/pix", headers=key)["amount"] == 6900
    paid = manager("POST", f"/staff/orders/{order_id}/payment", json={"method": "card"})
    assert (paid["status"], paid["total"]) == ("RECEIVED", 6900)
    assert manager("GET", f"/staff/orders/{order_id}/receipt")["cpf"] == "52998224725"

    kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": "IN_PREPARATION"})
    assert kitchen("PUT", f"/kitchen/orders/{order_id}/lines/0", json={"done": True})["lines"][0]["done"]
    assert order_id in [each["order_id"] for each in kitchen("GET", "/staff/orders")["orders"]]
    found = kitchen("GET", f"/staff/orders?number={paid['number']}")["orders"]
    assert [each["order_id"] for each in found] == [order_id]


def test_an_order_that_has_ended_is_found_in_the_archive_when_the_table_has_it_no_more(
    kiosk: Caller, manager: Caller, kitchen: Caller, stack: Stack
) -> None:
    order_id, _ = place(kiosk, "pudim")
    manager("POST", f"/staff/orders/{order_id}/payment", json={"method": "cash"})
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": to})
    bucket, s3 = stack.outputs["ArchiveBucket"], stack.client("s3")

    def archived() -> list[str]:
        return [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]

    eventually(lambda: any(f"/{order_id}/" in key for key in archived()))
    key = {"PK": {"S": f"ORDER#{order_id}"}, "SK": {"S": "ORDER"}}
    stack.client("dynamodb").delete_item(TableName=stack.outputs["TableName"], Key=key)
    manager("GET", f"/staff/orders/{order_id}", 404)
    assert manager("GET", f"/staff/orders/{order_id}?day={today()}")["status"] == "COMPLETED"


def test_one_call_takes_a_product_off_and_the_emergency_stop_takes_them_all(
    kiosk: Caller, kitchen: Caller, product: str
) -> None:
    lines = {"lines": [{"product_id": product, "quantity": 1}]}
    kitchen("PUT", f"/products/{product}/availability", json={"available": False})
    kiosk("POST", "/orders", 422, headers={"Idempotency-Key": str(uuid.uuid4())}, json=lines)
    kitchen("PUT", f"/products/{product}/availability", json={"available": True})
    kitchen("PUT", "/store/orders", json={"accepts_orders": False})
    try:
        problem = kiosk("POST", "/orders", 409, headers={"Idempotency-Key": str(uuid.uuid4())}, json=lines)
        assert problem["type"].endswith(":store-stopped")
    finally:
        kitchen("PUT", "/store/orders", json={"accepts_orders": True})
    place(kiosk, product)


def test_cancelled_called_off_and_refunded_orders_give_back_money_and_stock(
    kiosk: Caller, manager: Caller, simulator: httpx.Client, product: str
) -> None:
    manager("PUT", f"/products/{product}/stock", json={"units": 3, "low_at": 1})
    orders = [place(kiosk, product) for _ in range(3)]
    kiosk(
        "POST",
        "/orders",
        422,
        headers={"Idempotency-Key": str(uuid.uuid4())},
        json={"lines": [{"product_id": product, "quantity": 1}]},
    )

    (cancelled, its_key), (called_off, _), (refunded, _) = orders
    for order_id, key in orders[1:]:
        pay(kiosk, simulator, order_id, key)
    assert kiosk("POST", f"/orders/{cancelled}/cancel", headers=its_key)["status"] == "CANCELLED"
    assert (
        manager("POST", f"/staff/orders/{called_off}/cancel", json={"reason": "out-of-stock"})["status"] == "CANCELLED"
    )
    manager("POST", f"/staff/orders/{refunded}/refund", json={"reason": "poor-quality"})

    stock = {each["product_id"]: each["stock"] for each in manager("GET", "/products")["products"]}[product]
    assert stock["units"] == 2
    for order_id in (called_off, refunded):
        kiosk("GET", f"/orders/{order_id}/payment", headers=dict(orders)[order_id])
        refunds = manager("GET", f"/staff/orders/{order_id}")["refunds"]
        assert [(each["amount"], each["status"]) for each in refunds] == [(3000, "DONE")]
    report = manager("GET", f"/reports/reconciliation?day={today()}&limit=30")
    assert report["exceptions"] == []
