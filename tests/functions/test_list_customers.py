from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.customers import records
from tests.functions import people
from tests.functions.fixture_types import Call


@pytest.fixture
def found(call: Call) -> Any:
    def ask(**query: str) -> list[dict[str, Any]]:
        customers: list[dict[str, Any]] = []
        cursor = None
        while True:
            parameters = query | ({"cursor": cursor} if cursor else {})
            status, page = call("list_customers", queryStringParameters=parameters or None)
            assert status == 200
            customers += page["customers"]
            cursor = page["cursor"]
            if cursor is None:
                return customers

    return ask


def test_contacts_are_masked(found: Any, ana: dict[str, str]) -> None:
    (row,) = found()
    assert (row["name"], row["email"]) == ("A***", "a***@e***")
    assert (row["customer_id"], row["consents"]) == (ana["sub"], {"marketing": True, "loyalty": False})


def test_by_consent_and_page_by_page_everybody_once(found: Any, ana: dict[str, str]) -> None:
    willing = {ana["sub"]} | {people.register(f"c{at}@example.com", "C")["sub"] for at in range(5)}
    unwilling = {
        people.register(f"d{at}@example.com", "D", [people.consent(granted=at > 1, purpose="loyalty")])["sub"]
        for at in range(3)
    }
    assert {each["customer_id"] for each in found(consent="marketing", limit="2")} == willing
    rows = [each["customer_id"] for each in found(limit="2")]
    assert (len(rows), set(rows)) == (9, willing | unwilling)
    assert len(found(consent="loyalty")) == 1


def test_by_activity(found: Any, ana: dict[str, str], call: Call, shop: None) -> None:
    profile = records.read(ana["sub"])
    profile.registered_at = "2025-01-01T00:00:00.000Z"
    table.save(profile)
    assert found(since="2025-01-02") == []
    assert len(found(since="2025-01-01")) == 1
    call("create_order", claims=ana)
    assert [each["customer_id"] for each in found(since="2025-01-02")] == [ana["sub"]]


def test_only_for_a_manager_who_asks_for_what_there_is(call: Call, ana: dict[str, str]) -> None:
    assert call("list_customers", claims={"cognito:groups": "counter"})[0] == 403
    for query in ({"consent": "everything"}, {"since": "yesterday"}, {"cursor": "9."}):
        assert call("list_customers", queryStringParameters=query)[0] == 400
