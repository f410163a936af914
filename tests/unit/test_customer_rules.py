from datetime import UTC, datetime, timedelta

import pytest

from bytemeburger.customers.rules import email_address, masked
from bytemeburger.orders.rules import Status, kept_until

DECEMBER = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Ana@Example.COM ", "ana@example.com"),
        ("a.b+c@sub.example.com.br", "a.b+c@sub.example.com.br"),
        ("x@xn--caf-dma.example", "x@xn--caf-dma.example"),
    ],
)
def test_an_address_is_one_however_written(written: str, address: str) -> None:
    assert email_address(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ana",
        "@example.com",
        "ana@",
        "ana@localhost",
        "ana@-example.com",
        "a b@example.com",
        "a@b@example.com",
        "ana@exämple.com",
        "ana@example.com\nBcc: b@example.com",
        f"{'a' * 65}@example.com",
        f"ana@{'a.' * 130}com",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(ValueError, match=r"^not written as an e-mail address$"):
        email_address(written)


@pytest.mark.parametrize(
    ("text", "shown"), [("Ana Souza", "A***"), ("ana@example.com", "a***@e***"), ("", "***"), ("É", "É***")]
)
def test_a_mask_shows_first_letters_alone(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_money_is_evidence_until_the_end_of_the_fifth_year_after_it() -> None:
    assert kept_until(DECEMBER, Status.COMPLETED, money_moved=True) == datetime(2032, 1, 1, tzinfo=UTC)
    # Paid too late and given back: expired, and evidence all the same.
    assert kept_until(DECEMBER, Status.EXPIRED, money_moved=True) == datetime(2032, 1, 1, tzinfo=UTC)


def test_what_the_archive_has_leaves_the_table_after_400_days() -> None:
    assert kept_until(DECEMBER, Status.COMPLETED, money_moved=True, in_archive=True) == DECEMBER + timedelta(days=400)
    assert kept_until(DECEMBER, Status.EXPIRED, money_moved=False, in_archive=True) == DECEMBER + timedelta(days=90)


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.CANCELLED])
def test_what_was_never_paid_is_forgotten_after_ninety_days(status: Status) -> None:
    assert kept_until(DECEMBER, status, money_moved=False) == datetime(2027, 3, 31, 23, 30, tzinfo=UTC)


def test_an_open_order_is_never_forgotten() -> None:
    assert kept_until(DECEMBER, Status.AWAITING_PAYMENT, money_moved=False) is None
