"""Lines that look like somebody registered: held out, decided once, and the answer remembered."""

import pytest
from django.utils import timezone

from residents.models import Lookalike, Person, Roster
from residents.roster.writing import cleanup
from tests import builders
from tests.residents.pages import post, url
from tests.residents.sheets import row

NUMBER = builders.make_id_number("19500102", 1)
OTHER = builders.make_id_number("19500102", 3)


@pytest.fixture
def zhang(building):
    """Registered behind 2单元 501 with a number and a phone."""
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    return builders.make_person(door, "张三丰", id_number=NUMBER, phone="13800000009")


@pytest.fixture
def old_zhang(building):
    """Registered behind 2单元 502 without papers, but with a birth date."""
    door = builders.make_door(building.grid, "502", building=building, stairwell=2)
    return builders.make_person(door, "张三丰", birth_on=timezone.datetime(1950, 1, 2).date())


def reasons(found):
    return [(like.person.name, like.reason) for like in found.plan.held]


def decide(client, roster, answer, *, pair=None):
    pair = pair or Lookalike.objects.get()
    return client.post(url("roster-pairs", roster), {f"answer-{pair.pk}": answer}, follow=True)


# What is asked about.


def test_the_same_number_under_another_name_is_asked(dry_run, zhang):
    assert reasons(dry_run(row("张四丰", 身份证号=NUMBER))) == [("张三丰", "id_number")]


def test_the_same_name_and_birth_date_are_asked(dry_run, old_zhang):
    assert reasons(dry_run(row(身份证号=NUMBER))) == [("张三丰", "birth")]
    assert reasons(dry_run(row(出生日期="1950年1月2日"))) == [("张三丰", "birth")]


def test_the_same_phone_behind_the_same_door_is_asked(dry_run, zhang):
    assert reasons(dry_run(row("张三封", 手机="13800000009"))) == [("张三丰", "phone")]
    assert reasons(dry_run(row("张三封", door="502", 手机="13800000009"))) == []


def test_papers_that_differ_have_said_so_already(dry_run, zhang):
    assert reasons(dry_run(row("张三封", 身份证号=OTHER, 手机="13800000009"))) == []
    assert reasons(dry_run(row(door="502", 身份证号=OTHER))) == []


def test_another_birth_date_is_somebody_else(dry_run, zhang):
    lines = [row("张三封", 出生日期="1980-01-01", 手机="13800000009")]

    assert reasons(dry_run(*lines)) == []


def test_a_couple_with_one_phone_is_not_asked_once_both_are_known(dry_run, zhang):
    builders.make_person(zhang.home, "李四光")

    found = dry_run(row(手机="13800000009"), row("李四光", 手机="13800000009"))

    assert found.plan.held == []


def test_whom_another_line_names_is_offered_to_nobody(dry_run, zhang):
    found = dry_run(row(身份证号=NUMBER), row("李四光", 手机="13800000009"))

    assert (found.plan.held, len(found.plan.new)) == ([], 1)


# What is answered.


def test_a_line_to_be_decided_stays_out_and_the_others_go_in(client, chen, north, zhang):
    post(client, chen, north, row("张四丰", 身份证号=NUMBER), row("李四光"))
    client.post(url("take-in-roster", Roster.objects.get()))

    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == [
        "张三丰",
        "李四光",
    ]
    page = client.get("/imports/").content.decode()
    assert "1 行像是登记里已有的人，还没有导入" in page


def test_the_two_stand_side_by_side_with_what_differs_and_no_number(client, chen, north, zhang):
    page = post(
        client, chen, north, row("张四丰", 身份证号=NUMBER, 手机="13800000008")
    ).content.decode()

    assert "名册第 2 行" in page and "登记里" in page
    assert page.count("不一样") == 4  # name and phone, on both cards
    assert "号码相同" in page
    assert not any(secret in page for secret in (NUMBER, "13800000008", "13800000009"))


def test_the_same_person_is_updated_and_keeps_the_entry(client, chen, north, old_zhang):
    post(client, chen, north, row(door="502", 身份证号=NUMBER, 出生日期="", name="张三丰"))
    Roster.objects.all().delete()
    post(client, chen, north, row(身份证号=NUMBER))
    found = Roster.objects.get()

    page = decide(client, found, "same").content.decode()
    assert "检查过了，可以导入" in page
    client.post(url("take-in-roster", found), {"reason": "上门看过身份证"})

    old_zhang.refresh_from_db()
    assert (Person.objects.count(), old_zhang.id_number, old_zhang.home.door) == (1, NUMBER, "501")


def test_the_same_person_under_another_name_is_renamed(client, chen, north, zhang):
    post(client, chen, north, row("张叁丰", 身份证号=NUMBER))
    found = Roster.objects.get()
    decide(client, found, "same")
    client.post(url("take-in-roster", found))

    zhang.refresh_from_db()
    assert (zhang.name, zhang.pinyin, zhang.version) == ("张叁丰", "zhangsanfeng", 2)


def test_two_people_go_in_as_two_and_are_not_asked_again(client, chen, north, old_zhang):
    for _time in range(2):
        post(client, chen, north, row(身份证号=NUMBER))
        found = Roster.objects.latest("pk")
        if Lookalike.objects.filter(answer="").exists():
            decide(client, found, "different")
        found.refresh_from_db()
        assert (found.findings["held"], found.findings["new"]) == (0, 1)
    client.post(url("take-in-roster", found))

    assert Person.objects.filter(name="张三丰").count() == 2
    assert Lookalike.objects.get().answer == "different"


def test_without_the_remembered_answer_it_would_be_asked_again(client, chen, north, old_zhang):
    """The control of the test above."""
    post(client, chen, north, row(身份证号=NUMBER))
    decide(client, Roster.objects.get(), "different")
    Lookalike.objects.all().delete()

    post(client, chen, north, row(身份证号=NUMBER))

    assert Roster.objects.latest("pk").findings["held"] == 1


def test_one_number_cannot_belong_to_two_so_the_line_stays_out(client, chen, north, zhang):
    post(client, chen, north, row("张四丰", 身份证号=NUMBER))
    found = Roster.objects.get()
    decide(client, found, "different")

    found.refresh_from_db()
    assert (found.findings["held"], found.findings["new"]) == (1, 0)


def test_a_line_decided_later_follows_by_itself(client, chen, north, zhang):
    post(client, chen, north, row("张四丰", 身份证号=NUMBER), row("李四光"))
    first = Roster.objects.get()
    client.post(url("take-in-roster", first))
    page = decide(client, first, "same").content.decode()
    assert "接着办定好的 1 行" in page

    client.post(url("take-up-roster", first))
    second = Roster.objects.latest("pk")
    assert (second.state, second.findings["changed"]) == ("checked", 1)
    client.post(url("take-in-roster", second))

    zhang.refresh_from_db()
    assert zhang.name == "张四丰"
    assert Lookalike.objects.get().sealed_row == ""
    assert "还有待定的行" not in client.get("/imports/").content.decode()


def test_nothing_decided_is_nothing_to_take_up(client, chen, north, zhang):
    post(client, chen, north, row("张四丰", 身份证号=NUMBER), row("李四光"))
    first = Roster.objects.get()
    client.post(url("take-in-roster", first))

    client.post(url("take-up-roster", first))

    assert Roster.objects.count() == 1


def test_a_secretary_next_door_answers_nothing(client, chen, qian, north, zhang):
    post(client, chen, north, row("张四丰", 身份证号=NUMBER))
    client.force_login(qian)

    assert decide(client, Roster.objects.get(), "same").status_code == 404
    assert Lookalike.objects.get().answer == ""


def test_the_line_is_sealed_and_a_dropped_upload_takes_its_questions_along(
    client, chen, north, zhang
):
    post(client, chen, north, row("张四丰", 身份证号=NUMBER))
    pair = Lookalike.objects.get()
    assert pair.sealed_row.startswith("sm4.") and NUMBER not in pair.row_key

    cleanup.drop(roster=Roster.objects.get())

    assert not Lookalike.objects.exists()
