"""Bodies about registering."""

from pydantic import Field

from bytemeburger.customers.rules import Language
from bytemeburger.customers.schemas import Consents, Email, Name
from bytemeburger.schemas import Body


class Register(Body):
    name: Name
    email: Email
    language: Language = "pt-BR"
    consents: Consents = Field(default=[])


class Confirm(Body):
    registration: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}\.[0-9a-f]{32}$", description="As POST /customers answered."
    )
    code: str = Field(pattern=r"^[0-9]{8}$", description="From the e-mail.", examples=["04711815"])
