"""The short name of an order: said over a counter, typed into a list, read on a bank statement."""

from collections import Counter

from bytemeburger.orders.references import ALPHABET, pix_txid, reference

LOOK_ALIKE = ("0OQD", "1IL", "2Z", "5S", "8B", "6G", "UV")
SOUND_ALIKE = ("BCDEGPTVZ", "MN", "FS", "AHK", "QK", "36")
"""As their names are said in Portuguese: bê cê dê, eme ene, efe esse, á agá cá, quê cá, três seis."""


def test_no_two_characters_look_or_sound_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 16
    for alike in (*LOOK_ALIKE, *SOUND_ALIKE):
        assert len(set(ALPHABET) & set(alike)) <= 1, alike
    assert not set(ALPHABET) & set("AEIOU"), "no words"


def test_it_is_short_follows_from_the_order_and_hardly_ever_comes_twice_in_a_day() -> None:
    names = [reference(f"order-{number}") for number in range(2000)]
    assert {len(name) for name in names} == {6}
    assert set("".join(names)) == set(ALPHABET)
    assert names[7] == reference("order-7")
    assert sum(times - 1 for times in Counter(names).values()) <= 2


def test_the_txid_begins_with_it() -> None:
    txid = pix_txid("VvC4lfz0")
    assert txid.startswith(reference("VvC4lfz0"))
    assert len(txid) == 25
    assert txid.isascii()
    assert txid.isalnum()
    assert txid == txid.upper()
