"""Does the API still keep what an older revision of docs/openapi.yaml promised its callers?

Prints a line per broken promise. Exit code 1 when there is one and the version says nothing of it: a new major
version, or a new minor one before 1.0, may break (semver.org, 4 and 8).
"""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import yaml

from deployment.template import ROOT
from scripts.release.revision import read_at

METHODS = ("get", "put", "post", "delete", "patch")
# A request may not be bounded more tightly: the lower value is the stricter one, and the other way round.
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")

type Json = dict[str, Any]


def breaks(old: Json, new: Json) -> Iterator[str]:
    """A line for each thing that worked for a caller of `old` and would not with `new`."""
    for path, operations in old["paths"].items():
        for method in METHODS:
            if method not in operations:
                continue
            location = f"{method.upper()} {path}"
            operation = new["paths"].get(path, {}).get(method)
            if operation is None:
                yield f"{location} is gone"
                continue
            yield from _operation(location, operations[method], operation, (old, new))


def _operation(location: str, old: Json, new: Json, documents: tuple[Json, Json]) -> Iterator[str]:
    if old.get("security", []) != new.get("security", []):
        yield f"{location} asks for another token"
    yield from _parameters(location, old, new, documents)
    was, now = old.get("requestBody", {}), new.get("requestBody", {})
    if now.get("required") and not was:
        yield f"{location} requires a body"
    for media, schema in _schemas(was).items():
        if media in _schemas(now):
            yield from _narrower(f"{location} request", schema, _schemas(now)[media], documents)
    for status, answer in old["responses"].items():
        if not status.startswith("2"):
            continue
        if status not in new["responses"]:
            yield f"{location} does not answer {status} any more"
            continue
        new_schemas = _schemas(new["responses"][status])
        for media, schema in _schemas(answer).items():
            if media not in new_schemas:
                yield f"{location} does not answer {status} as {media} any more"
            else:
                yield from _poorer(f"{location} answer", schema, new_schemas[media], documents)


def _parameters(location: str, old: Json, new: Json, documents: tuple[Json, Json]) -> Iterator[str]:
    """A header that is no longer read breaks no caller; an unknown query parameter is refused."""
    was, now = (
        {(each["in"], each["name"]): each for each in document.get("parameters", [])} for document in (old, new)
    )
    for (place, name), each in now.items():
        if each.get("required") and not was.get((place, name), {}).get("required"):
            yield f"{location} requires the {place} parameter {name}"
        if (place, name) in was:
            yield from _narrower(f"{location} {name}", was[place, name]["schema"], each["schema"], documents)
    for place, name in was.keys() - now.keys():
        if place == "query":
            yield f"{location} does not take the query parameter {name} any more"


def _schemas(holder: Json) -> dict[str, Json]:
    """By content type."""
    return {media: content["schema"] for media, content in holder.get("content", {}).items()}


def _narrower(location: str, old: Json, new: Json, documents: tuple[Json, Json]) -> Iterator[str]:
    """What a request could say and cannot say any more."""
    old, new = _resolve(old, documents[0]), _resolve(new, documents[1])
    if old.get("type") != new.get("type"):
        yield f"{location}: is {new.get('type')} now, not {old.get('type')}"
        return
    for name in set(new.get("required", [])) - set(old.get("required", [])):
        yield f"{location}: {name} is required now"
    if new.get("additionalProperties") is False:
        for name in old.get("properties", {}).keys() - new.get("properties", {}).keys():
            yield f"{location}: {name} is refused now"
    for value in _choices(old) - _choices(new) if _choices(new) else ():
        yield f"{location}: {value!r} is refused now"
    for bound in UPPER_BOUNDS:
        if bound in new and new[bound] < old.get(bound, float("inf")):
            yield f"{location}: {bound} is {new[bound]} now"
    for bound in LOWER_BOUNDS:
        if bound in new and new[bound] > old.get(bound, float("-inf")):
            yield f"{location}: {bound} is {new[bound]} now"
    if new.get("pattern", old.get("pattern")) != old.get("pattern"):
        yield f"{location}: another pattern"
    yield from _within(location, old, new, documents, _narrower)


def _poorer(location: str, old: Json, new: Json, documents: tuple[Json, Json]) -> Iterator[str]:
    """What an answer held and does not hold any more."""
    old, was_nullable = _beside_null(_resolve(old, documents[0]), documents[0])
    new, is_nullable = _beside_null(_resolve(new, documents[1]), documents[1])
    if is_nullable and not was_nullable:
        yield f"{location}: may be null now"
    if "type" in old and "type" in new and old["type"] != new["type"]:
        yield f"{location}: is {new['type']} now, not {old['type']}"
        return
    common = old.get("properties", {}).keys() & new.get("properties", {}).keys()
    for name in old.get("properties", {}).keys() - common:
        yield f"{location}: {name} is gone"
    for name in set(old.get("required", [])) & common - set(new.get("required", [])):
        yield f"{location}: {name} may be missing now"
    yield from _within(location, old, new, documents, _poorer)


def _beside_null(schema: Json, document: Json) -> tuple[Json, bool]:
    """What a schema says of a value that is not null, and whether it can be."""
    match schema:
        case {"type": [*kinds]} if "null" in kinds and len(kinds) == 2:
            (kind,) = (each for each in kinds if each != "null")
            return schema | {"type": kind}, True
        case {"anyOf": [other, {"type": "null"}]} | {"anyOf": [{"type": "null"}, other]}:
            return _resolve(other, document), True
    return schema, False


def _within(location: str, old: Json, new: Json, documents: tuple[Json, Json], compare: Any) -> Iterator[str]:
    """The same comparison of whatever both schemas hold."""
    for name in old.get("properties", {}).keys() & new.get("properties", {}).keys():
        yield from compare(f"{location}/{name}", old["properties"][name], new["properties"][name], documents)
    if "items" in old and "items" in new:
        yield from compare(f"{location}/-", old["items"], new["items"], documents)
    for kind in ("anyOf", "oneOf"):
        for old_choice, new_choice in zip(old.get(kind, []), new.get(kind, []), strict=False):
            yield from compare(location, old_choice, new_choice, documents)


def _choices(schema: Json) -> set[Any]:
    return set(schema.get("enum", [schema["const"]] if "const" in schema else []))


def _resolve(schema: Json, document: Json) -> Json:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def announced(old: str, new: str) -> bool:
    """Does the step from one version to another say that callers may break?"""
    was, now = (tuple(int(part) for part in version.split(".")[:2]) for version in (old, new))
    return now[0] > was[0] or (now[0] == was[0] == 0 and now[1] > was[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="of git")
    text = read_at(parser.parse_args().revision, "docs/openapi.yaml")
    if text is None:
        return
    old, new = yaml.safe_load(text), yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    found = sorted(breaks(old, new))
    sys.stdout.write("### What this changes for callers of the API\n\n")
    sys.stdout.write("".join(f"- breaking: {each}\n" for each in found) or "Nothing that worked stops working.\n")
    sys.exit(bool(found) and not announced(old["info"]["version"], new["info"]["version"]))


if __name__ == "__main__":
    main()
