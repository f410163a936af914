"""DynamoDB's attribute values and plain Python values, both ways: str, bool, None, int, list and dict.

Numbers are integers: money is in centavos and durations in seconds. Sets and binary values are not used.
"""

from collections.abc import Mapping
from typing import Any


def plain(value: Mapping[str, Any]) -> Any:
    """`{"N": "5"}` -> 5. Raises ValueError for a type or number that the table never stores."""
    (kind,) = value
    content = value[kind]
    match kind:
        case "S" | "BOOL":
            return content
        case "N":
            return int(content)
        case "NULL":
            return None
        case "L":
            return [plain(each) for each in content]
        case "M":
            return plain_item(content)
    raise ValueError(f"attribute type {kind} is not used")


def plain_item(image: Mapping[str, Any]) -> dict[str, Any]:
    """A whole item, or a map."""
    return {name: plain(value) for name, value in image.items()}


def typed(value: Any) -> dict[str, Any]:
    """5 -> `{"N": "5"}`. Raises ValueError for what `plain` could not give back."""
    match value:
        case str():  # most are
            return {"S": value}
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case list():
            return {"L": [typed(each) for each in value]}
        case dict():
            return {"M": typed_item(value)}
    raise ValueError(f"{type(value).__name__} is not stored")


def typed_item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: typed(value) for name, value in item.items()}
