"""What the table's stream makes of paid orders: the sales report and what goes well with what."""

import httpx

from local.caller import Caller, pay, place
from tests.integration.waiting import eventually, today

TOGETHER = [{"product_id": "picanha-prime", "quantity": 2}, {"product_id": "aneis-de-cebola", "quantity": 1}]


def test_a_sale_is_reported_and_remembered_and_its_refund_subtracted(
    kiosk: Caller, manager: Caller, simulator: httpx.Client
) -> None:
    def sold() -> tuple[int, int, int]:
        report = manager("GET", f"/reports/sales?from={today()}&by=product")
        of_product = {row["product"]: row for row in report["rows"]}
        row = of_product.get("picanha-prime", {"units": 0, "net": 0, "refunded": 0})
        return row["units"], row["net"], row["refunded"]

    def suggested() -> int:
        found = kiosk("GET", "/suggestions?products=aneis-de-cebola")["products"]
        return next((each["orders"] for each in found if each["product_id"] == "picanha-prime"), 0)

    units, net, refunded = sold()
    together = suggested()
    price = next(each["price"] for each in kiosk("GET", "/menu")["products"] if each["product_id"] == "picanha-prime")

    order_id, key = place(kiosk, "picanha-prime", lines=TOGETHER)
    pay(kiosk, simulator, order_id, key)
    eventually(lambda: sold() == (units + 2, net + 2 * price, refunded))
    eventually(lambda: suggested() == together + 1)

    manager("POST", f"/staff/orders/{order_id}/refund", json={"reason": "poor-quality"})
    kiosk("GET", f"/orders/{order_id}/payment", headers=key)
    eventually(lambda: sold() == (units, net, refunded + 2 * price))
    assert suggested() == together + 1

    as_csv = manager.send("GET", f"/reports/sales?from={today()}&by=product", headers={"Accept": "text/csv"})
    assert as_csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert as_csv.text.startswith("product,orders,units,sold,refunded,net,units_in_combos")
