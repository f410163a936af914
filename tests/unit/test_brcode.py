import pytest
from hypothesis import given
from hypothesis import strategies as st

from bytemeburger.pix.brcode import crc16, dynamic_pix, field, plain_text, static_pix


def test_the_crcs_check_value() -> None:
    assert crc16("123456789") == "29B1"


def test_the_central_banks_own_example() -> None:
    text = (
        "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000"
        "5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***6304"
    )
    assert crc16(text) == "1D3D"


def test_a_static_code_to_the_letter() -> None:
    assert static_pix(
        "123e4567-e89b-12d3-a456-426614174000", "LANCHONETE TESTE", "SAO PAULO", 2790, "PED20261104A042"
    ) == (
        "00020126580014br.gov.bcb.pix0136123e4567-e89b-12d3-a456-426614174000520400005303986540527.905802BR"
        "5916LANCHONETE TESTE6009SAO PAULO62190515PED20261104A042630485CE"
    )


def test_a_dynamic_code_to_the_letter() -> None:
    location = "pix.example.com/qr/v2/9d36b84fc70b478fb95c12729b90ca25"
    assert dynamic_pix(location, "Lanchonete Teste", "São Paulo") == (
        "00020101021226760014br.gov.bcb.pix2554pix.example.com/qr/v2/9d36b84fc70b478fb95c12729b90ca25"
        "5204000053039865802BR5916LANCHONETE TESTE6009SAO PAULO62070503***63043F49"
    )


@given(st.text(), st.integers(1, 25))
def test_names_become_plain_text_of_limited_length(name: str, limit: int) -> None:
    text = plain_text(name, limit)
    assert text.isascii()
    assert len(text) <= limit


@pytest.mark.parametrize(("amount", "txid"), [(0, "A"), (-1, "A"), (1, ""), (1, "A" * 26), (1, "A-B"), (1, "Á")])
def test_what_cannot_be_charged_is_refused(amount: int, txid: str) -> None:
    with pytest.raises(ValueError):
        static_pix("key", "name", "city", amount, txid)


def test_a_value_that_its_length_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError):
        field("26", "x" * 100)
