"""From empty to the opening day: the steps of one street, its list of divisions, the act itself."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from foundation.models import Record
from grids.models import Area
from notices import reminders
from office.models import StreetOpening
from office.onboarding import opening, steps
from residents.first_contacts import opening_day
from tests import builders
from tests.conftest import NOON, TODAY
from tests.office import organisation

INDEX = reverse("admin:index")
LIST = "代码,名称\n150299021000,团结街道\n150299021101,团结社区\n150299021102,东风社区\n150299020100,北苑社区\n"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def table(text=LIST):
    file = io.BytesIO(text.encode())
    file.name = "区划.csv"
    return file


def states(street):
    return {state.step.slug: state.state for state in steps.look(street, TODAY)}


def say_open(street, by, on=TODAY, at=NOON):
    return opening.say_open(street=street, on=on, by=by, at=at)


def test_an_empty_street_is_led_from_step_to_step(client, bai, street, other_street):
    """Every step through the pages: a list, a workbook; what is next stands on the one big button."""
    post = bai.postings.get()
    post.area = other_street
    post.save()
    client.force_login(bai)

    page = client.get(INDEX).text
    assert "团结街道开张" in page and "做好了 0 步" in page
    assert f'href="{reverse("onboarding:divisions", args=[other_street.code])}"' in page
    assert set(states(other_street).values()) == {"missing", "begun"}  # Bai stands second already

    here = reverse("onboarding:divisions", args=[other_street.code])
    found = client.post(here, {"file": table()})
    assert [code for code, _name in found.context["found"].new] == ["150299021101", "150299021102"]
    assert not Area.objects.under(other_street).filter(level="community").exists()
    client.post(here, {"places": found.context["sealed"], "sure": "1"})
    assert states(other_street)["divisions"] == "done"
    assert client.get(INDEX).context["following"].step.slug == "places"

    lines = {
        "网格": [["团结社区", "团结第一网格", ""], ["东风社区", "东风第一网格", ""]],
        "小区": [["团结社区", "向阳里"]],
        "楼栋": [["团结社区", "向阳里", "1", "团结第一网格", "", "", "1", "2", "2", "", ""]],
    }
    organisation.taken_in(other_street, bai, organisation.workbook(**lines))
    assert states(other_street)["places"] == "done"
    assert "1 个小区里 1 个有门牌" in client.get(INDEX).text
    assert client.get(INDEX).context["following"].step.slug == "people"


def test_a_second_street_sees_nothing_of_the_first(
    home, wang, lin, chen, bai, street, other_street, django_assert_num_queries
):
    builders.make_bank(home.community)
    User.objects.filter(pk=lin.pk).update(last_login=NOON)
    full = {
        state.step.slug: sum(f.done for f in state.figures) for state in steps.look(street, TODAY)
    }
    assert min(full[slug] for slug in ("divisions", "places", "people", "roster", "cards", "rules"))

    empty = steps.look(other_street, TODAY)
    assert {figure.done for state in empty for figure in state.figures} == {0}

    queries = 24
    with django_assert_num_queries(queries):
        steps.look(street, TODAY)
    for number in range(3):
        community = builders.make_area("community", f"15029902020{number}", "新社区", parent=street)
        builders.make_area("grid", f"15029902020{number}001", "新网格", parent=community)
    with django_assert_num_queries(queries):
        steps.look(street, TODAY)


def test_the_day_is_said_once_on_record_and_stays(office, bai, street):
    here = reverse("onboarding:open", args=[street.code])
    assert "开张日以前该联系的都不算晚" in office.get(here).text

    assert office.post(here, {"opens_on": TODAY + timedelta(days=61)}).status_code == 422
    assert office.post(here, {"opens_on": TODAY - timedelta(days=1)}).status_code == 422
    assert not StreetOpening.objects.exists()

    office.post(here, {"opens_on": TODAY + timedelta(days=6)})
    assert "开张日定在" in office.get(INDEX).text  # leads on until the day has come
    assert office.post(here, {"opens_on": TODAY})["Location"] == INDEX
    row = StreetOpening.objects.get()
    assert (row.opens_on, row.said_by, bool(row.begun_at)) == (TODAY, bai, True)
    assert Record.objects.filter(thing=f"office.streetopening:{row.pk}").count() == 2
    assert "和平街道开张" not in office.get(INDEX).text

    office.post(here, {"opens_on": TODAY + timedelta(days=6)})
    assert StreetOpening.objects.get().opens_on == TODAY
    with pytest.raises(opening.AlreadyOpen):
        say_open(street, bai)


@pytest.fixture
def waiting(home, east):
    """Three doors of people who fell due long before the street opened, and one contacted since."""
    people = []
    for number in range(12):
        door = builders.make_door(east, f"{number + 2}02", building=home.building)
        person = builders.make_person(door, f"周{number}")
        builders.tag(person)
        people.append(person)
    return people


def days_of(people):
    for person in people:
        person.refresh_from_db()
    return [person.next_due_on for person in people]


def test_nothing_is_late_that_fell_due_before_the_street_opened(waiting, street, bai, monkeypatch):
    assert {day < TODAY for day in days_of(waiting)} == {True}

    # Without what registers itself for the day they stay late.
    monkeypatch.setattr(opening, "_begins", [])
    first = say_open(street, bai)
    assert {day < TODAY for day in days_of(waiting)} == {True}
    first.delete()

    monkeypatch.setattr(opening, "_begins", [opening_day.spread_from])
    say_open(street, bai)
    days = days_of(waiting)
    assert min(days) >= TODAY and max(days) <= TODAY + timedelta(days=7)
    assert max(days.count(day) for day in days) <= 3  # of twelve on five working days


def test_a_day_to_come_begins_by_the_clock_and_once(waiting, street, bai):
    monday = TODAY + timedelta(days=6)
    say_open(street, bai, on=monday)
    before = days_of(waiting)
    assert before[0] < TODAY

    reminders.sweep(NOON)
    assert days_of(waiting) == before
    reminders.sweep(NOON + timedelta(days=6))
    assert min(days_of(waiting)) >= monday
    row = StreetOpening.objects.get()
    assert not opening.begin(row, NOON)


def test_another_street_is_left_as_it_is(waiting, street, other_street, bai, chen):
    before = days_of(waiting)
    say_open(other_street, bai)
    assert days_of(waiting) == before


def test_a_list_that_is_wrong_says_so_and_makes_nothing(office, street, north, south):
    here = reverse("onboarding:divisions", args=[street.code])
    assert (
        "没有找到“代码”和“名称”两列"
        in office.post(here, {"file": table("编号,叫什么\n1,2\n")}).text
    )
    answer = office.post(here, {"file": table("代码,名称\n150299021101,团结社区\n")})
    assert "没有和平街道下面的地方" in answer.text
    north.valid_to = TODAY
    north.save()
    text = "代码,名称\n150299020100,北苑社区\n150299020101,南苑新村\n15029902010,短\n150299020109,新苑社区\n"
    found = office.post(here, {"file": table(text)})
    assert "150299020100 以前是北苑社区" in found.text and "第 4 行：代码要是 9 位" in found.text
    assert "150299020101 南苑社区 → 南苑新村" in found.text
    assert 'name="sure"' not in found.text  # faults first

    # What comes back is what was shown for this area, or nothing happens.
    for sent in ("", "forged", found.context["sealed"] + "x"):
        office.post(here, {"places": sent, "sure": "1"})
    assert not Area.objects.filter(code="150299020109").exists()


def test_a_house_without_streets_asks_for_them(client, bai, district):
    post = bai.postings.get()
    Area.objects.filter(pk=post.area_id).update(valid_to=TODAY - timedelta(days=1))
    post.area = district
    post.save()
    client.force_login(bai)

    page = client.get(INDEX).text
    assert "还没有街道" in page
    assert reverse("onboarding:divisions", args=[district.code]) in page
    here = reverse("onboarding:divisions", args=[district.code])
    found = client.post(here, {"file": table()})
    client.post(here, {"places": found.context["sealed"], "sure": "1"})
    made = Area.objects.get(code="150299021102")
    assert (made.parent.name, made.level, made.register_name) == (
        "团结街道",
        "community",
        "东风社区",
    )
    assert client.get(INDEX).context["unopened"] == [made.parent]
