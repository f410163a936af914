"""What the provider is answered."""

from typing import Literal, TypedDict


class Acknowledgement(TypedDict):
    received: Literal[True]
