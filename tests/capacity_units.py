"""What a request costs in DynamoDB's capacity units, worked out from the items it read and wrote.

Emulators count wrongly, so the rules stand here (DynamoDB Developer Guide, "Read/write capacity mode" and "Item sizes and
formats"): a read unit is 4 KB read consistently, or 8 KB eventually; a write unit is 1 KB of the larger of the two
images; a transaction costs double; each index of the item costs one write where its copy changes, two where the key does.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Image = Mapping[str, Any]
INDEXES = (("GSI1PK", "GSI1SK"), ("GSI2PK", "GSI2SK"), ("GSI3PK", "GSI3SK"), ("GSI4PK", "GSI4SK"))
KEYS_ONLY = INDEXES[2:]
_CONSTANT = re.compile(r"[A-Z]+")


@dataclass(frozen=True)
class Access:
    """One item or one list that a request reads or writes."""

    operation: str
    index: str
    keys: str
    condition: str
    read_units: float = 0
    write_units: float = 0


def size(image: Image | None) -> int:
    """Bytes of an item: the names of its attributes and their values."""
    return sum(len(name.encode()) + _value(value) for name, value in (image or {}).items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return math.ceil(len(content.strip("-").replace(".", "")) / 2) + 1
        case "B":
            return len(content)
        case "L":
            return 3 + sum(1 + _value(each) for each in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in content.items())
        case "SS" | "NS" | "BS":
            return sum(len(each) for each in content)
    return 1  # a truth value, or null


def read_units(total: int, consistent: bool) -> float:
    return max(1, math.ceil(total / 4096)) * (1 if consistent else 0.5)


def write_units(before: Image | None, after: Image | None, transaction: bool) -> float:
    """Of the table and its indexes; an index holds every attribute, or the keys alone."""
    table = max(1, math.ceil(max(size(before), size(after)) / 1024))
    units = table * (2 if transaction else 1)
    for names in INDEXES:
        old, new = ([(image or {}).get(name) for name in names] for image in (before, after))
        if names in KEYS_ONLY:
            units += sum(1 for key in (old, new) if key[0] and old != new)
        elif old != new:
            units += sum(math.ceil(size(image) / 1024) for image, key in ((before, old), (after, new)) if key[0])
        elif new[0]:
            units += math.ceil(size(after) / 1024)
    return units


def pattern(key: str) -> str:
    """`STORE#centro#UNPAID` -> `STORE#*#UNPAID`."""
    return "#".join(part if _CONSTANT.fullmatch(part) else "*" for part in key.split("#"))


def measured(
    operation: str, parameters: dict[str, Any], call: Callable[[str, dict[str, Any]], Any]
) -> tuple[Any, list[Access]]:
    """The answer of a DynamoDB request, and what it accessed; `call` makes a request."""

    def stored(table: str, key: Image) -> Any:
        return call("GetItem", {"TableName": table, "Key": key, "ConsistentRead": True}).get("Item")

    parts = list(_writes(operation, parameters))
    before = [stored(part["TableName"], _key(part)) for _, part in parts]
    answer = call(operation, parameters)
    if parts:
        transaction = operation.startswith("Transact")
        return answer, [
            _write(kind, part, old, stored(part["TableName"], _key(part)), transaction)
            for (kind, part), old in zip(parts, before, strict=True)
        ]
    return answer, list(_reads(operation, parameters, answer))


def _writes(operation: str, parameters: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    match operation:
        case "PutItem" | "UpdateItem" | "DeleteItem":
            yield operation.removesuffix("Item"), parameters
        case "TransactWriteItems":
            for action in parameters["TransactItems"]:
                yield from action.items()


def _key(part: dict[str, Any]) -> dict[str, Any]:
    source = part.get("Item") or part["Key"]
    return {name: source[name] for name in ("PK", "SK")}


def _write(kind: str, part: dict[str, Any], before: Any, after: Any, transaction: bool) -> Access:
    return Access(
        f"{kind}{' (transaction)' if transaction else ''}",
        "",
        _keys(_key(part)),
        _expression(part.get("ConditionExpression", ""), part),
        write_units=write_units(before, after, transaction),
    )


def _reads(operation: str, parameters: dict[str, Any], answer: Any) -> Iterator[Access]:
    match operation:
        case "GetItem":
            units = read_units(size(answer.get("Item")), parameters.get("ConsistentRead", False))
            yield Access("Get", "", _keys(parameters["Key"]), "", units)
        case "BatchGetItem":
            for table, request in parameters["RequestItems"].items():
                found = {str(_key({"Item": item})): item for item in answer["Responses"].get(table, [])}
                for key in request["Keys"]:
                    item = found.get(str(_key({"Key": key})))
                    yield Access("BatchGet", "", _keys(key), "", read_units(size(item), request["ConsistentRead"]))
        case "Query":
            values = parameters["ExpressionAttributeValues"]
            condition = re.sub(
                r":\w+", lambda found: pattern(values[found[0]]["S"]), parameters["KeyConditionExpression"]
            )
            units = read_units(sum(map(size, answer["Items"])), parameters.get("ConsistentRead", False))
            filter_text = _expression(parameters.get("FilterExpression", ""), parameters)
            yield Access(
                "Query", parameters.get("IndexName", ""), condition, filter_text and f"filter {filter_text}", units
            )


def _keys(key: Image) -> str:
    return " / ".join(pattern(key[name]["S"]) for name in ("PK", "SK"))


def _expression(text: str, part: dict[str, Any]) -> str:
    """As one writes it by hand: PynamoDB puts more blanks and brackets."""
    names = part.get("ExpressionAttributeNames", {})
    condition = re.sub(r"[#:]\w+", lambda found: names.get(found[0], "?"), text).replace("exists (", "exists(")
    return condition[1:-1] if condition.startswith("(") else condition
