"""What a body is, and types that several features' bodies use."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bytemeburger.human_text import human_text, prose


class Body(BaseModel):
    """Of a request. Its validator is built when it is first asked for: a function takes one of a module's bodies, and
    each costs a start some 1 %."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

# Bound these in `Annotated`, not in a field's default: then it is the text that is kept whose length counts.
HumanText = Annotated[str, Field(min_length=1), AfterValidator(human_text)]
Prose = Annotated[str, AfterValidator(prose)]
Note = Annotated[Prose, AfterValidator(human_text)]
"""What may be typed in several lines, and says something."""


def unique(values: list[Any]) -> list[Any]:
    """Raises ValueError for a list with duplicates."""
    if len(set(values)) < len(values):
        raise ValueError("something stands twice")
    return values
