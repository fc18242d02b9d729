"""Resident identity numbers by GB 11643."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents import identity
from tests import builders

stems = st.builds(
    lambda born, order: f"150299{born:%Y%m%d}{order:03d}",
    st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
)
numbers = stems.map(lambda stem: stem + identity.check_character(stem))


def test_the_example_of_the_standard_is_right():
    assert identity.check_character("11010519491231002") == "X"


@given(numbers)
def test_a_number_says_birth_date_and_sex(number):
    known = identity.read(number)

    assert known.number == number
    assert known.birth_on.isoformat().replace("-", "") == number[6:14]
    assert known.sex == ("male" if int(number[16]) % 2 else "female")


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, shift):
    digit = "0123456789X".index(number[place])
    wrong = str((digit + shift) % 10)
    if wrong == number[place]:
        return

    with pytest.raises(identity.NotAnIdNumber):
        identity.read(number[:place] + wrong + number[place + 1 :])


@given(numbers, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_noticed(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        return

    with pytest.raises(identity.NotAnIdNumber):
        identity.read(swapped)


@given(stems.filter(lambda stem: stem[6:8] == "19"))
def test_an_old_number_becomes_the_new_one(stem):
    old = stem[:6] + stem[8:]

    assert identity.read(old).number == stem + identity.check_character(stem)


def test_a_number_is_read_as_people_type_it():
    number = builders.make_id_number()
    wide = number.translate({ord("0") + i: ord("０") + i for i in range(10)})

    assert identity.read(f" {wide[:6]} {wide[6:]} ").number == number
    assert identity.read("11010519491231002x").number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1502991950", "shape"),
        ("15029919500102001A", "shape"),
        ("150299195001020019", "check character"),
        ("150299195013010014"[:17] + identity.check_character("15029919501301001"), "birth date"),
        ("15029930000101001" + identity.check_character("15029930000101001"), "birth date"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(text, why):
    with pytest.raises(identity.NotAnIdNumber, match=why):
        identity.read(text)
