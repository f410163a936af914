"""Two hundred customers at once, ten units."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from local.stack import Stack

CUSTOMERS, UNITS, AT_ONCE = 200, 10, 32


def test_ten_units_are_sold_ten_times(
    api: httpx.Client, stack: Stack, customer_token: str, staff_token: Callable[[str], str]
) -> None:
    manager = {"Authorization": staff_token("manager")}
    product = "pudim"
    assert api.put(f"/products/{product}/stock", headers=manager, json={"units": UNITS}).status_code == 200

    def order(_: int) -> int:
        """The status in the end: whoever is told that too much is happening at once asks again, with the same key."""
        headers = {"Authorization": customer_token, "Idempotency-Key": str(uuid.uuid4())}
        while True:
            answer = api.post("/orders", headers=headers, json={"lines": [{"product_id": product, "quantity": 1}]})
            if answer.status_code not in (429, 503):
                return answer.status_code

    with ThreadPoolExecutor(AT_ONCE) as customers:
        answers = Counter(customers.map(order, range(CUSTOMERS)))

    assert answers == {201: UNITS, 422: CUSTOMERS - UNITS}
    left = {each["product_id"]: each["stock"] for each in api.get("/products", headers=manager).json()["products"]}
    assert left[product] == {"units": 0, "low_at": 0}
    api.put(f"/products/{product}/stock", headers=manager, json={"units": None})
