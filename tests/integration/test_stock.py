"""Two hundred customers at once, ten units."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from local.caller import insist
from local.stack import Stack

CUSTOMERS, UNITS = 200, 10


def test_ten_units_are_sold_ten_times(
    api: httpx.Client, stack: Stack, customer_token: str, staff_token: Callable[[str], str]
) -> None:
    manager = {"Authorization": staff_token("manager")}
    product = "pudim"

    def count(units: int) -> int:
        """What other tests' open orders have reserved of so many."""
        answer = api.put(f"/products/{product}/stock", headers=manager, json={"units": units})
        return int(answer.raise_for_status().json()["reserved"])

    count(UNITS + count(UNITS))

    def order(_: int) -> int:
        headers = {"Authorization": customer_token, "Idempotency-Key": str(uuid.uuid4())}
        body = {"lines": [{"product_id": product, "quantity": 1}]}
        return insist(lambda: api.post("/orders", headers=headers, json=body)).status_code

    with ThreadPoolExecutor(CUSTOMERS) as customers:
        answers = Counter(customers.map(order, range(CUSTOMERS)))

    assert answers == {201: UNITS, 422: CUSTOMERS - UNITS}
    stocks = {each["product_id"]: each["stock"] for each in api.get("/products", headers=manager).json()["products"]}
    assert stocks[product] == {"units": 0, "low_at": 0}
    api.put(f"/products/{product}/stock", headers=manager, json={"units": None})
