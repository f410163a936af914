from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.errors import Unavailable
from bytemeburger.privacy import records
from tests.functions.fixture_types import Call


@pytest.fixture
def reveal(call: Call, ana: dict[str, str]) -> Any:
    def ask(**parts: Any) -> tuple[int, Any]:
        return call("reveal_contact", **{"pathParameters": {"customer_id": ana["sub"]}, **parts})

    return ask


def test_a_contact_is_shown_and_that_is_written_down(reveal: Any, ana: dict[str, str]) -> None:
    status, contact = reveal()
    assert (status, contact["email"], contact["name"]) == (200, "ana@example.com", "Ana Souza")
    (entry,) = records.trail(ana["sub"])
    assert (entry["action"], entry["by"]) == ("contact_revealed", "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702")
    assert (entry["reason"], entry["note"]) == ("campaign", "won the raffle")
    assert entry["expires_at"] > 0
    assert ana["sub"] not in str(entry)


def test_what_cannot_be_written_down_is_not_shown(reveal: Any, monkeypatch: pytest.MonkeyPatch) -> None:

    def refuses(_: Any) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(table, "transact", refuses)
    status, problem = reveal()
    assert status == 503
    assert "ana@" not in str(problem)


def test_only_for_a_manager_with_a_reason_about_somebody_there(reveal: Any) -> None:
    assert reveal(claims={"cognito:groups": "counter"})[0] == 403
    assert reveal(body={})[0] == 422
    assert reveal(pathParameters={"customer_id": "nobody"})[0] == 404
