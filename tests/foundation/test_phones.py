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


@pytest.mark.parametrize(
    "text",
    [
        "0472-5551234",
        "04725551234",
        "0472—5551234",
        "0472 555 1234",
        "0472-555-1234",
        "（0472）5551234",
        "+86 472 5551234",
        "+86 0472 5551234",
        "86-0472-5551234",
        "04725551234.0",
        "\u200b０４７２－５５５１２３４",
    ],
)
def test_usual_spellings_of_a_landline_are_one_number(text):
    assert phones.clean(text) == "0472-5551234"


def test_a_landline_is_parted_behind_its_area_code_and_before_its_extension():
    assert phones.clean("01012345678") == "010-12345678"
    assert phones.clean("0472 5551234 转 801") == phones.clean("0472-5551234-801")


@pytest.mark.parametrize("text", ["4725551234", "472-5551234"])
def test_a_landline_without_its_zero_is_asked_about(text):
    with pytest.raises(phones.LostZero) as lost:
        phones.clean(text)

    assert lost.value.meant == "0472-5551234"


def test_the_dot_and_nought_of_a_spreadsheet_go_together():
    assert phones.clean("13800000001.0") == "13800000001"
    with pytest.raises(phones.NotAPhone):
        phones.clean("1380000000.0")


def test_a_number_is_found_in_every_form_the_register_may_hold():
    assert phones.spellings("0472-5551234") == ["0472-5551234", "04725551234"]
    assert phones.spellings("13800000001") == ["13800000001"]


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
