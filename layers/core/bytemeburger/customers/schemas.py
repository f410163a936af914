"""Bodies about customers."""

from pydantic import BaseModel, ConfigDict, Field


class Identify(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    cpf: str | None = Field(default=None, max_length=20, examples=["529.982.247-25"])
