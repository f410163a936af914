"""Orders as the stream tells them, and the books as the table holds them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.attributes import plain_item, typed_item
from bytemeburger.sales.records import unpacked

STREAM = "arn:aws:dynamodb:sa-east-1:000000000000:table/bytemeburger/stream/2026-11-24T00:00:00.000"


def record(number: int, old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    """The stream record of a change, from plain images."""

    images = {"NewImage": typed_item(new)} | ({"OldImage": typed_item(old)} if old else {})
    return {
        "eventID": f"event-{number}",
        "eventName": "MODIFY" if old else "INSERT",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795694460,
            "Keys": typed_item({"PK": new["PK"], "SK": new["SK"]}),
            "SequenceNumber": str(10**20 + number),
            **images,
        },
        "eventSourceARN": STREAM,
    }


def stored_items() -> Iterator[dict[str, Any]]:
    """Every item of the table, as DynamoDB has it."""
    page: dict[str, Any] = {"LastEvaluatedKey": None}
    while "LastEvaluatedKey" in page:
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if page["LastEvaluatedKey"] else {}
        page = table.client().call("Scan", {"TableName": "bytemeburger", **start})
        yield from page["Items"]


def empty_table() -> None:
    for image in list(stored_items()):
        table.delete((image["PK"]["S"], image["SK"]["S"]))


def stored_item(pk: str, sk: str) -> dict[str, Any]:
    (item,) = (each for each in stored_items() if (each["PK"]["S"], each["SK"]["S"]) == (pk, sk))
    return item


def counters() -> dict[tuple[str, str], dict[str, int]]:
    """Every counter of the table by its key, without the zeros, those that stand in one item each by a key of its own."""
    return expanded(map(plain_item, stored_items()))


def expanded(items: Iterable[dict[str, Any]]) -> dict[tuple[str, str], dict[str, int]]:
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item in items:
        pk, sk = item["PK"], item["SK"]
        match item.get("type"):
            case "counter":
                own = {name: value for name, value in item.items() if type(value) is int and name != "version"}
                found[pk, sk.partition("#")[0] if sk.startswith("TOTAL") else sk].update(own)
                for place, figures in item.get("places", {}).items():
                    found[pk, place].update(unpacked(figures))
            case "together":
                for product_id, orders in item["orders"].items():
                    found[pk, f"PRODUCT#{product_id}"]["orders"] += orders
    return {key: {name: value for name, value in amounts.items() if value} for key, amounts in found.items()}


def booked_by_the_version_before(name: str) -> None:
    """What it wrote of a sale of one burger at noon of the 24th: a guard, and an item for each counter."""
    amounts = [Path("sale_orders").add(1), Path("sale_units").add(1), Path("sale_parts").add(0)]
    of_day = [*amounts, Path("sale_amount").add(2590), Path("type").set("counter")]
    counted = [
        table.update_action(("STORE#centro#SALES#2026-11-24", place), *of_day)
        for place in ("TOTAL", "HOUR#12", "PRODUCT#x-burger")
    ]
    guard = {"PK": f"ORDER#{name}", "SK": "EFFECT#SALE", "type": "effect"}
    table.transact([table.put_action(guard, table.IS_NEW), *counted])
