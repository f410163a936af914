"""How long the reconciler waits for each store's payment provider.

Each timeout halves the wait for the store's next order, so that work which needs no answer is still done. A
`Retry-After` is respected by later runs too. Budgets are per store: one provider's outage costs other stores nothing.
"""

from collections import defaultdict
from threading import Lock
from time import monotonic

from bytemeburger.payments import providers
from bytemeburger.payments.gateway import PaymentGateway, ProviderUnavailable
from bytemeburger.payments.mercadopago import BUDGET_SECONDS

_paused_until: dict[str, float] = {}
"""By store, on the clock of this process: it outlives a run, as the process does."""


class TimeBudget:
    """Of one run, for all stores; safe to share between threads."""

    def __init__(self) -> None:
        self._seconds = defaultdict[str, float](lambda: BUDGET_SECONDS)
        self._lock = Lock()

    def gateway(self, store: str) -> PaymentGateway:
        """The store's gateway, for as long as it is still waited for; without any time it answers
        ProviderUnavailable."""
        paused = monotonic() < _paused_until.get(store, 0)
        return providers.gateway(store, 0 if paused else self._seconds[store])

    def record_silence(self, store: str, silence: ProviderUnavailable) -> None:
        """The provider did not answer, or answered with `Retry-After`."""
        with self._lock:
            self._seconds[store] /= 2
        if silence.retry_after is not None:
            _paused_until[store] = monotonic() + silence.retry_after
