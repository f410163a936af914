"""The query parameters and headers of a route, declared once beside its handler: what reads a parameter also documents it.

STATUS = choice("status", Status, "Only orders with this status.")
LIMIT = integer("limit", 1, 100, "How many at most.").default(50)


@endpoint("counter", query=(STATUS, LIMIT))
def handler(request: Request) -> Response:
    status, limit = request.query(STATUS), request.query(LIMIT)  # str | None, int
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from bytemeburger import formats
from bytemeburger.errors import Malformed, Problem

MAX_NAME_LENGTH = 64
"""Of a client's parameter or member name that a problem repeats; none of ours is longer."""
IDENTIFIER = re.compile(formats.IDENTIFIER)
_IDENTIFIER_SCHEMA = {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}


def _invalid(name: str) -> Problem:
    return Malformed("parameter-invalid", parameter=name)


@dataclass(frozen=True)
class Parameter[T]:
    """`schema`: the JSON Schema of a value. `parse` raises ValueError. `absent`: what is read where it was left out.
    `refusal`: the problem of a value that cannot be, by the parameter's name."""

    name: str
    meaning: str
    schema: Mapping[str, Any]
    parse: Callable[[str], T]
    absent: T
    required: bool = False
    refusal: Callable[[str], Problem] = _invalid

    def default[Value](self: "Parameter[Value | None]", value: Value) -> "Parameter[Value]":
        described = replace(self, absent=value, schema={**self.schema, "default": value})
        return cast("Parameter[Value]", described)

    def needed[Value](
        self: "Parameter[Value | None]", refusal: Callable[[str], Problem] = _invalid
    ) -> "Parameter[Value]":
        """Nothing can be answered without it."""
        return cast("Parameter[Value]", replace(self, required=True, refusal=refusal))

    def read(self, value: str | None) -> T:
        """The value. Raises the refusal."""
        if value is None and not self.required:
            return self.absent
        try:
            if value is None:
                raise ValueError("left out")
            return self.parse(value)
        except ValueError:
            raise self.refusal(self.name) from None


def text(name: str, meaning: str) -> Parameter[str | None]:
    """Anything at all: the use case judges it."""
    return Parameter(name, meaning, {"type": "string"}, str, None)


def uuid(name: str, meaning: str) -> Parameter[str | None]:
    """Of any version, in either case."""
    pattern = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
    schema = {"type": "string", "pattern": f"^{pattern.pattern}$"}

    def parse(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError("not a UUID")
        return value

    return Parameter(name, meaning, schema, parse, None)


def identifier(name: str, meaning: str) -> Parameter[str | None]:
    return Parameter(name, meaning, _IDENTIFIER_SCHEMA, _identifier, None)


def identifiers(name: str, max_items: int, meaning: str) -> Parameter[list[str] | None]:
    """One to `most` different identifiers, separated by commas."""
    schema = {"type": "array", "items": _IDENTIFIER_SCHEMA, "minItems": 1, "maxItems": max_items}

    def parse(value: str) -> list[str]:
        found = list(dict.fromkeys(map(_identifier, value.split(","))))
        if len(found) > max_items:
            raise ValueError("too many")
        return found

    return Parameter(name, meaning, schema, parse, None)


def integer(name: str, minimum: int, maximum: int, meaning: str) -> Parameter[int | None]:
    schema = {"type": "integer", "minimum": minimum, "maximum": maximum}

    def parse(value: str) -> int:
        if not (
            value.isascii() and value.isdigit() and len(value) <= len(str(maximum)) and minimum <= int(value) <= maximum
        ):
            raise ValueError("not such a number")
        return int(value)

    return Parameter(name, meaning, schema, parse, None)


def day(name: str, meaning: str) -> Parameter[str | None]:
    """A date, `2026-11-24`."""

    def parse(value: str) -> str:
        if date.fromisoformat(value).isoformat() != value:
            raise ValueError("a date in another form")
        return value

    return Parameter(name, meaning, {"type": "string", "format": "date"}, parse, None)


def choice(name: str, choices: Iterable[str], meaning: str) -> Parameter[str | None]:
    """One of these words."""
    words = [str(each) for each in choices]

    def parse(value: str) -> str:
        if value not in words:
            raise ValueError("none of the words")
        return value

    return Parameter(name, meaning, {"type": "string", "enum": words}, parse, None)


def _identifier(value: str) -> str:
    if not IDENTIFIER.fullmatch(value):
        raise ValueError("not an identifier")
    return value


STORE = identifier("store", "The store; the default one when left out.")
CURSOR = text("cursor", "Where the next page begins, as the page before answered it.")


def limit(default: int = 50, maximum: int = 100) -> Parameter[int]:
    return integer("limit", 1, maximum, "How many at most.").default(default)


def short_name(name: str) -> str:
    """A client's parameter or member name, which can be as long as a body, shortened for a JSON Pointer."""
    return name.replace("~", "~0").replace("/", "~1") if len(name) <= MAX_NAME_LENGTH else "…"
