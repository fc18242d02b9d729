"""The door of a roster's line: every part of its text is used, agrees with the columns, or is
refused with a sentence. The oracle builds the text from the door it means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.models import Building
from residents import doors
from residents.models import Dwelling
from tests.residents.sheets import row

BARE = {"楼号": None, "单元": None}
TWO_BUILDINGS = "楼号和门牌里写的楼不一样。"
TWO_STAIRWELLS = "单元和门牌里写的单元不一样。"
TWO_COMPOUNDS = "小区和门牌里写的小区不一样。"
OTHER_FLOOR = "门牌里写的楼层和门号对不上，请核对。"
UNSURE = "这个门牌有几种读法，看不出是哪一户。请写成 3-2-501。"
NO_BUILDING = "没有写楼号。"
NOT_A_DOOR = "门牌读不懂，请写成 501，或者 3-2-501。"


@pytest.mark.parametrize(
    ("door", "columns", "end"),
    [
        ("501-1", {}, "和平里 3-2-501-1"),
        ("501-01室", {}, "和平里 3-2-501-1"),
        ("3-2-501-1", BARE, "和平里 3-2-501-1"),
        ("501-1", BARE, NO_BUILDING),
        ("5-01", {}, "和平里 3-2-501"),
        ("3-5-01", {}, "和平里 3-2-501"),
        ("5-01", {"单元": None}, UNSURE),
        ("5-01", BARE, UNSURE),
        ("5楼501", {}, "和平里 3-2-501"),
        ("五层01号", {}, "和平里 3-2-501"),
        ("5楼501", BARE, NO_BUILDING),
        ("4楼501", {}, TWO_BUILDINGS),
        ("3栋4楼501", BARE, OTHER_FLOOR),
        ("3#2#501", BARE, "和平里 3-2-501"),
        ("3 2 501", BARE, "和平里 3-2-501"),
        ("3 501", BARE, "和平里 3-1-501"),
        ("3-2", BARE, UNSURE),
        ("3栋2室", BARE, "和平里 3-1-2"),
        ("3,501", BARE, NOT_A_DOOR),
        ("2单元5楼502", {"单元": None}, "和平里 3-2-502"),
        ("三号楼二单元501", BARE, "和平里 3-2-501"),
        ("3座2门501", BARE, "和平里 3-2-501"),
        ("2-501", {}, "和平里 3-2-501"),
        ("1-501", {}, TWO_STAIRWELLS),
        ("3-1-501", {}, TWO_STAIRWELLS),
        ("2号楼501", {"单元": None}, TWO_BUILDINGS),
        ("3-501", {"单元": None}, UNSURE),
        ("和平里3-2-501", {}, "和平里 3-2-501"),
        ("和平里小区3-2-501", {}, "和平里 3-2-501"),
        ("和平村3-2-501", {}, TWO_COMPOUNDS),
        ("和平村3-2-501", {"小区": None}, "这个社区没有这个小区。有：和平里。"),
        ("3栋2单元4单元501", {}, NOT_A_DOOR),
    ],
)
def test_every_part_of_a_door_is_used_or_refused(door, columns, end, dry_run):
    found = dry_run(row(door=door, **columns))

    ends = [fault.sentence for fault in found.faults] + [e.row.whole for e in found.plan.new]
    assert ends == [end]


def test_a_part_of_a_flat_comes_right_after_the_flat():
    building = Building(compound_id=1, number=3)
    keys = [
        Dwelling(building=building, stairwell=2, floor=5, door=door).make_walk_key()
        for door in ("501", "501-1", "501-2", "502")
    ]

    assert keys == sorted(keys)


@st.composite
def written(draw):
    """(text, columns, the door it means)."""
    pick = lambda *choices: draw(st.sampled_from(choices))  # noqa: E731  (one word, many times)
    building, stairwell, floor = (draw(st.integers(1, most)) for most in (99, 12, 32))
    door = f"{floor}{draw(st.integers(1, 12)):02d}" + pick("", "", "-1", "-2")
    first = f"{building}{pick('号楼', '栋', '幢', '座', '#', '#楼', '-')}"
    second = f"{stairwell}{pick('单元', '门', '号门', '-')}"
    if first.endswith("#"):
        second = f"{stairwell}{pick('单元', '#', '-')}"
    columns = pick((None, None), (building, None), (building, stairwell))
    # What no column says stands in the text, which may say it again.
    if columns[0] is None or draw(st.booleans()):
        text = first + second
    elif columns[1] is None:
        text = f"{stairwell}{pick('单元', '门')}"
    else:
        text = ""
    text += pick("", f"{floor}楼", f"{floor}层") + door + pick("", "室", "号")
    return text, columns, (building, stairwell, door)


def check(example):
    text, columns, meant = example
    place = doors.settle(doors.read(doors.plain(text)), *columns)

    assert (place.building, place.stairwell, place.door, place.compound) == (*meant, "")
    for wrong in ((meant[0] + 1, None), (meant[0], meant[1] + 1)):
        try:
            other = doors.settle(doors.read(doors.plain(text)), *wrong)
        except (doors.OtherBuilding, doors.OtherStairwell):
            continue
        # Only what the text does not say may come from a column.
        assert other.door == meant[2]
        assert (str(meant[0]) not in text) or (str(meant[1]) not in text) or columns[0]


@given(written())
def test_a_door_is_the_one_that_was_written(example):
    check(example)


@pytest.mark.trial("odd-files")
@given(written())
@settings(max_examples=200)
def test_two_hundred_doors_are_those_that_were_written(example):
    check(example)
