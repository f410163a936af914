import re

import pytest

from bytemeburger.campaigns.coupons import ALPHABET, DRAWN, normalized
from tests.functions.books import stored_items
from tests.functions.campaigns import FIXED, issue, save_campaign, set_state
from tests.functions.fixture_types import Call


@pytest.fixture
def coupons(call: Call, shop: None) -> None:
    save_campaign(call, "happy-hour", FIXED, with_coupon=True)


def test_codes_that_nobody_can_guess_and_the_table_does_not_tell(call: Call, coupons: None) -> None:
    status, issued = call("issue_coupons")
    assert (status, issued["uses"], len(set(issued["codes"]))) == (201, 1, 3)
    assert len(ALPHABET) ** DRAWN >= 2**50
    stored = str(list(stored_items()))
    for code in issued["codes"]:
        assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
        assert code not in stored
        assert code.replace("-", "") not in stored


def test_a_chosen_word_is_taken_once_in_whatever_way_it_is_written(call: Call, coupons: None) -> None:
    assert issue(call, "happy-hour", word="Natal 10", uses=50) == ["NATA110"]
    status, problem = call("issue_coupons", body={"word": "natal-io"})
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:coupon-taken")


@pytest.mark.parametrize(
    ("written", "code"),
    [("7kx2m-94qrt", "7KX2M94QRT"), ("oil o", "0110"), ("abc", None), ("ação", None), ("x" * 33, None), ("", None)],
)
def test_a_code_is_one_however_it_is_written(written: str, code: str | None) -> None:
    assert normalized(written) == code


@pytest.mark.parametrize(
    "body",
    [{}, {"count": 0}, {"count": 51}, {"count": 1, "word": "NATAL"}, {"word": "abc"}, {"count": 1, "uses": 0}],
)
def test_either_a_few_or_a_word_that_can_be_one(call: Call, coupons: None, body: dict[str, object]) -> None:
    assert call("issue_coupons", body=body)[0] == 422


def test_as_many_as_one_transaction_takes(call: Call, coupons: None) -> None:
    assert len(issue(call, "happy-hour", count=50)) == 50


def test_a_campaign_that_takes_none_has_none(call: Call, shop: None) -> None:
    assert call("issue_coupons")[0] == 404
    save_campaign(call, "happy-hour", FIXED)
    status, problem = call("issue_coupons")
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:campaign-without-coupons")
    set_state(call, "happy-hour", "ENDED")
    assert call("issue_coupons")[0] == 409
