"""Phone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import phones

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "text",
    [
        "13800000001",
        "138 0000 0001",
        "138-0000-0001",
        "+86 13800000001",
        "8613800000001",
        "１３８０００００００１",
        "（138）00000001",
        "0086-13800000001",
        "+86-138-0000-0001",
    ],
)
def test_usual_spellings_of_a_mobile_are_one_number(text):
    assert phones.clean(text) == "13800000001"


@pytest.mark.parametrize("text", ["0472-5551234", "010-12345678", "0472-5551234-801"])
def test_a_landline_keeps_its_dashes(text):
    assert phones.clean(text) == text


@pytest.mark.parametrize(
    "text", ["", "1380000000", "138000000011", "12800000001", "5551234", "王芳", "13800000001/2"]
)
def test_what_is_no_phone_is_refused(text):
    with pytest.raises(phones.NotAPhone):
        phones.clean(text)


@given(mobiles)
def test_cleaning_twice_changes_nothing_and_the_mask_hides_the_middle(number):
    assert phones.clean(phones.clean(number)) == number
    assert phones.mask(number) == f"{number[:3]}****{number[-4:]}"


def test_something_short_is_masked_whole():
    assert (phones.mask("12345"), phones.mask("")) == ("****", "")
