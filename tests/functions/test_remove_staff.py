from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.audit import records as audit
from bytemeburger.errors import Unavailable
from tests.functions import colleagues
from tests.functions.fixture_types import Call


def remove(call: Call, person_id: str, **parts: Any) -> tuple[int, Any]:
    return call("remove_staff", pathParameters={"person_id": person_id}, **parts)


def test_who_is_removed_is_gone_and_that_is_written_down(call: Call, staff_pool: str) -> None:
    bia = colleagues.add("bia@example.com", "centro", "counter")
    assert remove(call, bia) == (204, "")
    assert colleagues.everybody() == []
    (entry,) = audit.read_page("centro", {}, limit=10, cursor=None).items
    assert (entry["about"], entry["subject"]) == ("staff", bia)
    assert entry["changes"] == [{"path": "/groups", "old": ["counter"], "new": None}]
    status, problem = remove(call, bia)
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:staff-unknown")


def test_nobody_removes_themselves_or_anybody_of_another_store(call: Call, staff_pool: str) -> None:
    bia = colleagues.add("bia@example.com", "norte", "manager")
    assert remove(call, bia)[0] == 404
    mine = colleagues.add("ana@example.com", "centro", "manager")
    status, problem = remove(call, mine, claims={"sub": mine})
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:staff-yourself")
    assert remove(call, mine, claims={"cognito:groups": "kitchen"})[0] == 403
    assert colleagues.everybody() == ["ana@example.com", "bia@example.com"]


def test_what_cannot_be_written_down_is_not_done(call: Call, staff_pool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bia = colleagues.add("bia@example.com", "centro", "counter")

    def refuse(_: Any) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(table, "transact", refuse)
    assert remove(call, bia)[0] == 503
    assert colleagues.everybody() == ["bia@example.com"]


def test_a_name_is_no_id(call: Call, staff_pool: str) -> None:
    colleagues.add("kitchen", "centro", "kitchen")
    assert remove(call, "kitchen")[0] == 404
    assert colleagues.everybody() == ["kitchen"]


@pytest.mark.parametrize("operation", ["admin_list_groups_for_user", "admin_delete_user"])
def test_of_two_who_remove_one_person_the_slower_finds_nobody(call: Call, staff_pool: str, operation: str) -> None:
    bia = colleagues.add("bia@example.com", "centro", "counter")
    with colleagues.removed_before(operation):
        status, problem = remove(call, bia)
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:staff-unknown")
