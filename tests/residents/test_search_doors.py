"""A door has one place and many spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents import doors
from residents.search.doors import Place, read

COMPOUNDS = ["", "和平里", "稀土家园", "128街坊", "北苑小区"]
BUILDINGS = ["号楼", "栋", "幢", "座", "楼", "#", "#楼", "号", "-"]
STAIRWELLS = ["单元", "门", "-"]
ENDS = ["", "室", "号", "户"]
BLANKS = ["", " ", "\u3000"]
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
NUMERALS = "零一二三四五六七八九"


@st.composite
def spellings(draw):
    """(text, what it means)."""
    pick = lambda choices: draw(st.sampled_from(choices))  # noqa: E731  (one word, many times)
    compound, blank = pick(COMPOUNDS), pick(BLANKS)
    building, stairwell = draw(st.integers(1, 120)), draw(st.none() | st.integers(1, 12))
    part = pick(["", "", "-1", "-12"])
    floor, side = draw(st.integers(1, 32)), draw(st.integers(1, 8))
    door, after_building = f"{floor}{side:02d}", pick(BUILDINGS)
    parts = [compound, f"{building}{after_building}"]
    if stairwell:
        parts.append(f"{stairwell}{pick(STAIRWELLS)}")
    parts.append(f"{pick(['', '0']) if floor < 10 else ''}{door}{part}{pick(ENDS)}")
    text = blank.join(parts)
    if draw(st.booleans()):
        text = text.translate(WIDE)
    name = compound.removesuffix("小区") if len(compound) > 3 else compound
    if after_building == "楼" and building == floor and not stairwell:
        building = None  # 5楼501 is a floor and its door
    return text, Place(name, building, stairwell, door + part)


@given(spellings())
def test_every_spelling_means_the_door(spelled):
    text, place = spelled

    assert read(text) == [place]


@given(spellings())
def test_a_door_the_roster_reads_is_found_by_the_same_text(spelled):
    known = doors.read(doors.plain(spelled[0]))

    assert [place[1:] for place in read(spelled[0])] == [known[0][1:4]]


@given(st.integers(1, 99))
def test_a_building_in_characters_is_the_one_in_digits(number):
    tens, ones = divmod(number, 10)
    words = (
        ("" if tens < 2 else NUMERALS[tens])
        + ("十" if tens else "")
        + (NUMERALS[ones] if ones else "")
    )

    assert read(f"{words}号楼") == read(f"{number}号楼") == [Place("", number)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("12", [Place(door="12"), Place(building=12)]),
        ("501", [Place(door="501"), Place(building=501)]),
        ("3-2", [Place("", 3, None, "2"), Place("", 3, 2)]),
        ("2单元501", [Place("", None, 2, "501")]),
        ("和平里3", [Place("和平里", 3)]),
        ("3栋2单元", [Place("", 3, 2)]),
        ("B201", [Place(door="B201")]),
        ("王秀兰", []),
        ("13800000001", []),
        ("20260310-0007", []),
        ("", []),
    ],
)
def test_what_is_no_whole_door(text, places):
    assert read(text) == places


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    assert isinstance(read(text), list)
