"""PynamoDB attributes beside its own: integers, plain maps and lists, and values."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import Attribute
from pynamodb.constants import LIST, MAP, NUMBER

from bytemeburger.attributes import plain, plain_item, typed

if TYPE_CHECKING:
    from bytemeburger.values import Value


class PlainAttribute[T](Attribute[T]):
    """An attribute whose values have a plain form, which is stored."""

    def plain(self, value: T) -> Any:
        """The plain form; None where nothing is stored."""
        return value

    def serialize(self, value: T) -> Any:
        stored = self.plain(value)
        return None if stored is None else typed(stored)[self.attr_type]


class IntegerAttribute(PlainAttribute[int]):
    """An integer: centavos, seconds, a number of things."""

    attr_type = NUMBER

    def deserialize(self, value: Any) -> int:
        return int(value)


class PlainMapAttribute(PlainAttribute[dict[str, Any]]):
    """A map of plain values."""

    attr_type = MAP

    def deserialize(self, value: Any) -> dict[str, Any]:
        return plain_item(value)


class PlainListAttribute(PlainAttribute[list[Any]]):
    """A list of plain values."""

    attr_type = LIST

    def deserialize(self, value: Any) -> list[Any]:
        return [plain(each) for each in value]


class ValueAttribute[V: Value](PlainAttribute[V]):
    """A value, which `of` makes of what is stored; None where that is nothing any more."""

    attr_type = MAP

    def __init__(self, of: Callable[[dict[str, Any]], V | None], **options: Any):
        super().__init__(**options)
        self._of = of

    def plain(self, value: V) -> dict[str, Any]:
        return value.plain()

    def deserialize(self, value: Any) -> V | None:
        return self._of(plain_item(value))


class ValueListAttribute[V: Value](PlainAttribute[list[V]]):
    """Values, each of which `of` makes of what is stored. Nothing is stored of none."""

    attr_type = LIST

    def __init__(self, of: Callable[[dict[str, Any]], V], attr_name: str | None = None):
        super().__init__(attr_name=attr_name, null=True, default=list)
        self._of = of

    def plain(self, value: list[V]) -> list[dict[str, Any]] | None:
        return [each.plain() for each in value] or None

    def deserialize(self, value: Any) -> list[V]:
        return [self._of(plain(each)) for each in value]
