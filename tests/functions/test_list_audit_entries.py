from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.audit import records
from bytemeburger.audit.rules import About, differences
from bytemeburger.errors import Unavailable
from bytemeburger.menu import records as menu
from bytemeburger.stores import records as stores
from tests.functions.fixture_types import Call, Place
from tests.functions.people import dump_table
from tests.functions.shop import open_store, set_stock

BY = "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"


@pytest.fixture
def trail(call: Call) -> Any:
    def ask(**query: str) -> list[dict[str, Any]]:
        status, answer = call("list_audit_entries", queryStringParameters=query or None)
        assert status == 200, answer
        return list(answer["entries"])

    return ask


def save(call: Call, product_id: str = "x-burger", **changes: Any) -> int:
    """Save a product as it is but for these members."""
    product = menu.read("centro", product_id)
    members = "category", "name", "description", "price", "allergens", "image", "option_groups", "slots", "hours"
    body = {name: getattr(product, name) for name in members} | {"available": product.available} | changes
    path = {"product_id": product_id}
    status, answer = call("save_product", pathParameters=path, body=body, headers={"If-Match": f'"{product.version}"'})
    assert status == 200, answer
    return int(answer["version"])


def test_a_price_that_was_changed_with_its_old_and_new_value_and_by_whom(call: Call, trail: Any, shop: None) -> None:
    save(call, price=2990)
    (entry,) = trail()
    assert (entry["by"], entry["about"], entry["subject"]) == (BY, "product", "x-burger")
    assert entry["changes"] == [{"path": "/price", "old": 2590, "new": 2990}]
    assert entry["at"].endswith("Z")


def test_what_was_saved_as_it_was_is_no_change(call: Call, trail: Any, shop: None) -> None:
    save(call)
    assert trail() == []


def test_options_are_listed_by_their_ids(call: Call, trail: Any, shop: None) -> None:
    def group(*prices: tuple[str, int]) -> list[dict[str, Any]]:
        options = [{"option_id": name, "name": {"pt-BR": name, "en": name}, "price": price} for name, price in prices]
        return [{"group_id": "extras", "name": {"pt-BR": "Extras", "en": "Extras"}, "max": 2, "options": options}]

    save(call, option_groups=group(("bacon", 500), ("cheese", 300), ("egg", 200)))
    save(call, option_groups=group(("cheese", 300), ("bacon", 600)))
    changes = {each["path"]: (each["old"], each["new"]) for each in trail()[0]["changes"]}
    assert changes["/option_groups/extras/options/bacon/price"] == (500, 600)
    assert changes["/option_groups/extras/options"] == (["bacon", "cheese"], ["cheese", "bacon"])
    assert changes["/option_groups/extras/options/egg"][1] is None
    assert len(changes) == 3


def test_stock_availability_stop_and_removal(call: Call, trail: Any, place: Place) -> None:
    call("set_stock", body={"units": 10, "low_at": 2})
    place(lines=[{"product_id": "x-burger", "quantity": 3}])
    call("set_stock", body={"units": 8, "low_at": 2})
    call("set_stock", body={"units": None})
    for available in (False, False, True):
        call("set_availability", pathParameters={"product_id": "pudim"}, body={"available": available})
    for accepts in (False, False):
        call("pause_ordering", body={"accepts_orders": accepts})
    call("remove_product", pathParameters={"product_id": "guarana"}, headers={"If-Match": None})
    entries = [(each["about"], each["subject"], _plain(each)) for each in reversed(trail())]
    assert entries == [
        ("stock", "x-burger", {"/units": (None, 10), "/low_at": (None, 2)}),
        ("stock", "x-burger", {"/units": (10, 8)}),
        ("stock", "x-burger", {"/units": (8, None), "/low_at": (2, None)}),
        ("availability", "pudim", {"/available": (True, False)}),
        ("availability", "pudim", {"/available": (False, True)}),
        ("ordering", None, {"/accepts_orders": (True, False)}),
        ("product", "guarana", {"/removed": (False, True)}),
    ]


def test_hours_and_the_pix_without_a_persons_key(call: Call, trail: Any, shop: None, event: Any) -> None:
    version = stores.read("centro").version
    body = {
        "name": "Centro",
        "hours": [{"days": ["mon"], "opens": "11:00", "closes": "22:00"}],
        "pix": {"key": "52998224725", "name": "LANCHONETE", "city": "SAO PAULO"},
        "alert_email": "dona.maria@example.com",
    }
    assert call("save_store_settings", body=body, headers={"If-Match": f'"{version}"'})[0] == 200
    (entry,) = trail(about="settings")
    changes = _plain(entry)
    assert changes["/hours"] == ([], body["hours"])
    assert changes["/pix"][1]["key"] == "…4725"
    assert changes["/alert_email"] == (None, "….com")
    assert "52998224725" not in str(entry)
    assert "maria" not in str(entry)


def test_there_is_no_change_without_its_entry(call: Call, shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    transact = table.transact

    def refuse(actions: Any) -> None:
        assert any("AUDIT" in str(each) for each in actions)
        raise Unavailable("busy")

    monkeypatch.setattr(table, "transact", refuse)
    assert call("set_availability", pathParameters={"product_id": "pudim"}, body={"available": False})[0] == 503
    assert call("pause_ordering", body={"accepts_orders": False})[0] == 503
    monkeypatch.setattr(table, "transact", transact)
    assert menu.read("centro", "pudim").available
    assert stores.read("centro").accepts_orders


def test_of_one_product_page_by_page_and_of_ones_own_store(call: Call, trail: Any, shop: None) -> None:
    open_store("norte")
    for price in (1, 2, 3):
        save(call, price=price)
        save(call, "pudim", price=price)
    assert [_plain(each)["/price"][1] for each in trail(subject="pudim")] == [3, 2, 1]
    status, page = call("list_audit_entries", queryStringParameters={"limit": "4"})
    next_page = call("list_audit_entries", queryStringParameters={"limit": "4", "cursor": page["cursor"]})[1]
    assert (status, len(page["entries"]), len(next_page["entries"]), next_page["cursor"]) == (200, 4, 2, None)
    assert call("list_audit_entries", claims={"custom:store": "norte"})[1]["entries"] == []
    assert call("list_audit_entries", claims={"cognito:groups": "kitchen"})[0] == 403
    for query in ({"limit": "41"}, {"about": "price"}, {"cursor": "0.x"}):
        assert call("list_audit_entries", queryStringParameters=query)[0] == 400


def test_the_longest_list_of_changes_is_cut_off(call: Call, trail: Any, shop: None) -> None:
    names = [f"n{number}" for number in range(120)]
    changed = differences(dict.fromkeys(names, 1), dict.fromkeys(names, 2))
    table.transact(records.record_changes("centro", BY, About.SETTINGS, changed))
    (entry,) = trail()
    assert (len(entry["changes"]), entry["left_out"]) == (100, 20)


def test_the_trail_names_staff_by_their_id_alone(call: Call, shop: None) -> None:
    set_stock("x-burger", 3)
    save(call, price=1)
    stored = dump_table()
    assert BY in stored
    assert "manager" not in stored


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {each["path"]: (each["old"], each["new"]) for each in entry["changes"]}


def test_where_the_money_goes_does_not_change_unseen_because_two_addresses_end_alike(
    call: Call, trail: Any, shop: None
) -> None:
    def store(address: str, **more: Any) -> None:
        version = {"If-Match": f'"{stores.read("centro").version}"'}
        pix = {"key": address, "name": "Loja", "city": "Recife"}
        body = {"name": "Centro", "hours": [], "pix": pix, "alert_email": address} | more
        assert call("save_store_settings", body=body, headers=version)[0] == 200

    store("ana@example.com")
    store("eve@example.com")
    changes = {each["path"]: (each["old"], each["new"]) for each in trail()[0]["changes"]}
    assert changes == {"/pix/key": ("….com", "….com"), "/alert_email": ("….com", "….com")}
    store("eve@example.com", pix=None)
    assert trail()[0]["changes"][0]["old"] == {"key": "….com", "name": "Loja", "city": "Recife"}
    assert "eve@" not in str(trail())
