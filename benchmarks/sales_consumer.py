"""How many sales a second a shard of the table's stream can have: batches of a hundred, of as many stores and of one.

    PYTHONPATH=layers/core python -m benchmarks.sales_consumer          (some seconds)

The function runs as it is; the table answers each request after 5 ms (`reconciler.py`), and holds nothing.
"""

import time
from typing import Any

from benchmarks.reconciler import ReconcilerContext, answering

BATCHES, SALES = 5, 100


def _batch(number: int, stores: int) -> dict[str, Any]:
    from bytemeburger.attributes import typed_item

    records = []
    for place in range(SALES):
        lines = [
            {"product_id": f"product-{(place + each) % 26}", "category": "side", "quantity": 1, "unit_price": 990}
            for each in range(3)
        ]
        order: dict[str, Any] = {
            "PK": f"ORDER#{number}-{place}",
            "SK": "ORDER",
            "type": "order",
            "order_id": f"{number}-{place}",
            "store": f"store-{place % stores}",
            "number": number * SALES + place + 1,
            "time_zone": "America/Sao_Paulo",
            "business_day": "2026-11-24",
            "paid_at": "2026-11-24T15:00:00.000Z",
            "total": 2970,
            "lines": lines,
            "version": 3,
        }
        paid = order | {"payment": {"provider": "mercadopago", "provider_order_id": "ORD1", "status": "PAID"}}
        images = {"OldImage": typed_item(order), "NewImage": typed_item(paid)}
        keys = typed_item({"PK": order["PK"], "SK": "ORDER"})
        change = {"ApproximateCreationDateTime": 1795694460, "Keys": keys, "SequenceNumber": str(place), **images}
        records.append({"eventID": f"event-{place}", "eventName": "MODIFY", "dynamodb": change})
    return {"Records": records}


@answering()
def main() -> None:
    from functions.record_sales.app import handler

    for stores in (1, SALES):
        batches = [_batch(number, stores) for number in range(BATCHES)]
        started, cpu = time.monotonic(), time.process_time()
        for batch in batches:
            assert handler(batch, ReconcilerContext()) == {"batchItemFailures": []}
        seconds, cpu = time.monotonic() - started, time.process_time() - cpu
        sales = BATCHES * SALES
        print(f"{stores} stores: {sales / seconds:.0f} sales a second, {1000 * cpu / sales:.1f} ms of CPU each")


if __name__ == "__main__":
    main()
