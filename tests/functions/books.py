"""Orders as the stream tells them, and the books as the table holds them."""

from collections.abc import Iterator
from typing import Any

from bytemeburger import table
from bytemeburger.attributes import plain_item, typed_item

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
    """Every counter of the table by its key, without the zeros."""

    found: dict[tuple[str, str], dict[str, int]] = {}
    for item in map(plain_item, stored_items()):
        if item.get("type") == "counter":
            amounts = {name: value for name, value in item.items() if isinstance(value, int) and value}
            found[item["PK"], item["SK"]] = amounts
    return found
