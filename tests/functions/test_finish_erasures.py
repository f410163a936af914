from typing import Any

import pytest

from tests.functions import people


@pytest.fixture
def asked(ana: dict[str, str]) -> list[dict[str, str]]:
    """Two customers whose erasure was written down and no more."""
    from bytemeburger.privacy import erasure

    both = [ana, people.register("bia@example.com", "Bia")]
    for each in both:
        erasure.of_account(each["sub"])
    return both


def test_what_was_asked_for_is_done(asked: list[dict[str, str]], event: Any, context: Any) -> None:
    from functions.finish_erasures.app import handler

    assert handler(event("finish_erasures"), context) == {"tried": 2, "finished": 2}
    assert handler(event("finish_erasures"), context) == {"tried": 0, "finished": 0}
    left = people.whole_table()
    assert [each["sub"] for each in asked if each["sub"] in left] == []
    assert people.users() == []


def test_one_that_fails_holds_up_nobody_and_leaves_no_name_in_the_log(
    asked: list[dict[str, str]],
    event: Any,
    context: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from bytemeburger.customers import identity
    from functions.finish_erasures.app import handler

    delete = identity.delete

    def fails_for_one(username: str) -> None:
        if username == asked[0]["cognito:username"]:
            raise RuntimeError(f"{username} Ana Souza")
        delete(username)

    monkeypatch.setattr(identity, "delete", fails_for_one)
    assert handler(event("finish_erasures"), context) == {"tried": 2, "finished": 1}
    said = str([record.__dict__ for record in caplog.records])
    assert "not erased" in said
    assert "Ana" not in said
    assert asked[0]["cognito:username"] not in said


def test_it_stops_in_time(asked: list[dict[str, str]], event: Any) -> None:
    from functions.finish_erasures.app import handler
    from tests.conftest import Context

    assert handler(event("finish_erasures"), Context(remaining=10_000)) == {"tried": 0, "finished": 0}


def test_a_cpf_typed_at_a_kiosk_too(place: Any, event: Any, context: Any) -> None:
    from bytemeburger.customers.pseudonym import pseudonym, reference
    from bytemeburger.privacy import erasure
    from bytemeburger.privacy.rules import DeskReason
    from functions.finish_erasures.app import handler

    place(lines=[{"product_id": "pudim", "quantity": 1}], customer_ref=reference("52998224725"))
    asked = erasure.of_cpf(pseudonym("52998224725"), "manager", DeskReason.IN_PERSON)
    assert erasure.of_cpf(pseudonym("52998224725"), "another", DeskReason.IN_WRITING)["receipt"] == asked["receipt"]
    assert handler(event("finish_erasures"), context) == {"tried": 1, "finished": 0}  # it is still open
