"""A process that dies before or after any of its calls to AWS or to the payment provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from bytemeburger.payments.gateway import ProviderOrder
from tests.aws_gates import Ask
from tests.fake_gateway import Provider

NO_CRASH = (10**9, False)


class Crash(BaseException):
    """The process dies here; nothing may catch it."""


class Boundaries:
    """Every call that leaves the process, counted; one of them may be the last, before or after it worked."""

    def __init__(self) -> None:
        self.calls_left: int | None = None
        self.after = False

    def cross[T](self, call: Callable[[], T]) -> T:
        if self.calls_left is None:
            return call()
        self.calls_left -= 1
        if self.calls_left < 0 or (self.calls_left == 0 and not self.after):  # dead, and all its threads with it
            raise Crash
        answer = call()
        if self.calls_left == 0:
            raise Crash
        return answer

    def crossing(self, _service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        """The gate each call of which crosses."""
        return self.cross(lambda: ask(operation, parameters))

    @contextmanager
    def crashing(self, crash_point: tuple[int, bool] = NO_CRASH) -> Iterator[None]:
        """Die at the given call of the block, if it gets that far."""
        self.calls_left, self.after = crash_point
        try:
            with suppress(Crash):
                yield
        finally:
            self.calls_left = None


class UnreliableProvider(Provider):
    """Each of its calls crosses a boundary."""

    def __init__(self, boundaries: Boundaries):
        super().__init__()
        self.boundaries = boundaries

    def create(self, **order: Any) -> ProviderOrder:
        return self.boundaries.cross(lambda: Provider.create(self, **order))

    def get(self, provider_order_id: str) -> ProviderOrder:
        return self.boundaries.cross(lambda: Provider.get(self, provider_order_id))

    def cancel(self, provider_order_id: str) -> ProviderOrder:
        return self.boundaries.cross(lambda: Provider.cancel(self, provider_order_id))

    def refund(self, provider_order_id: str, attempt: int = 1) -> ProviderOrder:
        return self.boundaries.cross(lambda: Provider.refund(self, provider_order_id, attempt))
