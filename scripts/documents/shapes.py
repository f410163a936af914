"""The JSON Schema of answers that were seen: what members they have, of which types, and where one can be null."""

from functools import reduce
from typing import Any

type Shape = dict[str, Any]

NOTHING: Shape = {}


def shape_of(value: Any) -> Shape:
    """The JSON Schema that one value shows. Raises TypeError for what JSON does not have."""
    match value:
        case None:
            return {"type": "null"}
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer"}
        case float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
        case list():
            return {"type": "array", "items": reduce(merged, map(shape_of, value), NOTHING)}
        case dict():
            return {"type": "object", "properties": {name: shape_of(each) for name, each in value.items()}}
    raise TypeError(type(value))


def merged(one: Shape, other: Shape) -> Shape:
    """The JSON Schema of whatever has one of two shapes. NOTHING is that of nothing seen."""
    if not one or not other:
        return one or other
    types = sorted({*_types(one), *_types(other)})
    both: Shape = {"type": types[0] if len(types) == 1 else types}
    if "object" in types:
        ours, theirs = one.get("properties", {}), other.get("properties", {})
        both["properties"] = {name: merged(ours.get(name, {}), theirs.get(name, {})) for name in {**ours, **theirs}}
    if "array" in types:
        both["items"] = merged(one.get("items", {}), other.get("items", {}))
    return both


def _types(shape: Shape) -> list[str]:
    kinds = shape["type"]
    return kinds if isinstance(kinds, list) else [kinds]
