from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bytemeburger.payments.signature import verify

ID = "ord01jq4s4ky8hwq6na5pxb65b3d3"
REQUEST_ID = "2066ca19-c6f1-498a-be75-1923005edd06"
TS = 1742505638683
LOWER = "e707f2bf3485b96e0a19380b98e03d3742f05f3e470c5a978db7582e0227a344"
UPPER = "4ceb041ffdf594d8c5f4c5865c4787c4230bb3f154567ce3a9404509bec995c8"
NOW = datetime.fromtimestamp(TS / 1000, UTC)


def check(signature: str, data_id: str = ID, secrets: tuple[str, ...] = ("test_secret",), now: datetime = NOW) -> bool:
    return verify(secrets, signature, REQUEST_ID, data_id, now, 300)


@pytest.mark.parametrize(("data_id", "v1"), [(ID, LOWER), (ID.upper(), LOWER), (ID.upper(), UPPER)])
def test_signed_over_the_id_as_sent_or_in_lower_case(data_id: str, v1: str) -> None:
    assert check(f"ts={TS},v1={v1}", data_id)


def test_the_parts_may_come_in_any_order() -> None:
    assert check(f"v1={LOWER}, ts={TS}")


def test_during_a_rotation_either_secret_counts() -> None:
    assert check(f"ts={TS},v1={LOWER}", secrets=("new", "test_secret"))
    assert not check(f"ts={TS},v1={LOWER}", secrets=("new",))


def test_an_old_signature_is_worthless() -> None:
    assert not check(f"ts={TS},v1={LOWER}", now=datetime.fromtimestamp(TS / 1000 + 301, UTC))


def test_another_id_is_not_covered() -> None:
    assert not check(f"ts={TS},v1={LOWER}", "ord02")


@given(st.text(), st.text())
def test_nothing_else_is_accepted_or_does_harm(signature: str, data_id: str) -> None:
    assert not check(signature, data_id)
