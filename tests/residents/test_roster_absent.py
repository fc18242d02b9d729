"""People a complete roster does not name: asked about, never moved by themselves."""

import pytest

from residents.models import Absence, Person, Roster
from residents.roster import cover
from tests import builders
from tests.residents.pages import post, url
from tests.residents.sheets import row

NAMES = [f"张{n}" for n in "甲乙丙丁戊己庚辛壬癸"]


@pytest.fixture
def neighbours(building, monkeypatch):
    """Ten people behind one door; of ten people we already believe a roster."""
    monkeypatch.setattr(cover, "ENOUGH", 10)
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    return [builders.make_person(door, name) for name in NAMES]


def absent(found):
    return list(Person.objects.filter(pk__in=found.plan.absent).values_list("name", flat=True))


def test_whom_a_complete_roster_leaves_out_is_asked_about(dry_run, neighbours):
    found = dry_run(*[row(name) for name in NAMES[:9]])

    assert (found.plan.cover.percent, absent(found)) == (90, ["张癸"])


def test_a_roster_of_some_people_asks_about_nobody(dry_run, neighbours):
    found = dry_run(*[row(name) for name in NAMES[:7]])

    assert (found.plan.cover.percent, absent(found)) == (70, [])


def test_a_roster_of_one_building_asks_only_about_that_building(dry_run, neighbours, west):
    elsewhere = builders.make_door(west, "101")
    for name in ("李一", "李二", "李三", "李四"):
        builders.make_person(elsewhere, name)

    found = dry_run(*[row(name) for name in NAMES[:9]])

    assert (found.plan.cover.scope, absent(found)) == ("buildings", ["张癸"])


def test_who_is_gone_already_is_not_asked_about(dry_run, neighbours):
    Person.objects.filter(name="张癸").update(status="moved")

    found = dry_run(*[row(name) for name in NAMES[:9]])

    assert (absent(found), found.plan.cover.all) == ([], 9)


@pytest.fixture
def asked(client, chen, north, neighbours):
    post(client, chen, north, *[row(name) for name in NAMES[:8]])
    return Roster.objects.get()


def answer(client, roster, **answers):
    keys = {each.person.name: each.pk for each in Absence.objects.select_related("person")}
    data = {f"answer-{keys[name]}": said for name, said in answers.items()}
    return client.post(url("roster-absent", roster), data, follow=True)


def test_the_page_says_how_much_of_the_register_it_found(client, asked):
    page = client.get(url("roster", asked), {"part": "absent"}).content.decode()

    assert "本社区登记在住的 10 人里，名册写到 8 人（80%）。" in page
    assert "张壬" in page and "张癸" in page and "搬走了吗" in page


def test_only_an_answer_moves_somebody_away(client, asked):
    assert set(Person.objects.values_list("status", flat=True)) == {"here"}

    answer(client, asked, 张壬="moved", 张癸="here")

    gone = Person.objects.get(name="张壬")
    assert (gone.status, gone.residencies.get().until_on is None) == ("moved", False)
    assert Person.objects.get(name="张癸").status == "here"
    assert Absence.objects.get(person=gone).answered_by.username == "chen"


def test_to_be_asked_stays_on_the_list(client, asked):
    page = answer(client, asked, 张癸="ask").content.decode()

    assert "请网格员问一问" in page
    assert Person.objects.get(name="张癸").status == "here"


def test_who_died_meanwhile_is_left_alone(client, asked):
    Person.objects.filter(name="张癸").update(status="died")

    answer(client, asked, 张癸="moved")

    assert Person.objects.get(name="张癸").status == "died"


def test_somebody_elses_list_answers_nobody(client, qian, asked):
    client.force_login(qian)

    assert answer(client, asked, 张癸="moved").status_code == 404
    assert Person.objects.get(name="张癸").status == "here"
