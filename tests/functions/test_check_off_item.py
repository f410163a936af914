import pytest

from tests.functions.fixture_types import On, Paid


@pytest.fixture
def begun(on: On, paid: Paid) -> str:
    """An order of two lines, in preparation."""
    order_id = str(paid())
    on("advance_order", order_id)
    return order_id


def test_lines_are_ticked_off_one_by_one(on: On, begun: str) -> None:
    status, order = on("check_off_item", begun, line="1")
    assert (status, [line["done"] for line in order["lines"]]) == (200, [False, True])
    order = on("check_off_item", begun, line="0")[1]
    assert [line["done"] for line in order["lines"]] == [True, True]
    order = on("check_off_item", begun, line="1", body={"done": False})[1]
    assert [line["done"] for line in order["lines"]] == [True, False]


@pytest.mark.parametrize("line", ["2", "-1", "x", "01", "9" * 60])
def test_a_line_that_is_not_there_is_not_found(on: On, begun: str, line: str) -> None:
    assert on("check_off_item", begun, line=line)[0] == 404


def test_only_while_it_is_prepared(on: On, paid: Paid) -> None:
    status, problem = on("check_off_item", paid(), line="0")
    assert (status, problem["current_status"]) == (409, "RECEIVED")


def test_another_stores_order_is_not_found(on: On, begun: str) -> None:
    assert on("check_off_item", begun, line="0", claims={"custom:store": "norte"})[0] == 404


def test_a_stale_screen_is_refused(on: On, begun: str) -> None:
    assert on("check_off_item", begun, line="0", headers={"If-Match": '"1"'})[0] == 412
