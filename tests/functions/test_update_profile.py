from typing import Any

import pytest

from bytemeburger.customers import records
from tests.functions import people
from tests.functions.fixture_types import Call, OfAna

CHANGE: dict[str, Any] = {"name": "Ana Lima", "language": "pt-BR"}


@pytest.fixture
def ledger(ana: dict[str, str]) -> Any:
    def read() -> list[tuple[str, bool, bool]]:
        entries = records.ledger(ana["sub"])
        return [(entry["purpose"], entry["granted"], "expires_at" in entry) for entry in entries]

    return read


def test_name_language_and_consents_change_and_the_ledger_keeps_all(
    call: Call, ana: dict[str, str], ledger: Any
) -> None:
    status, profile = call("update_profile", claims=ana)
    assert (status, profile["language"], profile["consents"]["marketing"]["granted"]) == (200, "en", False)
    # What was replaced may be forgotten in its time, what holds may not.
    assert ledger() == [("marketing", True, True), ("marketing", False, False)]


def test_a_consent_given_again_is_no_new_line_and_one_left_out_stays(
    call: Call, ana: dict[str, str], ledger: Any
) -> None:
    assert call("update_profile", claims=ana, body={**CHANGE, "consents": [people.consent()]})[0] == 200
    assert call("update_profile", claims=ana, body=CHANGE)[1]["consents"]["marketing"]["granted"]
    assert ledger() == [("marketing", True, False)]


def test_a_change_of_what_was_read_meanwhile_is_refused(call: Call, ana: dict[str, str]) -> None:
    etag = f'"{call("get_profile", claims=ana)[1]["version"]}"'
    assert call("update_profile", claims=ana, body=CHANGE, headers={"If-Match": etag})[0] == 200
    assert call("update_profile", claims=ana, body=CHANGE, headers={"If-Match": etag})[0] == 412


def test_without_the_version_that_was_read_nothing_is_saved(call: Call, ana: dict[str, str]) -> None:
    assert call("update_profile", claims=ana, body=CHANGE, headers={"If-Match": None})[0] == 428


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "de"}, {"email": "bia@example.com"}, {"consents": [{}]}])
def test_what_is_no_profile_is_refused(call: Call, ana: dict[str, str], wrong: dict[str, Any]) -> None:
    assert call("update_profile", claims=ana, body=CHANGE | wrong)[0] == 422


def test_not_without_signing_in(call: Call, ana: dict[str, str]) -> None:
    assert call("update_profile", claims={"aud": "ordering-client"})[0] == 403


def test_a_consent_to_another_purpose_stands_beside_the_first(call: Call, ana: dict[str, str]) -> None:
    body = CHANGE | {"consents": [people.consent("loyalty")]}
    consents = call("update_profile", claims=ana, body=body)[1]["consents"]
    assert (consents["loyalty"]["granted"], consents["marketing"]["granted"]) == (True, True)


def test_whoever_has_ordered_keeps_the_day(call: Call, of_ana: OfAna, ana: dict[str, str]) -> None:
    order = of_ana("IN_PREPARATION")
    assert call("update_profile", claims=ana, body=CHANGE)[1]["last_order_at"] >= order.created_at
