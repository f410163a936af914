"""What every record leans on: one conditional write, one transaction, one page of a list."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import AttributeNullError

from bytemeburger import table
from bytemeburger.errors import Malformed, Unavailable
from bytemeburger.menu import records as menu
from bytemeburger.stores import records as stores
from tests.aws_gates import Ask, guard

pytestmark = pytest.mark.usefixtures("aws")


def product(product_id: str = "pudim", price: int = 990) -> menu.Product:
    record = menu.new("centro", product_id)
    record.category, record.price, record.allergens = "dessert", price, []
    record.name = record.description = {"pt-BR": "Pudim", "en": "Flan"}
    return record


def raised(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "any")


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[..., Any]], None]:
    """Let an operation of the table's client do something else."""

    def replace(operation: str, does: Callable[..., Any]) -> None:
        def gate(_service: str, called: str, parameters: dict[str, Any], ask: Ask) -> Any:
            return does(**parameters) if called == operation else ask(called, parameters)

        guard(monkeypatch, gate)

    return replace


def test_a_new_item_is_written_once_and_the_second_of_two_writers_is_refused() -> None:
    first, second = product(price=990), product(price=1)
    table.save(first)
    with pytest.raises(table.VersionConflict):
        table.save(second)
    assert menu.read("centro", "pudim").price == 990


def test_an_item_that_lacks_what_it_has_to_have_is_not_written() -> None:
    half = menu.new("centro", "pudim")
    with pytest.raises(AttributeNullError):
        table.save(half)
    assert table.fetch([menu.key("centro", "pudim")]) == {}


def test_of_two_who_read_one_version_the_second_is_refused() -> None:
    table.save(product())
    first, second = menu.read("centro", "pudim"), menu.read("centro", "pudim")
    first.price, second.price = 1000, 2000
    table.save(first)
    with pytest.raises(table.VersionConflict):
        table.save(second)
    assert (menu.read("centro", "pudim").price, menu.read("centro", "pudim").version) == (1000, 2)


def test_our_own_write_repeated_after_a_lost_answer_is_no_defeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request whose answer was lost, is repeated, and the repetition meets what the first has written."""

    def twice(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if operation == "PutItem":
            ask(operation, parameters)
        return ask(operation, parameters)

    guard(monkeypatch, twice)
    table.save(product())
    assert menu.read("centro", "pudim").version == 1


def test_a_change_decides_anew_while_others_are_faster() -> None:
    table.save(product())
    prices: list[int] = []

    def raise_price(item: menu.Product) -> bool:
        prices.append(item.price)
        if len(prices) < 3:  # somebody else, between our reading and our writing
            rival = menu.read("centro", "pudim")
            rival.price += 100
            table.save(rival)
        item.price += 1
        return True

    changed = table.change(lambda: menu.read("centro", "pudim"), raise_price)
    assert prices == [990, 1090, 1190]
    assert changed.price == menu.read("centro", "pudim").price == 1191


def test_nothing_to_change_writes_nothing() -> None:
    table.save(product())
    table.change(lambda: menu.read("centro", "pudim"), lambda _: False)
    assert menu.read("centro", "pudim").version == 1


def test_an_item_and_what_belongs_to_it_are_written_together_or_not_at_all() -> None:
    stock = menu.read_stock("centro", "pudim")
    stock.units = 1
    table.save(stock)
    with pytest.raises(table.TransactionCancelled) as refused:
        table.save(product(), menu.reserve("centro", {"pudim": 2}))
    assert list(refused.value.failed) == [1]
    assert table.fetch([menu.key("centro", "pudim")]) == {}
    table.save(product(), menu.reserve("centro", {"pudim": 1}))
    assert menu.read_stock("centro", "pudim").units == 0


def test_a_transaction_in_conflict_is_tried_again_with_the_same_token(
    instead: Callable[[str, Callable[..., Any]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[str] = []

    def conflicting(**request: Any) -> Any:
        tokens.append(request["ClientRequestToken"])
        if len(tokens) < 3:
            raise raised("TransactionCanceledException")
        return {}

    monkeypatch.setattr(table, "_back_off", lambda _: None)
    instead("TransactWriteItems", conflicting)
    table.transact([])
    assert len(tokens) == 3
    assert len(set(tokens)) == 1


def test_a_conflict_without_end_asks_to_come_back_later(
    instead: Callable[[str, Callable[..., Any]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflicting(**_: Any) -> Any:
        raise raised("TransactionCanceledException")

    monkeypatch.setattr(table, "_back_off", lambda _: None)
    instead("TransactWriteItems", conflicting)
    with pytest.raises(Unavailable) as unavailable:
        table.transact([])
    assert unavailable.value.headers["Retry-After"]


def test_keys_left_unread_are_asked_for_again(
    instead: Callable[[str, Callable[..., Any]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [menu.key("centro", name) for name in ("a", "b", "c")]
    for name in ("a", "b", "c"):
        table.save(product(name))
    batch = table.client().call

    def answer_one_key(RequestItems: dict[str, Any]) -> Any:  # noqa: N803 - AWS's name
        ((name, request),) = RequestItems.items()
        first, *unprocessed = request["Keys"]
        answer = batch("BatchGetItem", {"RequestItems": {name: {**request, "Keys": [first]}}})
        return answer | {"UnprocessedKeys": {name: {**request, "Keys": unprocessed}} if unprocessed else {}}

    monkeypatch.setattr(table, "_back_off", lambda _: None)
    instead("BatchGetItem", answer_one_key)
    assert set(table.fetch(keys)) == set(keys)


def test_a_list_comes_in_pages_that_join_without_a_gap() -> None:
    for number in range(7):
        table.save(product(f"p{number}"))
    product_ids: list[str] = []
    cursor = None
    while True:
        page = table.query(table.MAIN, menu.partition("centro"), prefix="PRODUCT#", limit=3, cursor=cursor)
        assert len(page.items) <= 3
        product_ids += [item["product_id"] for item in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert product_ids == [f"p{number}" for number in range(7)]


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "bnVsbA==", "W10=", "eyJTSyI6IDF9", "eyJTSyI6ICJ4IiwgIlBLIjogInkifQ==", "eyJTSyI6ICJcdWQ4MDAifQ=="],
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Malformed):
        table.query(table.MAIN, menu.partition("centro"), cursor=cursor)


def test_a_cursor_cannot_leave_its_partition() -> None:
    """It names a place in the order of the sort key; whose list it is, the function says."""
    store = stores.new("norte")
    store.name, store.time_zone = "Norte", "America/Manaus"
    table.save(store)
    for name in ("a", "b"):
        table.save(product(name))
    page = table.query(table.MAIN, menu.partition("centro"), limit=1)
    foreign = table.query(table.MAIN, menu.partition("norte"), cursor=page.cursor)
    assert {item["PK"] for item in foreign.items} <= {menu.partition("norte")}
