"""Bodies about products, as a manager writes them. Money in centavos."""

from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from bytemeburger.hours.schemas import OpenHours
from bytemeburger.menu.rules import MAX_IMAGE_BYTES, Category, ImageType
from bytemeburger.schemas import Body, HumanText, Identifier, Prose, unique

Centavos = Annotated[int, Field(ge=0, le=1_000_000)]
MAX_MAKE_SECONDS = 3600
MakeSeconds = Annotated[int, Field(ge=1, le=MAX_MAKE_SECONDS)]


class Texts(Body):
    """One text per language of the kiosk."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    pt: Annotated[HumanText, Field(max_length=200)] = Field(alias="pt-BR")
    en: Annotated[HumanText, Field(max_length=200)]


class Description(Body):
    """As Texts, longer, and it may be empty."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    pt: Annotated[Prose, Field(max_length=1000)] = Field(alias="pt-BR")
    en: Annotated[Prose, Field(max_length=1000)]


Allergens = Annotated[
    list[Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]], Field(max_length=30), AfterValidator(unique)
]


class OptionBody(Body):
    option_id: Identifier
    name: Texts
    price: Centavos = Field(default=0, description="Extra, per unit.")
    default: bool = Field(default=False, description="Chosen when the customer says nothing.")
    available: bool = True
    allergens: Allergens = Field(default=[], description="What it adds to those of the product.")
    make_seconds: MakeSeconds | None = Field(
        default=None, description="How much longer the station takes for a unit with it; null: no longer."
    )


class OptionGroupBody(Body):
    """Of these options a customer takes `min` to `max`."""

    group_id: Identifier
    name: Texts
    min: int = Field(default=0, ge=0, le=20)
    max: int = Field(default=1, ge=1, le=20)
    options: list[OptionBody] = Field(min_length=1, max_length=30)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if not self.min <= self.max <= len(self.options):
            raise ValueError("min, max and the number of options do not fit each other")
        if sum(option.default for option in self.options) > self.max:
            raise ValueError("more defaults than may be chosen")
        return self


class ChoiceBody(Body):
    product_id: Identifier
    price: Centavos = Field(default=0, description="Extra, on top of the combo's price.")


class SlotBody(Body):
    """Of these products a customer takes one."""

    slot_id: Identifier
    name: Texts
    choices: list[ChoiceBody] = Field(min_length=1, max_length=30)


class SaveProduct(Body):
    category: Category
    name: Texts
    description: Description
    price: Centavos
    allergens: Allergens = Field(description="A combo's own: its parts' are worked out.")
    image: str | None = Field(
        default=None,
        pattern=r"^products/[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_-]{1,64}\.(jpg|png|webp)$",
        description="As answered by POST /products/{product_id}/image.",
    )
    option_groups: list[OptionGroupBody] = Field(default=[], max_length=10)
    slots: list[SlotBody] = Field(default=[], max_length=6)
    hours: list[OpenHours] = Field(default=[], max_length=21, description="When it is sold; none: always.")
    available: bool = True
    make_seconds: MakeSeconds | None = Field(
        default=None,
        description="How long its station takes for a unit; null: it is at hand. Of a combo its parts' count.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        options = [option for group in self.option_groups for option in group.options]
        unique([option.option_id for option in options])
        unique([group.group_id for group in self.option_groups])
        unique([slot.slot_id for slot in self.slots])
        for slot in self.slots:
            unique([choice.product_id for choice in slot.choices])
        if (self.category == "combo") != bool(self.slots):
            raise ValueError("combos have slots, other products have none")
        if self.category == "combo" and any(
            each is not None for each in (self.make_seconds, *(option.make_seconds for option in options))
        ):
            raise ValueError("of a combo its parts take their time")
        return self


class Arrange(Body):
    """Within each category; products that are not named come last, by price."""

    product_ids: Annotated[list[Identifier], Field(max_length=500), AfterValidator(unique)]


class Availability(Body):
    available: bool


class StockCount(Body):
    """Null: not counted any more."""

    units: Annotated[int, Field(ge=0, le=1_000_000)] | None
    low_at: int = Field(
        default=0, ge=0, le=1_000_000, description="StockLow is published when the stock falls to this number."
    )


class NewImage(Body):
    content_type: ImageType
    bytes: int = Field(ge=1, le=MAX_IMAGE_BYTES)
