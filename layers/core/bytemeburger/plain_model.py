"""A PynamoDB model that is read, written and put into plain form attribute by attribute: docs/decisions/client.md."""

from functools import cache
from typing import Any, Self

from pynamodb.attributes import Attribute
from pynamodb.constants import NULL
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

from bytemeburger.attributes import plain
from bytemeburger.item_attributes import PlainAttribute


class PlainModel(Model):
    """Has neither map attributes of PynamoDB's nor discriminators."""

    def serialize(self, null_check: bool = True) -> dict[str, Any]:
        """As PynamoDB does, which looks up each value through five calls: a tenth of a change."""
        image = {}
        for name, stored_name, attribute in self._stored_names():
            value = self.attribute_values.get(name)
            stored = attribute.serialize(value) if value is not None else None
            if stored is not None:
                image[stored_name] = {attribute.attr_type: stored}
            elif null_check and not attribute.null:
                raise AttributeNullError(name)
        return image

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """As PynamoDB does, which sets each value through three calls, and the defaults twice."""
        item = cls(_user_instantiated=False)
        for name, stored_name, attribute in cls._stored_names():
            stored = data.get(stored_name)
            if stored and NULL not in stored:
                item.attribute_values[name] = attribute.deserialize(attribute.get_value(stored))
        return item

    def plain(self) -> dict[str, Any]:
        """The item as it is stored, in plain values."""
        image = {}
        for name, stored_name, attribute in self._stored_names():
            value = self.attribute_values.get(name)
            if value is None:
                continue
            if isinstance(attribute, PlainAttribute):
                stored = attribute.plain(value)
            else:
                stored = plain({attribute.attr_type: attribute.serialize(value)})
            if stored is not None:
                image[stored_name] = stored
        return image

    @classmethod
    @cache
    def _stored_names(cls) -> tuple[tuple[str, str, Attribute[Any]], ...]:
        """Of each attribute: its name, that in the table, and itself."""
        return tuple((name, each.attr_name, each) for name, each in cls.get_attributes().items())
