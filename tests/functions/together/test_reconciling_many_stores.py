"""Stores are reconciled apart and at once: nobody waits for another store's provider."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import table, telemetry
from bytemeburger.menu import records as menu
from bytemeburger.orders import records
from bytemeburger.payments import providers as payment_providers
from bytemeburger.payments import time_budget
from bytemeburger.payments.gateway import ProviderUnavailable
from bytemeburger.payments.settlement import request_payment
from bytemeburger.stores import records as settings
from functions.reconcile_payments import app
from functions.reconcile_payments.app import handler
from tests.conftest import Context
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Place


@pytest.fixture
def reconcile(event: Any, shop: None) -> Any:
    """Run the reconciler some minutes from now."""

    def run(minutes: int = 16, context: Any = None) -> dict[str, int]:
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            return dict(handler(event("reconcile_payments"), context or Context()))

    return run


@pytest.fixture(autouse=True)
def rested() -> None:
    """No provider has asked an earlier test for peace."""

    time_budget._paused_until.clear()


class Providers:
    """One provider per store; `timeouts` holds how long each call of the reconciler's may wait, by store."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.of: dict[str, Provider] = {"centro": Provider(), "norte": Provider()}
        self.timeouts: dict[str, list[float]] = {"centro": [], "norte": []}
        monkeypatch.setattr(payment_providers, "gateway", self._gateway)

    def _gateway(self, store: str, seconds: float = 8.0) -> Provider:
        self.timeouts[store].append(seconds)
        return self.of[store]


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> Providers:
    return Providers(monkeypatch)


@pytest.fixture
def stores(shop: None, place: Place, providers: Providers) -> Any:
    """Orders with a QR code in both stores; answers their ids by store."""

    norte = settings.new("norte")
    norte.name, norte.time_zone = "Norte", "America/Manaus"
    table.save(norte)
    product = menu.new("norte", "pudim")
    product.category, product.price, product.allergens = "dessert", 990, []
    product.name = product.description = {"pt-BR": "Pudim", "en": "Pudding"}
    table.save(product)

    def make(**many: int) -> dict[str, list[str]]:
        placed = {
            store: [
                place(store=store, lines=[{"product_id": "pudim", "quantity": 1}])["order_id"] for _ in range(number)
            ]
            for store, number in many.items()
        }
        for store, orders in placed.items():
            for order_id in orders:
                request_payment(records.read(order_id), providers.of[store])
        return placed

    return make


def statuses(order_ids: list[str]) -> set[str]:
    return {records.read(order_id).status for order_id in order_ids}


def test_a_provider_is_asked_about_several_orders_at_once(
    stores: Any, providers: Providers, reconcile: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four calls meet; one after the other, each would wait for the others for ever."""
    placed = stores(centro=8)
    meeting, cancel = threading.Barrier(4), providers.of["centro"].cancel

    def meet(number: str) -> Any:
        meeting.wait(timeout=20)
        return cancel(number)

    monkeypatch.setattr(providers.of["centro"], "cancel", meet)
    assert reconcile() == {"tried": 8, "failed": 0}
    assert statuses(placed["centro"]) == {"EXPIRED"}


def test_a_store_whose_provider_asks_for_peace_costs_another_nothing(
    stores: Any, providers: Providers, reconcile: Any
) -> None:
    placed = stores(centro=9, norte=9)
    providers.of["norte"].failing = ProviderUnavailable("HTTP 429", 60)
    assert reconcile() == {"tried": 18, "failed": 9}
    assert statuses(placed["centro"]) == {"EXPIRED"}
    assert set(providers.timeouts["centro"]) == {8.0}, "its time budget is its own"
    assert providers.timeouts["norte"][-1] == 0, "no call before the time that the provider named"


def test_the_peace_lasts_as_long_as_the_provider_asked_and_no_longer(
    stores: Any, providers: Providers, reconcile: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores(norte=1)
    now = time.monotonic()
    providers.of["norte"].failing = ProviderUnavailable("HTTP 429", 90)
    reconcile()
    providers.of["norte"].failing = ProviderUnavailable("silent")
    for later, allowed in ((60, 0), (89, 0), (91, 8.0)):
        monkeypatch.setattr(time_budget, "monotonic", lambda later=later: now + later)
        providers.timeouts["norte"].clear()
        reconcile()
        assert providers.timeouts["norte"][0] == allowed, later


def test_each_store_has_its_turn_before_any_has_its_second(
    stores: Any, providers: Providers, reconcile: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "AT_ONCE", 1)
    stores(centro=6, norte=2)
    stores_called: list[str] = []

    def gateway(store: str, seconds: float) -> Provider:
        stores_called.append(store)
        return providers._gateway(store, seconds)

    monkeypatch.setattr("bytemeburger.payments.providers.gateway", gateway)
    reconcile()
    assert sorted(stores_called[:2]) == sorted(stores_called[2:4]) == ["centro", "norte"]


def test_how_long_the_oldest_order_waits_is_measured(
    stores: Any, providers: Providers, reconcile: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def oldest_due() -> float:
        lines = [line for line in capsys.readouterr().out.splitlines() if "OldestDueSeconds" in line]
        (figure,) = json.loads(lines[-1])["OldestDueSeconds"]
        return float(figure)

    reconcile()
    assert oldest_due() == 0
    stores(centro=2)
    reconcile(14)
    assert oldest_due() == 0
    providers.of["centro"].failing = ProviderUnavailable("silent")
    reconcile(25)
    assert oldest_due() == pytest.approx(600, abs=30)


def test_what_is_counted_at_once_is_all_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(16) as workers:
        list(workers.map(lambda _: telemetry.count("RefundOwed"), range(1050)))
    telemetry.metrics.flush_metrics()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "RefundOwed" in line]
    assert sum(sum(line["RefundOwed"]) for line in lines) == 1050
