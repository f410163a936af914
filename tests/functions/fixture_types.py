"""What the fixtures of conftest.py are, to the tests that take them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bytemeburger.orders.records import Order

type Answer = tuple[int, Any]
"""Status and body."""

type CheckOut = Callable[[str], str]
type OfAna = Callable[..., Order]
type Paid = Callable[..., str]
type Place = Callable[..., dict[str, Any]]


class Call(Protocol):
    """`parts` are those of the sample event that are replaced."""

    def __call__(
        self, name: str, *, body: Any = ..., headers: Mapping[str, str | None] | None = None, **parts: Any
    ) -> Answer: ...


class On(Protocol):
    def __call__(self, name: str, order_id: str, *, line: str | None = None, **parts: Any) -> Answer: ...
