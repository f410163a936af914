import pytest
from hypothesis import given
from hypothesis import strategies as st

from bytemeburger.customers.rules import cpf_digits


@pytest.mark.parametrize(
    "written", ["111.444.777-35", "52998224725", " 390.533.447-05 ", "123.456.789-09", "012.345.678-90"]
)
def test_a_valid_cpf_gives_its_digits_with_or_without_mask(written: str) -> None:
    assert cpf_digits(written) == "".join(filter(str.isdigit, written))


@pytest.mark.parametrize(
    "written",
    [
        "111.444.777-36",
        "529.982.247-52",
        "5299822472",
        "529982247255",
        "529.982.24725",
        "5299822472a",
        "５２９９８２２４７２５",
        "٥٢٩٩٨٢٢٤٧٢٥",
        "",
        "529.982.247-25\x00",
        *(str(digit) * 11 for digit in range(10)),
    ],
)
def test_anything_else_is_refused_without_being_repeated(written: str) -> None:
    with pytest.raises(ValueError) as refused:
        cpf_digits(written)
    assert not written or written not in str(refused.value)


@given(st.integers(0, 999_999_999).map("{:09d}".format).filter(lambda base: len(set(base)) > 1))
def test_exactly_one_pair_of_check_digits_holds(base: str) -> None:
    valid = [f"{base}{pair:02d}" for pair in range(100) if _accepts(f"{base}{pair:02d}")]
    assert len(valid) == 1


@given(st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    _accepts(text)


def _accepts(written: str) -> bool:
    try:
        return cpf_digits(written).isascii()
    except ValueError:
        return False
