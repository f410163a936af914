"""Values: what an item of the table holds as a map, as a frozen dataclass, which changes by another taking its place."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import cache
from types import GenericAlias
from typing import Any, Self


@dataclass(frozen=True)
class Value:
    """What has a default may be missing in what is stored, and is not stored where it has that. Members are texts,
    integers, plain maps, words of a StrEnum, other values, and tuples of these."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The value of a plain map. What a later version has added to it is left out. Raises TypeError for a map that
        lacks a member, ValueError for an unknown word."""
        return cls(**{name: read(stored[name]) for name, read in cls._readers() if name in stored})

    @classmethod
    @cache
    def _readers(cls) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        return tuple((each.name, _reader(each.type)) for each in fields(cls))

    def plain(self) -> dict[str, Any]:
        """The map that is stored."""
        members = ((each, getattr(self, each.name)) for each in fields(self))
        return {each.name: _plain(held) for each, held in members if each.default is MISSING or held != each.default}


def _reader(kind: Any) -> Callable[[Any], Any]:
    match kind:
        case GenericAlias(__origin__=origin, __args__=(element, *_)) if origin is tuple:
            read = _reader(element)
            return lambda stored: tuple(read(each) for each in stored)
        case type() if issubclass(kind, Value):
            return kind.of
        case type() if issubclass(kind, StrEnum):
            return kind
    return lambda stored: stored


def _plain(held: Any) -> Any:
    match held:
        case Value():
            return held.plain()
        case StrEnum():
            return str(held)
        case tuple():
            return [_plain(each) for each in held]
    return held
