"""Bodies about mailings."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from bytemeburger.human_text import human_text, prose
from bytemeburger.mailings.model import MailingState
from bytemeburger.menu.rules import Category
from bytemeburger.schemas import Body, HumanText, Identifier, unique

Days = Annotated[int, Field(ge=1, le=730)]


def _lines(text: str) -> str:
    human_text(prose(text))
    return "\n".join(prose(line) for line in text.splitlines()).strip("\n")


class AudienceChoice(Body):
    """Always of those who agree to marketing and have ordered in this store."""

    ordered_within: Days | None = Field(default=None, description="Days since their last order at most.")
    not_ordered_within: Days | None = Field(default=None, description="Their last order is longer ago, in days.")
    products: Annotated[list[Identifier], Field(max_length=10), AfterValidator(unique)] = Field(
        default=[], description="Who bought one of these, or of the categories, in two of their last 20 orders."
    )
    categories: Annotated[list[Category], Field(max_length=5), AfterValidator(unique)] = Field(default=[])

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.ordered_within and self.not_ordered_within and self.ordered_within <= self.not_ordered_within:
            raise ValueError("nobody ordered within fewer days than they have not ordered in")
        return self


class MailMessage(Body):
    subject: Annotated[HumanText, Field(max_length=120)]
    text: Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(_lines)]


class MailMessages(Body):
    """One per language of the customers."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    pt: MailMessage = Field(alias="pt-BR")
    en: MailMessage


class NewMailing(Body):
    audience: AudienceChoice = AudienceChoice()
    messages: MailMessages


class MailingStateChange(Body):
    """STOPPED is final."""

    state: Literal[MailingState.SENDING, MailingState.STOPPED]
