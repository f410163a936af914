from collections.abc import Callable
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.customers import records
from scripts.stage import backfill_mailing_list
from scripts.stage.backfill_mailing_list import backfill
from tests.functions import people
from tests.functions.conftest import customer_pool  # noqa: F401


def unlisted(name: str) -> str:
    """A customer who agreed before there was the list; answers their `sub`."""
    sub = people.register(f"{name}@example.com", name)["sub"]
    table.update(records.key(sub), Path("GSI3PK").remove(), Path("GSI3SK").remove())
    return sub


def listed() -> set[str]:
    return {each["sub"] for each in records.read_marketing_page(limit=10, cursor=None).items}


def before_the_first_change(monkeypatch: pytest.MonkeyPatch, happen: Callable[[], object]) -> None:
    change, pending = table.change, [happen]

    def once_more(*parts: Any) -> Any:
        if pending:
            pending.pop()()
        return change(*parts)

    monkeypatch.setattr(table, "change", once_more)


def test_who_agreed_before_there_was_the_list_enters_it(
    aws: None,
    customer_pool: str,  # noqa: F811
) -> None:
    old = unlisted("old")
    new = people.register("new@example.com", "New")["sub"]
    people.register("no@example.com", "No", [people.consent(granted=False)])
    assert listed() == {new}
    assert backfill() == 1
    assert listed() == {new, old}
    assert backfill() == 0


def test_who_is_erased_meanwhile_is_left_out(
    aws: None,
    customer_pool: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "SHARDS", 1)
    gone, old = unlisted("gone"), unlisted("old")
    before_the_first_change(monkeypatch, lambda: table.delete(records.key(gone)))
    assert backfill() == 1
    assert listed() == {old}


@pytest.mark.parametrize("who_orders", [0, 1, 2])
def test_who_orders_meanwhile_is_listed_all_the_same(
    aws: None,
    customer_pool: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    who_orders: int,
) -> None:
    monkeypatch.setattr(records, "SHARDS", 1)
    monkeypatch.setattr(backfill_mailing_list, "PAGE", 1)
    people_of_old = [unlisted(name) for name in ("ana", "bia", "caio")]
    order = records.add_order(people_of_old[who_orders], "an-order")
    before_the_first_change(monkeypatch, lambda: table.transact([order]))
    backfill()
    assert listed() == set(people_of_old)
