from typing import Any

import pytest


def test_hours_and_pix_are_saved(call: Any, shop: None) -> None:
    status, store = call("save_store_settings")
    assert status == 200
    assert store["hours"][0]["closes"] == "24:00"
    assert store["alert_email"] == "loja@example.com"
    assert call("get_store_settings")[1] == store


def test_the_emergency_stop_stays_as_it_is(call: Any, shop: None) -> None:
    call("switch_orders")
    assert not call("save_store_settings")[1]["accepts_orders"]


def test_of_two_managers_the_slower_is_told(call: Any, shop: None) -> None:
    assert call("save_store_settings", headers={"If-Match": '"1"'})[0] == 200
    assert call("save_store_settings", headers={"If-Match": '"1"'})[0] == 412


def test_without_the_version_that_was_read_nothing_is_saved(call: Any, shop: None) -> None:
    assert call("save_store_settings", headers={"If-Match": None})[0] == 428
    assert call("get_store_settings")[1]["version"] == 1


@pytest.mark.parametrize(
    "change",
    [
        {"hours": [{"days": [], "opens": "10:00", "closes": "11:00"}]},
        {"hours": [{"days": ["feriado"], "opens": "10:00", "closes": "11:00"}]},
        {"hours": [{"days": ["mon"], "opens": "10h", "closes": "11:00"}]},
        {"name": ""},
        {"pix": {"key": "with space", "name": "A", "city": "B"}},
        {"time_zone": "Europe/Paris"},
        {"alert_email": "loja"},
        {"alert_email": "loja@example.com, outra@example.com"},
    ],
)
def test_settings_that_cannot_be_are_refused(call: Any, shop: None, change: Any) -> None:
    assert call("save_store_settings", body={"name": "Centro", "hours": []} | change)[0] == 422
