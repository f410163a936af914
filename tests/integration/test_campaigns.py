"""A coupon from the manager who makes it to the report that says what it brought, over HTTP with IAM enforced."""

import uuid
from typing import Any

import httpx

from local.caller import Caller, pay
from tests.integration.waiting import eventually, today

PRODUCT = "pudim"


def test_a_coupon_is_issued_previewed_used_returned_and_reported(
    kiosk: Caller, manager: Caller, simulator: httpx.Client
) -> None:
    """Only whoever gives a code gets it, so other tests' orders cost what they did."""
    campaign = f"weekend-{uuid.uuid4().hex[:8]}"
    body = {
        "name": {"pt-BR": "Fim de semana", "en": "Weekend"},
        "offer": {"kind": "percent", "basis_points": 5000, "target": {"products": [PRODUCT]}},
        "with_coupon": True,
        "first_order": False,
        "limits": {"uses": 1, "uses_per_day": 5, "budget": 100_000},
    }
    assert manager("PUT", f"/campaigns/{campaign}", json=body)["state"] == "ACTIVE"
    (code,) = manager("POST", f"/campaigns/{campaign}/coupons", 201, json={"count": 1, "uses": 5})["codes"]
    cart: dict[str, Any] = {"lines": [{"product_id": PRODUCT, "quantity": 3}], "coupon": code.lower()}

    def priced() -> Any:
        return kiosk.send("POST", "/cart/discounts", json=cart)

    def order(**more: Any) -> httpx.Response:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return kiosk.send("POST", "/orders", headers=key, json=cart | more)

    preview = priced().json()
    half = preview["total"]
    assert (preview["subtotal"] - half, preview["discounts"][0]["campaign_id"]) == (
        (preview["subtotal"] + 1) // 2,
        campaign,
    )
    assert order(expected_total=preview["subtotal"]).json()["total"] == half
    placed = order(expected_total=half).json()
    assert placed["discounts"] == preview["discounts"]
    for refused in (priced(), order(), order(coupon="NOSUCHCODE")):
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:bytemeburger:problem:coupon-refused")

    kiosk("POST", f"/orders/{placed['order_id']}/cancel", headers={"Order-Key": placed["order_key"]})
    placed = order(expected_total=half).json()
    pay(kiosk, simulator, placed["order_id"], {"Order-Key": placed["order_key"]})

    def reported() -> Any:
        rows = manager("GET", f"/reports/campaigns?from={today()}")["rows"]
        return next((row for row in rows if row["campaign_id"] == campaign), None)

    eventually(lambda: (reported() or {}).get("uses") == 1 and reported()["released"] == 1)
    row = reported()
    assert (row["gross"], row["net"], row["discount"]) == (preview["subtotal"], half, preview["subtotal"] - half)
    (saved,) = [each for each in manager("GET", "/campaigns")["campaigns"] if each["campaign_id"] == campaign]
    assert (saved["uses"], saved["spent"]) == (1, preview["subtotal"] - half)
    manager("PUT", f"/campaigns/{campaign}/state", json={"state": "ENDED"})
    assert priced().status_code == 422
