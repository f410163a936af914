"""Values: frozen dataclasses that an item of the table stores as maps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from types import GenericAlias, UnionType
from typing import Any, Self

type Conversion = Callable[[Any], Any] | None


@dataclass(frozen=True)
class Value:
    """What has a default may be missing in what is stored, and is not stored where it has that. Members are texts,
    integers, plain maps, words of a StrEnum, other values, one of several that are stored with their `kind`, and tuples of
    these."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The value of a plain map. What a later version has added to it is left out. Raises TypeError for a map that
        lacks a member, ValueError for an unknown word."""
        return cls(
            **{
                name: read(stored[name]) if read else stored[name]
                for name, _, read, _ in cls._members()
                if name in stored
            }
        )

    def plain(self) -> dict[str, Any]:
        """The map that is stored."""
        values = self.__dict__
        return {
            name: write(values[name]) if write else values[name]
            for name, default, _, write in self._members()
            if values[name] != default
        }

    @classmethod
    @cache
    def _members(cls) -> tuple[tuple[str, Any, Conversion, Conversion], ...]:
        """Name, default, how it is read and how it is written."""
        return tuple((each.name, each.default, *_conversions(each.type)) for each in fields(cls))


def _conversions(kind: Any) -> tuple[Conversion, Conversion]:
    match kind:
        case GenericAlias(__origin__=origin, __args__=(element, *_)) if origin is tuple:
            read, write = _conversions(element)
            return lambda stored: tuple(map(read, stored)) if read else tuple(stored), (
                lambda values: [*map(write, values)] if write else [*values]
            )
        case type() if issubclass(kind, Value):
            return kind.of, kind.plain
        case UnionType(__args__=kinds) if all(isinstance(each, type) and issubclass(each, Value) for each in kinds):
            by_kind = {each.kind: each for each in kinds}
            return lambda stored: by_kind[stored["kind"]].of(stored), lambda value: value.plain()
        case type() if issubclass(kind, StrEnum):
            return kind, str
    return None, None
