from typing import Any

import pytest

from tests.functions.fixture_types import Call


def test_hours_and_pix_are_saved(call: Call, shop: None) -> None:
    status, store = call("save_store_settings")
    assert status == 200
    assert store["hours"][0]["closes"] == "24:00"
    assert store["alert_email"] == "loja@example.com"
    assert call("get_store_settings")[1] == store


def test_the_emergency_stop_stays_as_it_is(call: Call, shop: None) -> None:
    call("pause_ordering")
    assert not call("save_store_settings")[1]["accepts_orders"]


def test_of_two_managers_the_slower_is_refused(call: Call, shop: None) -> None:
    assert call("save_store_settings", headers={"If-Match": '"1"'})[0] == 200
    assert call("save_store_settings", headers={"If-Match": '"1"'})[0] == 412


def test_without_the_version_that_was_read_nothing_is_saved(call: Call, shop: None) -> None:
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
        {"wait_limits": {"warning_minutes": 0, "late_minutes": 5}},
        {"wait_limits": {"warning_minutes": 5, "late_minutes": 5}},
        {"wait_limits": {"warning_minutes": 5, "late_minutes": 241}},
        {"wait_limits": {"warning_minutes": 5}},
    ],
)
def test_settings_that_cannot_be_are_refused(call: Call, shop: None, change: Any) -> None:
    assert call("save_store_settings", body={"name": "Centro", "hours": []} | change)[0] == 422


@pytest.mark.parametrize(
    "key",
    [
        "52998224725",
        "11222333000181",
        "12ABC34501DE35",
        "+5511987654321",
        "+551132654321",
        "loja@bytemeburger.com.br",
        "123e4567-e89b-12d3-a456-426614174000",
    ],
)
def test_a_pix_key_in_a_form_of_the_dict_is_saved(call: Call, shop: None, key: str) -> None:
    status, store = call("save_store_settings", body=settings(key))
    assert (status, store["pix"]["key"]) == (200, key)


@pytest.mark.parametrize(
    "key",
    [
        "529.982.247-25",
        "52998224726",
        "11111111111",
        "11.222.333/0001-81",
        "11222333000182",
        "12abc34501de35",
        "12ABC34501DE36",
        "12ABC34501DEA5",
        "00000000000000",
        "11987654321",
        "5511987654321",
        "+5511 98765-4321",
        "+5501987654321",
        "+551198765432",
        "+15551234567",
        "chave@@",
        "chave",
        "a@b",
        "Loja@bytemeburger.com.br",
        "a" * 64 + "@bytemeburger.com",
        "123E4567-E89B-12D3-A456-426614174000",
        "123e4567e89b12d3a456426614174000",
        "{123e4567-e89b-12d3-a456-426614174000}",
        " 52998224725",
        "52998224725\n",
        "\uff15\uff1298224725",
        "",
    ],
)
def test_any_other_pix_key_is_refused_with_its_place_and_without_the_key(call: Call, shop: None, key: str) -> None:
    status, problem = call("save_store_settings", body=settings(key))
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, ["/pix/key"])
    assert not key.strip() or key.strip() not in str(problem)
    assert call("get_store_settings")[1]["pix"] is None


@pytest.mark.parametrize("part", ["name", "city"])
def test_a_name_of_which_a_bank_could_show_nothing_is_refused(call: Call, shop: None, part: str) -> None:
    body = settings("52998224725")
    body["pix"][part] = "\u6771\u4eac"
    status, problem = call("save_store_settings", body=body)
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [f"/pix/{part}"])


def settings(key: str) -> dict[str, Any]:
    return {"name": "Centro", "hours": [], "pix": {"key": key, "name": "Lanchonete", "city": "São Paulo"}}


def test_what_is_left_out_is_none(call: Call, shop: None) -> None:
    store = call("save_store_settings", body={"name": "Centro", "hours": []})[1]
    assert (store["pix"], store["alert_email"], store["hours"]) == (None, None, [])


def test_how_long_an_order_may_wait_is_the_stores_to_say(call: Call, shop: None) -> None:
    assert call("get_store_settings")[1]["wait_limits"] == {"warning_minutes": 8, "late_minutes": 15}
    own = {"warning_minutes": 4, "late_minutes": 10}
    assert call("save_store_settings", body={"name": "Centro", "hours": [], "wait_limits": own})[0] == 200
    assert call("get_store_settings")[1]["wait_limits"] == own
