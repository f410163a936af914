"""What the values of answers and events look like.

The keywords are read when documents are generated (`scripts/documents/json_schemas.py`) and cost nothing at run time:
an alias is evaluated lazily.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypedDict

IDENTIFIER = "[A-Za-z0-9_-]{1,64}"


class Format:
    """JSON Schema keywords beside those that follow from a Python type."""

    def __init__(self, **keywords: Any):
        self._keywords = keywords

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return handler(core) | self._keywords


type Identifier = Annotated[str, Format(pattern=f"^{IDENTIFIER}$")]
type Centavos = Annotated[int, Format(minimum=0, description="Centavos of BRL.")]
type Count = Annotated[int, Format(minimum=0)]
type Seconds = Annotated[int, Format(minimum=0, description="Seconds.")]
type Time = Annotated[str, Format(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$", description="UTC.")]
type BusinessDay = Annotated[str, Format(format="date", description="The store's local date.")]
type PickupNumber = Annotated[int, Format(minimum=1, description="The pick-up number of the store's day.")]
type Version = Annotated[int, Format(minimum=1, description="For If-Match; who sees a lower one later ignores it.")]
type Cursor = Annotated[str, Format(description="Asks for the next page.")]

Translations = TypedDict("Translations", {"pt-BR": str, "en": str})
"""One text per language of the kiosk."""
