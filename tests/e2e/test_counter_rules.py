"""The counter's own rules, web/rules/lookup.js, cash.js and till.js, against ours."""

from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bytemeburger.orders.references import pix_txid, reference
from bytemeburger.orders.rules import StaffReason
from tests.e2e.rules import Rule


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order_id=st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=30))
def test_whatever_an_order_is_called_it_is_looked_up_by_that(rule: Rule, order_id: str) -> None:
    name, txid = reference(order_id), pix_txid(order_id)
    assert rule("rules/lookup", "lookup", f" {name[:3]} {name[3:]} ".lower()) == {"reference": name}
    assert rule("rules/lookup", "lookup", txid) == {"pix_txid": txid}


@pytest.mark.parametrize(("typed", "number"), [("7", "7"), ("#12", "12"), ("007", "7"), ("100000", "100000")])
def test_a_pick_up_number_is_looked_up_by_that(rule: Rule, typed: str, number: str) -> None:
    assert rule("rules/lookup", "lookup", typed) == {"number": number}


@pytest.mark.parametrize("typed", ["", "0", "Maria", "K7X2", "O0X2MF", "529.982.247-25", "a@example.com"])
def test_nothing_else_is_sent_anywhere(rule: Rule, typed: str) -> None:
    assert rule("rules/lookup", "lookup", typed) is None


@pytest.mark.parametrize(
    ("typed", "centavos"),
    [
        ("50", 5_000),
        ("50,5", 5_050),
        ("50,05", 5_005),
        ("50.05", 5_005),
        ("R$ 50,00", 5_000),
        ("1.234,50", 123_450),
        ("1.000", 100_000),
        ("0", 0),
        ("", None),
        ("-5", None),
        ("5,000", None),
        ("1,234.50", None),
        ("5,", None),
        ("cinco", None),
    ],
)
def test_an_amount_is_read_as_it_is_typed_or_not_at_all(rule: Rule, typed: str, centavos: int | None) -> None:
    assert rule("rules/cash", "centavos", typed) == centavos


@pytest.mark.parametrize(
    ("total", "amounts"),
    [
        (4_990, [4_990, 5_000, 6_000, 10_000]),
        (5_000, [5_000, 6_000, 10_000]),
        (10_001, [10_001, 10_500, 11_000, 12_000, 15_000, 20_000]),
    ],
)
def test_what_is_likely_to_be_handed_over(rule: Rule, total: int, amounts: list[int]) -> None:
    assert rule("rules/cash", "likelyCash", total) == amounts


def test_the_reasons_are_those_that_the_api_takes(pages_url: str) -> None:
    source = (Path(__file__).parents[2] / "web" / "counter" / "acts.js").read_text()
    listed = source.split("REASONS = [")[1].split("]")[0]
    assert [each.strip(' \n"') for each in listed.split(",") if each.strip()] == [
        str(each) for each in get_args(StaffReason)
    ]


ORDER = {"order_id": "o", "status": "RECEIVED", "total": 100, "paid_at": "t", "refunds": []}
PAID = {"status": "PAID", "provider": "cash", "provider_order_id": "p"}
LATE = {"provider_order_id": "counter-late-o", "status": "UNDECIDED"}


@pytest.mark.parametrize(
    ("order", "groups", "acts"),
    [
        ({"status": "AWAITING_PAYMENT", "paid_at": None}, ["counter"], {"pay", "cancel"}),
        ({"payment": PAID}, ["counter"], {"cancel", "print", "recordLate"}),
        ({"payment": PAID}, ["manager"], {"cancel", "print", "recordLate", "refund"}),
        ({"payment": PAID, "status": "READY"}, ["manager"], {"print", "recordLate", "refund"}),
        (
            {"payment": PAID, "refunds": [{"provider_order_id": "p", "status": "DONE"}]},
            ["manager"],
            {"cancel", "print", "recordLate"},
        ),
        (
            {"payment": PAID, "refunds": [{"provider_order_id": "p", "status": "REFUSED"}]},
            ["manager"],
            {"cancel", "print", "recordLate", "refund"},
        ),
        ({"payment": PAID | {"provider": "pix"}}, ["counter"], {"cancel", "print"}),
        ({"status": "EXPIRED", "paid_at": None}, ["counter"], {"recordLate"}),
        ({"status": "EXPIRED", "paid_at": None, "refunds": [LATE]}, ["counter"], {"acceptLate", "returnLate"}),
        ({"status": "CANCELLED", "paid_at": None, "refunds": [LATE]}, ["counter"], {"returnLate"}),
        ({"status": "CANCELLED", "paid_at": None, "refunds": [LATE | {"status": "DONE"}]}, ["counter"], set()),
        ({"total": 0}, ["counter"], {"cancel", "print"}),
        ({"payment": PAID}, ["kitchen"], set()),
        ({"payment": PAID}, [], set()),
    ],
)
def test_what_may_be_done_is_what_the_api_would_let_them_do(
    rule: Rule, order: dict[str, Any], groups: list[str], acts: set[str]
) -> None:
    permitted = rule("rules/till", "permitted", {"payment": None, **ORDER, **order}, groups)
    assert {act for act, may in permitted.items() if may} == acts
