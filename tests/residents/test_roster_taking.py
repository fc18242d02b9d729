"""Taking a roster in: what was shown, all of it, or nothing."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from residents import registry
from residents.models import (
    CareTag,
    Dwelling,
    Household,
    Person,
    Residency,
    Roster,
    WrittenNumber,
)
from residents.roster import workflow
from residents.roster.plan import Plan
from residents.roster.writing import cleanup, stays
from tests import builders
from tests.conftest import NOON, TODAY
from tests.residents.conftest import upload
from tests.residents.sheets import row

SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.trial("odd-files")) for seed in range(1, 5))]

pytestmark = pytest.mark.usefixtures("midday")

NUMBER = builders.make_id_number("19500102", 1)
FAMILY = [
    row("张三丰", 身份证号=NUMBER, 手机="13800000009", 与户主关系="户主", 关爱标签="低保"),
    row("李四光", 手机="13800000008", 与户主关系="配偶", 备注="腿脚不便"),
    row("王五", door="502", 居住类型="租住"),
]


def test_people_doors_and_stays_are_written(take_in, east):
    take_in(*FAMILY)

    zhang, li, wang = Person.objects.order_by("pk")
    assert (zhang.id_number, zhang.phone, zhang.sex) == (NUMBER, "13800000009", "male")
    assert (zhang.birth_on, zhang.pinyin, zhang.grid) == (date(1950, 1, 2), "zhangsanfeng", east)
    assert (li.relation, li.remarks, li.household) == ("spouse", "腿脚不便", zhang.household)
    assert wang.household is None
    assert str(zhang.home) == "和平里 3号楼 2单元 501"
    assert list(Dwelling.objects.values_list("floor", flat=True)) == [5, 5]
    assert [stay.tenure for stay in Residency.objects.order_by("pk")] == ["own", "own", "rent"]


def test_a_tag_says_where_from_what_for_and_until_when(take_in, chen):
    take_in(*FAMILY, by=chen)

    tag = CareTag.objects.get()
    assert (tag.source, tag.purpose) == ("社区名册 名册.xlsx", "定期探访")
    assert (tag.expires_on, tag.noted_by) == (TODAY + timedelta(days=365), chen)
    assert (tag.person.tier, tag.person.next_due_on) == ("general", TODAY + timedelta(days=1))


def test_the_same_roster_twice_changes_nothing(take_in, dry_run):
    take_in(*FAMILY)
    before = list(Person.objects.order_by("pk").values())

    found = dry_run(*FAMILY)

    assert (found.plan.unchanged, found.plan.people) == (3, [])
    take_in(*FAMILY)
    assert list(Person.objects.order_by("pk").values()) == before
    assert (Residency.objects.count(), Household.objects.count()) == (3, 1)


def test_changes_are_written_to_the_right_people(take_in):
    take_in(*FAMILY)

    take_in(
        row("张三丰", 身份证号=NUMBER, 手机="13900000009", 居住类型="租住"),
        row("李四光", 身份证号=builders.make_id_number("19600303", 5), 备注="好多了"),
    )

    zhang, li, wang = Person.objects.order_by("pk")
    assert (zhang.phone, zhang.remarks, zhang.version) == ("13900000009", "", 2)
    assert (li.phone, li.remarks, li.birth_on) == ("13800000008", "好多了", date(1960, 3, 3))
    assert (wang.version, wang.phone) == (1, "")
    assert Residency.objects.get(person=zhang).tenure == "rent"


def test_a_move_keeps_the_old_stay_and_changes_the_area(take_in, west):
    zhang = builders.make_person(builders.make_door(west), "张三丰", id_number=NUMBER)
    builders.tag(zhang, at=NOON)

    take_in(row("张三丰", 身份证号=NUMBER, 与户主关系="户主"), at=NOON + timedelta(days=1))

    zhang.refresh_from_db()
    old, new = Residency.objects.order_by("pk")
    assert (old.until_on, new.until_on) == (TODAY + timedelta(days=1), None)
    assert (zhang.home, zhang.grid.name) == (new.dwelling, "北苑第一网格")
    assert (zhang.household.dwelling, zhang.next_due_on) == (zhang.home, TODAY)


def test_somebody_who_had_moved_away_comes_back(take_in, building):
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    zhang = builders.make_person(door, "张三丰", id_number=NUMBER)
    builders.tag(zhang, at=NOON)
    registry.moved_away(person=zhang, on=TODAY, by=None, at=NOON)
    take_in(row(身份证号=NUMBER), made_on=TODAY + timedelta(days=1))

    zhang.refresh_from_db()
    assert (zhang.status, zhang.next_due_on) == ("here", TODAY)
    assert [stay.until_on for stay in Residency.objects.order_by("pk")] == [TODAY, None]


def test_a_tag_about_to_expire_is_renewed_and_others_are_left_alone(take_in):
    take_in(*FAMILY)
    CareTag.objects.update(expires_on=TODAY + timedelta(days=200), source="民政")
    take_in(*FAMILY)
    assert CareTag.objects.get().source == "民政"

    CareTag.objects.update(expires_on=TODAY + timedelta(days=20))
    take_in(*FAMILY)

    assert CareTag.objects.get().expires_on == TODAY + timedelta(days=365)


def test_a_new_phone_opens_nothing_until_somebody_else_confirms_it(take_in, building):
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_resident(door, "张三丰", phone="13800000009")

    take_in(row(手机="13900000009"))

    assert User.objects.get().phone_index is None
    written = WrittenNumber.objects.get()
    assert (written.origin, written.before, written.confirmed_how) == ("roster", "13800000009", "")


def test_a_fault_in_the_last_line_keeps_everything_out(building, north):
    uploaded = upload(north, *FAMILY, row("赵六", 手机="1"))
    workflow.check(roster=uploaded, at=NOON)

    with pytest.raises(workflow.NotReady):
        workflow.agree(roster=uploaded, by=None, at=NOON)

    Roster.objects.update(state="checked")
    with pytest.raises(workflow.NotReady):
        workflow.take_in(roster=uploaded, at=NOON)
    assert not Person.objects.exists()


def test_nothing_is_kept_when_the_last_step_fails(building, north, monkeypatch):
    uploaded = upload(north, *FAMILY)
    workflow.check(roster=uploaded, at=NOON)
    workflow.agree(roster=uploaded, by=None, at=NOON)
    monkeypatch.setattr(stays.registry, "settle_tiers", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        workflow.take_in(roster=uploaded, at=NOON)

    for model in (Person, Dwelling, Household, Residency, CareTag):
        assert not model.objects.exists()
    uploaded.refresh_from_db()
    assert uploaded.state == "to_take_in"


def test_after_a_change_in_the_register_a_new_dry_run_waits_and_nothing_is_written(building, north):
    uploaded = upload(north, *FAMILY)
    workflow.check(roster=uploaded, at=NOON)
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_person(door, "李四光")
    workflow.agree(roster=uploaded, by=None, at=NOON)

    with pytest.raises(workflow.RegisterChanged):
        workflow.take_in(roster=uploaded, at=NOON)

    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.findings["again"]) == ("checked", True)
    assert (uploaded.findings["new"], uploaded.findings["changed"]) == (2, 1)
    assert Person.objects.count() == 1
    workflow.agree(roster=uploaded, by=None, at=NOON)
    workflow.take_in(roster=uploaded, at=NOON)
    assert Person.objects.count() == 3


def test_without_comparing_the_plans_something_nobody_saw_would_be_written(
    building, north, monkeypatch
):
    """The control: with the guard of the test above taken away, the import goes through."""
    monkeypatch.setattr(Plan, "digest", lambda plan: "always the same")
    uploaded = upload(north, *FAMILY)
    workflow.check(roster=uploaded, at=NOON)
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_person(door, "李四光")
    workflow.agree(roster=uploaded, by=None, at=NOON)

    workflow.take_in(roster=uploaded, at=NOON)

    assert Person.objects.get(name="李四光").phone == "13800000008"


def test_the_rows_are_sealed_while_they_wait_and_gone_afterwards(building, north):
    uploaded = upload(north, *FAMILY)
    workflow.check(roster=uploaded, at=NOON)
    kept = Roster.objects.filter(pk=uploaded.pk).values_list(
        "sealed_rows", "sealed_file", "findings", "pages__sealed_lines"
    )
    assert all(column.startswith("sm4.") for row in kept for column in (row[0], row[1], row[3]))
    assert not any(secret in str(kept) for secret in (NUMBER, "13800000009"))

    workflow.agree(roster=uploaded, by=None, at=NOON)
    workflow.take_in(roster=uploaded, at=NOON)

    assert kept.all()[0][:2] == ("", "")


def test_it_is_taken_in_once(take_in):
    taken = take_in(*FAMILY)

    with pytest.raises(workflow.NotReady):
        workflow.agree(roster=taken, by=None, at=NOON)
    with pytest.raises(workflow.NotReady):
        workflow.take_in(roster=taken, at=NOON)
    assert Person.objects.count() == 3


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_was_taken_in_is_unchanged_the_second_time(take_in, dry_run, seed):
    """Random families over a few doors, several rosters after each other."""
    chance, taken = random.Random(seed), 0
    while taken < 4:
        rows = random_roster(chance)
        if dry_run(*rows).faults:
            continue
        take_in(*rows)
        taken += 1
        again = dry_run(*rows)
        assert (again.faults, again.plan.people) == ([], [])
        assert again.plan.unchanged + len(again.plan.held) == len(rows)


def random_roster(chance):
    rows = []
    for name in chance.sample("甲乙丙丁戊己庚辛", 6):
        order = "甲乙丙丁戊己庚辛".index(name)
        rows.append(
            row(
                f"张{name}",
                door=chance.choice(["501", "502", "601"]),
                身份证号=builders.make_id_number("19500102", order) if order % 2 else "",
                手机=chance.choice(["", f"1380000000{chance.randrange(9)}"]),
                与户主关系=chance.choice(["", "其他", "户主" if not order else "其他", "配偶"]),
                居住类型=chance.choice(["", "自有", "租住"]),
                关爱标签=chance.choice(["", "低保", "退役军人、残疾人"]),
            )
        )
    return rows


def test_an_upload_nobody_decided_about_is_forgotten_after_a_week(checked):
    week = timezone.localdate() + timedelta(days=7)

    assert cleanup.forget_left_lying(on=week) == 0
    assert cleanup.forget_left_lying(on=week + timedelta(days=1)) == 1
