"""Bodies about registering."""

from pydantic import BaseModel, ConfigDict, Field

from bytemeburger.customers.rules import Language
from bytemeburger.customers.schemas import Consents, Email, Name


class Register(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    email: Email
    language: Language = "pt-BR"
    consents: Consents = []


class Confirm(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    registration: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}\.[0-9a-f]{32}$", description="As POST /customers answered."
    )
    code: str = Field(pattern=r"^[0-9]{8}$", description="From the e-mail.", examples=["04711815"])
