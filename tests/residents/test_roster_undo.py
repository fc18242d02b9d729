"""Undoing a roster: every table as it was, or nothing at all and a sentence that says why."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings

from accounts.models import User
from foundation.models import Record
from foundation.sealing import CannotOpen
from foundation.work.rows import NotReady
from foundation.workbooks import footprint
from residents import registry
from residents.models import CareTag, Dwelling, Person, Residency, Roster, RosterPage
from residents.roster import workflow
from residents.roster.writing import cleanup, undoing
from tests import builders
from tests.conftest import NOON, TODAY
from tests.residents.pages import url
from tests.residents.sheets import row
from tests.residents.test_roster_taking import FAMILY, random_roster

AT_LENGTH = pytest.mark.trial("odd-files")
SEEDS = [0, *(pytest.param(seed, marks=AT_LENGTH) for seed in range(1, 3))]

pytestmark = pytest.mark.usefixtures("midday")

NUMBER = builders.make_id_number("19500102", 1)
LATER = NOON + timedelta(days=1)
# What an undo leaves behind: the roster itself, what was asked about it, and the record.
NOT_PUT_BACK = {
    "notices.Notice",  # whoever was told of a number is not untold
    "foundation.Record",
    "foundation.RecordHead",
    "residents.Roster",
    "residents.RosterPage",
    "residents.Lookalike",
    "residents.Absence",
}


def dump():
    """Every row of every table of ours, apart from what an undo leaves behind."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        ours = model._meta.app_label in settings.HOUSE_APPS
        if ours and model._meta.label not in NOT_PUT_BACK:
            rows = model._base_manager.order_by("pk").values()
            tables[model._meta.label] = [
                {name: value for name, value in row.items() if name != "endings"} for row in rows
            ]
    return tables


def undo(taken, by, at=LATER):
    undoing.agree(roster=taken, by=by, at=at)
    undoing.undo(roster=taken, at=at)


@pytest.fixture
def neighbours(building):
    """Everything a roster can change: a phone with an account, a stay, a tag, somebody gone."""
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_resident(door, "张三丰", phone="13800000009", remarks="养猫")
    tagged = builders.make_person(door, "李四光", id_number=NUMBER)
    builders.tag(tagged, "low_income", at=NOON, expires_on=TODAY + timedelta(days=9))
    gone = builders.make_person(door, "王五")
    registry.moved_away(person=gone, on=TODAY, by=None, at=NOON)
    return door


CHANGES = [
    row("张三丰", 手机="13900000009", 备注="养狗", 居住类型="租住"),
    row("李四光", door="601", 身份证号=NUMBER, 与户主关系="户主", 关爱标签="低保、残疾人"),
    row("赵六", door="601", 与户主关系="配偶", 关爱标签="退役军人"),
]


def test_everything_is_as_it_was(take_in, chen, neighbours):
    before = dump()
    taken = take_in(*CHANGES, by=chen)
    assert dump() != before

    undo(taken, chen)

    assert dump() == before
    assert (taken.state, taken.undone_by, taken.undone_at) == ("undone", chen, LATER)


@pytest.mark.parametrize("seed", SEEDS)
def test_several_rosters_are_undone_one_after_the_other(take_in, dry_run, chen, seed):
    import random

    chance, kept = random.Random(seed), []
    while len(kept) < 3:
        rows = random_roster(chance)
        if not dry_run(*rows).faults:
            kept.append((dump(), take_in(*rows, by=chen)))

    for before, taken in reversed(kept):
        if taken.pages.filter(part=RosterPage.Part.BEFORE).exists():
            undo(taken, chen)
        assert dump() == before


def test_what_was_sealed_is_readable_after_the_keys_changed(take_in, chen, neighbours, monkeypatch):
    taken = take_in(*CHANGES, by=chen)
    monkeypatch.setattr(footprint, "newest", lambda: "sm4.another.")

    undo(taken, chen)

    assert Person.objects.get(name="张三丰").phone == "13800000009"
    assert User.objects.get(name="张三丰").phone == "13800000009"


def test_a_key_that_is_gone_leaves_everything_in(take_in, chen, neighbours, monkeypatch):
    taken = take_in(*CHANGES, by=chen)
    after = dump()

    def gone(value, *, context):
        raise CannotOpen(context)

    monkeypatch.setattr(footprint, "newest", lambda: "sm4.another.")
    monkeypatch.setattr(footprint, "unseal", gone)
    with pytest.raises(undoing.TooLate):
        undo(taken, chen)

    assert dump() == after
    assert Roster.objects.get().state == "taken_in"


def contact(lin):
    builders.log_contact(lin, Dwelling.objects.get(), [Person.objects.get(name="王五")], at=NOON)


def case(lin):
    person = Person.objects.get(name="王五")
    builders.make_case(lin, person.grid, reporter=person, at=NOON)


def account_and_deed(lin):
    person = Person.objects.get(name="王五")
    bank = builders.make_bank(person.community)
    builders.make_deed(lin, person, builders.make_rule(bank), at=NOON)


def sign_in(lin):
    builders.confirm(Person.objects.get(name="王五"))


def correction(lin):
    registry.correct(person=Person.objects.get(name="王五"), remarks="x", by=lin, at=NOON)


def another_person(lin):
    builders.make_person(Dwelling.objects.get(), "后来的人")


def care_tag(lin):
    builders.tag(Person.objects.get(name="王五"), at=NOON)


@pytest.mark.parametrize(
    ("build", "name", "word"),
    [
        (contact, "王五", "visits.Visit"),
        (correction, "王五", "changed"),
        (another_person, "和平里 3号楼 2单元 502", "residents.Person"),
        pytest.param(case, "王五", "cases.Case", marks=AT_LENGTH),
        pytest.param(account_and_deed, "王五", "morality_bank.Account", marks=AT_LENGTH),
        pytest.param(sign_in, "王五", "changed", marks=AT_LENGTH),
        pytest.param(care_tag, "王五", "residents.CareTag", marks=AT_LENGTH),
    ],
)
def test_what_was_built_on_it_is_named_and_nothing_is_undone(take_in, chen, lin, build, name, word):
    taken = take_in(row("王五", door="502", 手机="13800000005"), by=chen)
    build(lin)
    after = dump()

    with pytest.raises(undoing.BuiltOn) as refused:
        undo(taken, chen)

    assert word in {line["name"]: line["what"] for line in refused.value.found}[name]
    assert dump() == after
    taken.refresh_from_db()
    assert taken.state == "taken_in"


def test_without_looking_for_it_the_contact_would_point_at_nobody(take_in, chen, lin, monkeypatch):
    """The control: with the guard of the test above taken away, the database refuses itself."""
    from django.db import IntegrityError, connection

    taken = take_in(row("王五", door="502"), by=chen)
    contact(lin)
    monkeypatch.setattr(undoing.built_on, "find", lambda *args: [])

    with pytest.raises(IntegrityError):
        undo(taken, chen)
        connection.check_constraints()


def test_what_was_written_twice_is_read_again(take_in, chen, building, monkeypatch):
    """The tier follows from a tag; the control knows newcomers only as they were before it."""
    tagged = row("赵六", 关爱标签="低保")
    undo(take_in(tagged, by=chen), chen)
    monkeypatch.setattr(footprint.Footprint, "written_again", lambda *args: None)
    taken = take_in(tagged, by=chen)
    with pytest.raises(undoing.BuiltOn):
        undo(taken, chen)


def test_a_later_change_of_somebody_changed_is_named(take_in, chen, lin, neighbours):
    taken = take_in(*CHANGES, by=chen)
    zhang = Person.objects.get(name="张三丰")
    registry.correct(person=zhang, remarks="又改了", by=lin, at=LATER)

    with pytest.raises(undoing.BuiltOn) as refused:
        undo(taken, chen)

    assert {"name": "张三丰", "what": ["residents.Person.remarks", "residents.Person.version"]} in (
        refused.value.found
    )


def test_a_later_roster_is_named_and_undone_first(take_in, chen, neighbours):
    before = dump()
    first = take_in(*CHANGES, by=chen)
    second = take_in(row("张三丰", 备注="养鸟"), by=chen, at=LATER)

    with pytest.raises(undoing.BuiltOn) as refused:
        undo(first, chen)
    assert "roster:名册.xlsx" in refused.value.found[0]["what"]

    undo(second, chen)
    undo(first, chen)
    assert dump() == before


def test_nothing_is_undone_when_the_last_step_fails(take_in, chen, neighbours, monkeypatch):
    taken = take_in(*CHANGES, by=chen)
    after = dump()
    monkeypatch.setattr(undoing.trail, "write", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        undo(taken, chen)

    assert dump() == after


def test_after_thirty_days_what_it_needs_is_gone(take_in, chen):
    taken = take_in(*FAMILY, by=chen)
    month = TODAY + timedelta(days=30)

    cleanup.forget_left_lying(on=month)
    assert undoing.may_undo(taken, LATER)
    cleanup.forget_left_lying(on=month + timedelta(days=1))

    assert not taken.pages.exists()
    with pytest.raises(NotReady):
        undoing.agree(roster=taken, by=chen, at=LATER)


def test_it_is_undone_once_and_by_whoever_may_import(client, take_in, chen, qian, building):
    from django.utils import timezone

    taken = take_in(*FAMILY, by=chen, at=timezone.now())
    client.force_login(qian)
    assert client.post(url("undo-roster", taken)).status_code == 404

    client.force_login(chen)
    assert "登记会和导入以前一模一样" in client.get(url("undo-roster", taken)).content.decode()
    page = client.post(url("undo-roster", taken), follow=True).content.decode()
    assert "已经撤销，登记和导入以前一样" in page
    assert not (Person.objects.exists() or Residency.objects.exists() or CareTag.objects.exists())

    again = client.post(url("undo-roster", taken), follow=True).content.decode()
    assert "这份名册不能撤销了" in again


def test_the_page_says_who_it_was_refused_for(client, take_in, chen, lin, building):
    from django.utils import timezone

    taken = take_in(row("王五", door="502"), by=chen, at=timezone.now())
    builders.log_contact(lin, Dwelling.objects.get(), [Person.objects.get()], at=timezone.now())
    client.force_login(chen)

    page = client.post(url("undo-roster", taken), follow=True).content.decode()

    assert "还不能撤销，什么都没有动" in page
    assert "王五" in page and "联系记录" in page


# The record says what was done, of everybody.


def test_taking_in_and_undoing_are_on_record_for_everybody_touched(
    take_in, chen, neighbours, north
):
    Record.objects.all()  # append-only: count from here
    start = Record.objects.count()
    taken = take_in(*CHANGES, by=chen)
    told = Record.objects.filter(scope=north.code, kind="changed").order_by("number")[start:]
    people = set(Person.objects.exclude(name="王五").values_list("uid", flat=True))
    assert {each.about for each in told} >= people

    middle = Record.objects.count()
    undo(taken, chen)

    assert Record.objects.count() - middle >= len(people)


def test_without_the_record_nothing_goes_in(building, north, chen, monkeypatch):
    from tests.residents.conftest import upload

    uploaded = upload(north, *FAMILY, by=chen)
    workflow.check(roster=uploaded, at=NOON)
    workflow.agree(roster=uploaded, by=chen, at=NOON)
    monkeypatch.setattr(workflow.taking.record, "write", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        workflow.take_in(roster=uploaded, at=NOON)

    assert not Person.objects.exists()
