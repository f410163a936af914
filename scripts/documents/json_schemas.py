"""JSON Schemas of the types of answers and events."""

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

REFERENCE = "#/components/schemas/"

type Schema = dict[str, Any]


class _Untitled(GenerateJsonSchema):
    """Without titles, which say of each member its name again."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


class Schemas:
    """The named schemas of one document, as they are asked for."""

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """The schema of a type, which may refer to named ones. Raises ValueError for two types of one name."""
        schema_of = TypeAdapter(kind).json_schema(
            mode="serialization" if not hasattr(kind, "model_fields") else "validation",
            ref_template=REFERENCE + "{model}",
            schema_generator=_Untitled,
        )
        schema: Schema = json.loads(json.dumps(schema_of))  # as JSON has it: no tuples
        found = schema.pop("$defs", {})
        values = {name: each for name, each in found.items() if "properties" not in each and "enum" not in each}
        for name, each in found.items():
            if name not in values:
                self._add(name, inlined(each, values))
        schema = inlined(schema, values)
        if "properties" not in schema:
            return schema
        name = schema["title"]
        self._add(name, schema)
        return {"$ref": REFERENCE + name}

    def _add(self, name: str, schema: Schema) -> None:
        known = self.named.setdefault(name, {each: part for each, part in schema.items() if each != "title"})
        if known != {each: part for each, part in schema.items() if each != "title"}:
            raise ValueError(f"two different types are called {name}")


def inlined(schema: Any, values: dict[str, Schema]) -> Any:
    """A schema in which these named ones stand instead of their names."""
    match schema:
        case {"$ref": str(reference), **beside} if (name := reference.removeprefix(REFERENCE)) in values:
            return inlined(values[name], values) | beside
        case dict():
            return {name: inlined(each, values) for name, each in schema.items()} | _description(schema)
        case list():
            return [inlined(each, values) for each in schema]
    return schema


def _description(schema: Schema) -> Schema:
    """That of a docstring goes over several lines."""
    description = schema.get("description")
    return {"description": " ".join(description.split())} if isinstance(description, str) else {}


def closed(schema: Any) -> Any:
    """A schema by which no object has a member that it does not name."""
    match schema:
        case dict():
            found = {name: closed(each) for name, each in schema.items()}
            return {"additionalProperties": False} | found if isinstance(schema.get("properties"), dict) else found
        case list():
            return [closed(each) for each in schema]
    return schema
