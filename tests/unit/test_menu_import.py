"""`make menu`: a file's products come to a store, as PUT /products/{product_id} would save them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bytemeburger.menu import records
from scripts.stage import menu
from scripts.stage.menu_file import MenuError, read_menu
from tests.functions.conftest import shop  # noqa: F401
from tests.functions.shop import change_product

ROOT = Path(__file__).parents[2]
LOCAL = ROOT / "local" / "menu.json"
GUIDE = ROOT / "docs" / "open-a-store.md"

BREAD = {
    "product_id": "pao",
    "category": "side",
    "name": {"pt-BR": "Pão", "en": "Bread"},
    "description": {"pt-BR": "", "en": ""},
    "price": 400,
    "allergens": ["gluten"],
}


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """Write products down, then name the file."""

    def write(*products: dict[str, Any]) -> Path:
        (tmp_path / "menu.json").write_text(json.dumps(products))
        return tmp_path / "menu.json"

    return write


def go(file: Path) -> str | None:
    return menu.import_menu("centro", file, go=True)


def test_what_is_new_is_added_once_and_what_is_not_named_is_left_alone(
    shop: None,  # noqa: F811
    file: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = records.read_menu("centro")
    assert menu.import_menu("centro", file(BREAD), go=False) is None
    assert records.read_menu("centro") == before, "a dry run writes nothing"
    assert "GO=1" in capsys.readouterr().out

    assert go(file(BREAD)) is None
    assert records.read("centro", "pao").price == 400
    assert "left alone: batata-frita, combo-x, guarana, pudim, x-burger" in capsys.readouterr().out
    after = records.read_menu("centro")
    assert go(file(BREAD)) is None
    assert records.read_menu("centro") == after, "a second run changes nothing"
    assert "1 products are as the file has them" in capsys.readouterr().out


def test_a_change_names_what_changes_and_keeps_what_the_file_leaves_out(
    shop: None,  # noqa: F811
    file: Any,
) -> None:
    change_product("x-burger", available=False, image="products/x-burger/a.jpg")
    burger = {"product_id": "x-burger", "price": 2990}
    (change,) = menu.plan("centro", read_menu(file(burger))).changes
    assert (change.kind, list(change.values)) == ("change", ["price"])
    assert str(change).split() == ["change", "x-burger", "29.90", "BRL"]

    assert go(file(burger)) is None
    saved = records.read("centro", "x-burger")
    assert (saved.price, saved.available, saved.image) == (2990, False, "products/x-burger/a.jpg")


def test_what_was_taken_off_the_menu_is_put_back_as_the_file_has_it(shop: None, file: Any) -> None:  # noqa: F811

    change_product("pudim", removed=True, available=False)
    pudding = BREAD | {"product_id": "pudim", "category": "dessert"}
    (change,) = menu.plan("centro", read_menu(file(pudding))).changes
    assert change.kind == "put back"
    go(file(pudding))
    saved = records.read("centro", "pudim")
    assert (saved.removed, saved.available, saved.price) == (False, True, 400)
    assert menu.plan("centro", read_menu(file(pudding))).changes == []


def test_a_product_that_somebody_changed_meanwhile_is_reported_and_the_others_are_saved(
    shop: None,  # noqa: F811
    file: Any,
) -> None:
    wanted = menu.plan("centro", read_menu(file({"product_id": "guarana", "price": 800}, BREAD)))
    change_product("guarana", available=False)
    assert menu.write(wanted.changes) == ["guarana"]
    assert (records.read("centro", "guarana").price, records.read("centro", "pao").price) == (750, 400)


@pytest.mark.parametrize(
    ("product", "fault"),
    [
        ({"product_id": "x-burger", "price": 25.9}, "x-burger: price: Input should be a valid integer"),
        ({"product_id": "x-burger", "price": -1}, "x-burger: price: Input should be greater"),
        ({"product_id": "x-burger", "prize": 1}, "x-burger: prize: Extra inputs"),
        ({"product_id": "pao", "price": 400}, "pao: category: Field required"),
        ({"product_id": "x-burger", "category": "combo"}, "x-burger: Value error, combos have slots"),
        ({"product_id": "não pode"}, "product 2: product_id"),
        ({"price": 100}, "product 2: product_id"),
        ({"product_id": "guarana"}, "guarana: stands twice"),
    ],
)
def test_a_file_with_one_product_that_could_not_be_sold_saves_nothing(
    shop: None,  # noqa: F811
    file: Any,
    product: dict[str, Any],
    fault: str,
) -> None:
    before = records.read_menu("centro")
    with pytest.raises(MenuError) as refused:
        go(file({"product_id": "guarana", "price": 800}, product))
    assert any(line.startswith(fault) for line in refused.value.args), refused.value.args
    assert records.read_menu("centro") == before


def test_all_mistakes_are_reported_at_once(shop: None, file: Any) -> None:  # noqa: F811
    with pytest.raises(MenuError) as refused:
        go(file({"product_id": "x-burger", "price": -1}, {"product_id": "guarana", "category": "soup"}))
    assert [line.split(":")[0] for line in refused.value.args] == ["x-burger", "guarana"]


def test_a_combo_may_stand_before_its_parts_and_may_not_offer_what_is_nowhere(
    shop: None,  # noqa: F811
    file: Any,
) -> None:
    def combo(choice: str) -> dict[str, Any]:
        slot = {"slot_id": "side", "name": BREAD["name"], "choices": [{"product_id": choice}]}
        return BREAD | {"product_id": "combo-pao", "category": "combo", "slots": [slot]}

    changes = menu.plan("centro", read_menu(file(combo("pao"), BREAD))).changes
    assert [change.product.product_id for change in changes] == ["pao", "combo-pao"]
    with pytest.raises(MenuError, match="combo-pao: sopa cannot be chosen in a combo"):
        go(file(combo("sopa"), BREAD))


def test_a_store_that_does_not_exist_is_reported(shop: None, file: Any) -> None:  # noqa: F811
    with pytest.raises(MenuError, match="no store 'norte'"):
        menu.import_menu("norte", file(BREAD), go=True)


def test_yaml_says_the_same_and_its_hours_are_no_numbers(tmp_path: Path) -> None:
    written = tmp_path / "menu.yaml"
    written.write_text(
        """
- product_id: pao
  category: side
  name: {pt-BR: Pão, en: Bread}
  description: {pt-BR: "", en: ""}
  price: 400
  allergens: [gluten]
  hours:
    - {days: [mon, tue], opens: 11:00, closes: 22:00}
"""
    )
    (product,) = read_menu(written).values()
    hours = [{"days": ["mon", "tue"], "opens": "11:00", "closes": "22:00"}]
    assert {"product_id": "pao"} | product == BREAD | {"hours": hours}


@pytest.mark.parametrize("text", ["{", "{}", "[1]", "product_id: x", "", "- [", "\xff"])
@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_what_is_no_list_of_products_is_refused(tmp_path: Path, text: str, suffix: str) -> None:
    written = tmp_path / f"menu{suffix}"
    written.write_bytes(text.encode("latin-1"))
    with pytest.raises(MenuError):
        read_menu(written)
    with pytest.raises(MenuError):
        read_menu(tmp_path / "nowhere.json")


def test_the_menu_of_the_local_system_is_such_a_file(shop: None) -> None:  # noqa: F811

    assert go(LOCAL) is None
    assert {each["product_id"] for each in json.loads(LOCAL.read_text())} <= {
        each["product_id"] for each in records.read_menu("centro")[1]
    }
    assert menu.plan("centro", read_menu(LOCAL)).changes == []


def test_the_menu_in_the_owners_guide_is_one(shop: None, tmp_path: Path) -> None:  # noqa: F811
    sample = re.search(r"^```yaml menu.yaml\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    assert sample
    (tmp_path / "menu.yaml").write_text(sample[1])
    assert go(tmp_path / "menu.yaml") is None
    combo = records.read("centro", "combo-x-salada")
    assert (combo.price, [slot["choices"][0]["product_id"] for slot in combo.slots]) == (2890, ["x-salada", "guarana"])
