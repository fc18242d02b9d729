"""The search box: who finds what, in which order, and where a line leads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from residents.models import Person
from residents.search import finders
from tests import builders, neighbourhood
from tests.conftest import NOON

ID_NUMBER = builders.make_id_number("19500102", 86)
FIND = reverse("search:find")


@pytest.fixture
def wang(wang):
    wang.set_id_number(ID_NUMBER)
    wang.save()
    return wang


def titles(user, text):
    return [
        row.title
        for group in finders.find(text=text, to=builders.reader_of(user), at=NOON)
        for row in group.rows
    ]


ANY_OF = [
    "王秀兰",
    "秀兰",
    "王秀",
    " 王　秀兰 ",
    "王",
    "wangxiulan",
    "Wang Xiu-lan",
    "wang'xiu",
    "WXL",
    "wx",
    "13800000001",
    "138 0000 0001",
    "+86-13800000001",
    "１３８０００００００１",
    ID_NUMBER,
    f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}",
]
NONE_OF = ["兰", "王兰", "xiulan", "w", "1380000000", ID_NUMBER[:17], "!", "建国"]


def test_somebody_is_found_by_any_of_these_and_by_none_of_those(wang, lin):
    found = {text: titles(lin, text) for text in [*ANY_OF, *NONE_OF]}

    assert found == dict.fromkeys(ANY_OF, ["王秀兰"]) | dict.fromkeys(NONE_OF, [])


def test_a_surname_is_found_as_it_is_read(home, lin):
    builders.make_person(home, "单田芳")
    builders.make_person(home, "尉迟恭")

    assert titles(lin, "shan") == titles(lin, "shantianf") == ["单田芳"]
    assert titles(lin, "yuchigong") == titles(lin, "尉迟") == ["尉迟恭"]


@pytest.mark.parametrize(
    ("name", "texts"),
    {
        "单田芳": "shantianfang stf dan dtf chantian",
        "单于明": "chanyuming danyu shanyu cym",
        "阚泽": "kanze hanze kz hz",
        "粘小芳": "nianxiao zhanxiao",
        "乜文": "nie mie",
        "句芳": "goufang jufang qufang",
        "查干巴拉": "chagan zhagan cgbl zgbl",
        "格日勒图": "geriletu gerileitu",
        "吕略": "lvlve lulue lyulue lülüe ll",
        "林玉": "linyu ly",
        "王𬱖": "王頔 王𬱖 wangdi",
        "陈国强": "陳國強 陳國 cgj",
        "阿依古丽·买买提": "阿依古丽.买买提 古丽买买 阿依古丽・买 ayiguli",
        "葛\U000e0100城": "葛城 葛\U000e0100城 gecheng",
        "马建国": "⻢建国 ⻢",
        "王〇一": "王〇 wanglingyi",
    }.items(),
)
def test_every_spelling_and_every_reading_finds(home, lin, name, texts):
    builders.make_person(home, name)
    builders.make_person(home, "赵铁柱")

    assert [text for text in texts.split() if titles(lin, text) != [name]] == []


def test_the_surnames_own_reading_comes_first(home, lin):
    for name in ("单小明", "丹小明"):
        builders.make_person(home, name)

    assert titles(lin, "danxiaoming") == ["丹小明", "单小明"]
    assert titles(lin, "shanxiaoming") == ["单小明"]


def test_the_exact_name_comes_first_then_names_that_begin_with_it(home, lin):
    for name in ("欧阳秀", "阳秀兰", "秀兰", "赵阳秀兰"):
        builders.make_person(home, name)

    assert titles(lin, "秀兰") == ["秀兰", "阳秀兰", "赵阳秀兰"]
    assert titles(lin, "阳秀")[0] == "阳秀兰"


def test_whoever_lives_here_comes_before_a_namesake_who_moved_away(home, lin):
    gone, here = builders.make_person(home, "王明"), builders.make_person(home, "王明")
    Person.objects.filter(pk=gone.pk).update(status="moved")
    [group] = finders.find(text="王明", to=builders.reader_of(lin), at=NOON)

    assert [(row.note, bool(row.href)) for row in group.rows] == [("", True), ("已搬走", False)]
    assert here.status == "here"


SPELLINGS = [
    "3-2-501",
    "3栋2单元501",
    "3号楼2单元501室",
    "和平里3-2-501",
    "３－２－５０１",
    "和平里小区三号楼二单元501",
    "3-501",
    "2单元501",
    "501",
]


def test_a_door_is_found_in_any_usual_spelling(east, lin):
    building = builders.make_building(east, 3)
    builders.make_door(east, "501", building=building, stairwell=2)
    builders.make_door(east, "502", building=building, stairwell=2)

    found = {text: titles(lin, text) for text in SPELLINGS}

    assert found == dict.fromkeys(SPELLINGS, ["和平里 3号楼 2单元 501"])


def test_a_door_without_its_building_is_for_those_who_walk_there(home, lin, chen):
    assert titles(lin, "501") == [str(home)]
    assert titles(chen, "501") == []
    assert finders.advice("501", to=builders.reader_of(chen)) == "请把楼号也写上，比如 3-501。"


def test_places_are_found_by_name_number_and_code(home, north, east, chen, lin):
    number = home.building.number

    assert titles(chen, f"{number}号楼") == titles(chen, "和平里") == [str(home.building)]
    assert titles(chen, "第一网格") == titles(chen, east.code) == ["北苑第一网格"]
    assert titles(chen, "150299020100")[:2] == ["北苑社区", "北苑第一网格"]
    assert titles(lin, "北苑社区") == []  # Lin's post is the grid


def test_a_line_leads_to_where_this_person_works_with_it(wang, home, lin, chen, bai):
    leads = {
        user: finders.find(text="王秀兰", to=builders.reader_of(user), at=NOON)[0].rows[0]
        for user in (lin, chen, bai)
    }

    assert leads[lin].href == reverse("visits:door", args=[home.pk])
    assert leads[chen].href == reverse("corrections:person", args=[wang.uid])
    assert leads[bai].href == reverse("admin:residents_person_change", args=[wang.pk])
    assert [row.meta for row in leads.values()] == [
        str(home),
        str(home.building),
        str(home.building),
    ]


@pytest.mark.parametrize("text", ["秀兰", "秀", "xiu", "xlh", "秀兰花"])
def test_a_district_finds_people_in_all_its_streets(home, district, text):
    grid = neighbourhood.grid_abroad(district)
    du = builders.make_staff("du", "杜区", district, "street_staff")
    for door in (home, builders.make_door(grid, "301")):
        builders.make_person(door, "秀兰花")
        builders.make_person(door, "张兰")

    assert titles(du, text) == ["秀兰花", "秀兰花"]


def test_a_case_is_found_by_its_number(east, lin, zhou):
    case = builders.make_case(lin, east, at=NOON)

    assert titles(lin, case.number) == titles(lin, case.number.replace("-", "")) == [case.title]
    assert titles(zhou, case.number) == []


def test_what_lies_elsewhere_gives_the_same_answer_as_what_does_not_exist(client, wang, zhou):
    client.force_login(zhou)
    texts = {
        ID_NUMBER: builders.make_id_number("19500102", 88),
        "13800000001": "13900000001",
        "王秀兰": "王秀英",
        "wxl": "wxy",
        "北苑第一网格": "北苑第九网格",
    }
    for real, made_up in texts.items():
        answers = [
            client.post(FIND, {"words": text}, headers={"HX-Request": "true"}).content
            for text in (real, made_up)
        ]
        assert answers[0] == answers[1], real


def test_a_helper_finds_doors_and_no_people(wang, home, east):
    helper = builders.make_staff("he", "何帮", east, "campaign_helper")

    assert (
        titles(helper, "王秀兰") == titles(helper, ID_NUMBER) == titles(helper, "13800000001") == []
    )
    assert titles(helper, "501") == [str(home)]


def test_many_of_a_name_are_cut_and_say_so(client, home, lin):
    for _ in range(finders.MOST + 1):
        builders.make_person(home, "王伟")
    client.force_login(lin)
    page = client.post(FIND, {"words": "王伟"}).text

    assert page.count('class="row-link"') == finders.MOST
    assert "还有更多" in page


@pytest.mark.usefixtures("standing_clock")
@pytest.mark.parametrize("text", ["王", "wang", "3-2-501", "和平里", ID_NUMBER])
def test_ten_cost_as_many_queries_as_one(client, home, chen, bai, text):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.post(FIND, {"words": text}).status_code == 200
        return len(captured)

    builders.make_person(home, "王一")
    for user in (chen, bai):
        client.force_login(user)
        count()  # the first of a minute writes a row for its limit
        one = count()
        for number in range(4):
            builders.make_person(builders.make_door(home.grid, "501"), f"王{number}")
        assert count() == one <= 18


@pytest.mark.parametrize("registered", ["0472-5551234", "04725551234"])
def test_a_landline_is_found_in_every_spelling(home, lin, registered):
    builders.make_person(home, "张三丰", phone=registered)

    for text in ("0472-5551234", "04725551234", "+86 472 5551234", "0472—555 1234", "4725551234"):
        assert titles(lin, text) == ["张三丰"]
