"""人员 and 任职 of the organisation workbook: as the registers of staff and posts would have it."""

import json
import re
from datetime import timedelta

import pytest

from accounts.models import User
from foundation.work.rows import NotReady
from grids.models import Posting
from office.models import Proposal
from office.opening import saying, template, workflow
from office.opening.plan import FILE
from tests import builders
from tests.conftest import NOON
from tests.office.organisation import NORTH, PLACES, checked, taken_in, workbook

LATER = NOON + timedelta(hours=1)
PEOPLE = [["孙立", "sun"], ["孙立", "sun2"]]
POSTS = [
    ["sun", "网格员", NORTH, "北苑第二网格", "2026-03-10", ""],
    ["sun2", "社区工作人员", NORTH, "", "2026-03-10", "2026-12-31"],
]
ALL = PLACES | {"人员": PEOPLE, "任职": POSTS}


def found(row):
    return json.loads(row.found)


def said(row):
    return "\n".join(f"{where} {text}" for where, text in saying.Found(row).faults)


@pytest.fixture
def ping(street):
    """Bai's colleague, who can be the second person."""
    return builders.make_staff("ping", "平安", street, "street_staff")


def test_people_and_posts_come_in_and_go_back(street, north, bai):
    """Also in a grid that the same file brings."""
    row = taken_in(street, bai, workbook(**ALL))

    post = Posting.objects.get(user__username="sun")
    assert (post.area.name, post.role) == ("北苑第二网格", "grid_worker")
    assert Posting.objects.get(user__username="sun2").until_on.isoformat() == "2026-12-31"
    assert not User.objects.get(username="sun").has_usable_password()
    assert found(checked(street, bai, workbook(**ALL), at=LATER))["steps"] == []

    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)
    assert row.state == "undone", saying.Found(row).verdict
    assert not User.objects.filter(username__startswith="sun").exists()


def test_what_goes_out_is_what_comes_in(street, east, west, lin, zhou, chen, bai):
    handed_out = template.build(street)
    handed_out.name = "x.xlsx"

    row = checked(street, bai, handed_out, at=LATER)

    assert (said(row), found(row)["steps"], found(row)["questions"]) == ("", [], [])


def test_an_account_in_use_is_not_taken_back(street, north, bai):
    row = taken_in(street, bai, workbook(**ALL))
    User.objects.filter(username="sun").update(last_login=NOON)

    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)

    assert row.state == "taken_in"
    assert Posting.objects.filter(user__username="sun").exists()


def test_grave_posts_are_only_asked_for(street, north, lin, bai, ping):
    posts = [
        ["lin", "社区书记", NORTH, "", "2026-03-10", ""],
        ["sun", "社区书记", NORTH, "", "2026-03-10", ""],
    ]
    file = {"人员": [["孙立", "sun"]], "任职": posts}
    row = taken_in(street, bai, workbook(**file))

    assert row.state == "taken_in"
    assert not Posting.objects.filter(role="secretary").exists()
    asked = Proposal.objects.order_by("pk").values_list("kind", "asked_by__username")
    assert list(asked) == [("appoint", "bai"), ("open", "bai")]
    again = checked(street, bai, workbook(**file), at=LATER)
    assert found(again)["steps"] == []  # both wait already


def test_without_a_second_person_a_grave_post_is_refused(street, north, lin, bai):
    posts = [["lin", "社区书记", NORTH, "", "2026-03-10", ""]]

    assert "没有人能当第二个人" in said(checked(street, bai, workbook(**{"任职": posts})))
    assert said(checked(street, None, workbook(**{"任职": posts}))) == ""  # the console


def test_a_post_left_out_is_asked_and_ends_only_when_chosen(street, east, west, lin, zhou, bai):
    only_zhou = {"任职": [["zhou", "网格员", NORTH, "北苑第二网格", "", ""]]}
    row = checked(street, bai, workbook(**only_zhou))
    [ask] = [each for each in saying.Found(row).questions if "林晓" in each["name"]]
    key, says = ask["key"], ask["files"]
    assert says == "到 2026-03-10 为止"
    assert found(row)["steps"] == []

    workflow.look_again(row=row, answers={key: FILE})
    workflow.check(row=row, at=NOON)
    [(title, counts, [line])] = saying.Found(row).sheets
    assert (title, counts, line["says"]) == ("任职", "改动 1", says)
    workflow.agree(row=row, by=bai, at=NOON)
    workflow.take_in(row=row, at=NOON)
    assert lin.postings.get().until_on.isoformat() == "2026-03-10"

    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)
    assert lin.postings.get().until_on is None


def test_what_the_sheet_does_not_speak_of_is_not_left_out(street, lin, chen, qian, zhao, bai):
    """A workbook of one community asks for no posts of the others, nor for those of the street."""
    lin_alone = [["lin", "网格员", NORTH, "北苑第一网格", "", ""]]
    row = checked(street, bai, workbook(**{"人员": [["林晓", "lin"]], "任职": lin_alone}))

    asked = saying.Found(row).questions
    assert [(each["sheet"], each["name"][:2]) for each in asked] == [
        ("人员", "陈芳"),
        ("任职", "陈芳"),
    ]


def test_nobody_ends_their_own_post_by_leaving_it_out(street, east, ji, bai):
    """It is said, and no answer to it ends the post; a colleague's may be ended beside it."""
    only_ji = {"任职": [["ji", "系统管理员", "", "", "", ""]]}
    row = checked(street, bai, workbook(**only_ji))
    [own] = [each for each in saying.Found(row).questions if bai.name in each["name"]]

    assert "您自己的岗位" in own["says"] and not own["may"]
    workflow.look_again(row=row, answers={own["key"]: FILE})
    workflow.check(row=row, at=NOON)
    assert found(row)["steps"] == []
    other = checked(street, None, workbook(**only_ji))  # its control: at the console it may
    [same] = [each for each in saying.Found(other).questions if bai.name in each["name"]]
    assert same["may"]


BROKEN = {
    "posts over nothing": ([], [["nobody", "网格员", NORTH, "北苑第一网格", "", ""]], "没有这个人"),
    "no such grid": ([], [["lin", "网格员", NORTH, "东头", "", ""]], "没有这个网格"),
    "the wrong level": ([], [["lin", "网格员", NORTH, "", "", ""]], "不能设在这一级"),
    "no such role": ([], [["lin", "书记员", NORTH, "", "", ""]], "没有这个岗位"),
    "two of one name": (
        PEOPLE,
        [*POSTS, ["孙立", "网格员", NORTH, "北苑第一网格", "", ""]],
        "有几位叫这个名字",
    ),
    "a post twice": ([], [["lin", "网格长", NORTH, "北苑第一网格", "", ""]] * 2, "和第 2 行重复了"),
    "an end before the beginning": (
        [],
        [["lin", "网格长", NORTH, "北苑第一网格", "2026-03-10", "2026-03-01"]],
        "不能早于开始日期",
    ),
    "a helper for ever": (
        [],
        [["lin", "下沉队员", NORTH, "北苑第一网格", "", ""]],
        "F2 结束日期 下沉队员的岗位要写结束日期",
    ),
    "no such day": ([], [["lin", "网格长", NORTH, "北苑第一网格", "2026-02-30", ""]], "没有这一天"),
    "nobody without a post": ([["孙立", "sun"]], POSTS[1:2][:0], "人员 B2 登录名 这位是新来的"),
    "a name that is none": ([["123", "sun"]], [], "姓名里有数字"),
    "a sign-in name of another street": ([["孙立", "far"]], [], "已经有人用了"),
    "apart": ([], [["ji", "安全管理员", "", "", "", ""]], "不能和“系统管理员”在一个人手里"),
}


@pytest.mark.parametrize(("people", "posts", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_said_by_its_cell(
    street, east, west, lin, ji, bai, district, people, posts, sentence
):
    other = builders.make_area("township", "150299022", "东风街道", parent=district)
    builders.make_staff("far", "远方", other, "street_staff")

    row = checked(street, bai, workbook(**{"人员": people, "任职": posts}))

    assert sentence in said(row)
    assert all(re.search(r" [A-Z]\d ", where) for where, _text in saying.Found(row).faults)
    with pytest.raises(NotReady):
        workflow.agree(row=row, by=bai, at=NOON)
