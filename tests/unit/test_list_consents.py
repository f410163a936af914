import pytest
from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.customers import records
from scripts.stage.list_consents import list_consents
from tests.functions import people
from tests.functions.conftest import customer_pool  # noqa: F401


def test_who_agreed_before_there_was_the_list_enters_it(
    aws: None,
    customer_pool: str,  # noqa: F811
) -> None:
    old = people.register("old@example.com", "Old")["sub"]
    people.register("new@example.com", "New")
    people.register("no@example.com", "No", [people.consent(granted=False)])
    table.update(records.key(old), Path("GSI3PK").remove(), Path("GSI3SK").remove())
    assert len(records.agreeing(limit=10, cursor=None).items) == 1
    assert list_consents() == 1
    assert len(records.agreeing(limit=10, cursor=None).items) == 2
    assert list_consents() == 0


def test_who_is_erased_meanwhile_is_left_out(
    aws: None,
    customer_pool: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subs = [people.register(f"{name}@example.com", name)["sub"] for name in ("gone", "old")]
    for sub in subs:
        table.update(records.key(sub), Path("GSI3PK").remove(), Path("GSI3SK").remove())
    page = records.listed({}, None, limit=10, cursor=None)
    table.delete(records.key(subs[0]))
    monkeypatch.setattr(records, "listed", lambda *_, **__: page)
    assert list_consents() == 1
    assert [each["sub"] for each in records.agreeing(limit=10, cursor=None).items] == subs[1:]
