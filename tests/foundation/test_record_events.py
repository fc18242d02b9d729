"""Whatever must leave a record leaves exactly one, or does not happen.

The table of events is kept beside the functions (foundation/audit/events.py); here every one of
them is driven, and so is every register of the street office that takes a change.
"""

from functools import partial

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import get_resolver, reverse

from accounts import staff, tokens
from accounts.evidence.whence import Whence
from accounts.factors import asking, cards, keys, setting_up
from accounts.models import WorkDevice
from cases.harm import receivers
from cases.models import HarmReceiver
from foundation.audit import trail
from foundation.audit.events import EVENTS
from foundation.models import Record
from foundation.work import queue
from grids import boundaries, idle, postings
from grids.divisions import register as divisions
from grids.models import CalendarDay
from office.base_admin import OfficeAdmin
from reports.exports import requests
from reports.models import Export
from reports.oversight import registers, taking
from residents import registry
from residents.counter import ways_in
from residents.joining import meetings
from residents.joining import workflow as joining
from residents.models import Meeting, Roster
from residents.numbers import confirming, writing
from residents.numbers.seconds import Pair
from residents.own import entries
from residents.reveal import disclosure
from residents.roster import workflow
from residents.roster.writing import undoing
from tests import builders
from tests.conftest import NOON, TODAY
from tests.grids.test_divisions import FIRST, written
from tests.reports.conftest import ask_for, export
from tests.residents.conftest import upload
from tests.residents.sheets import row

# Views join the table as they are read.
assert get_resolver().url_patterns
ID_NUMBER = builders.make_id_number("19480305", 2)


@pytest.fixture
def deeds(
    client,
    wang,
    lin,
    zhou,
    bai,
    chen,
    shen,
    home,
    east,
    west,
    north,
    south,
    street,
    district,
    tmp_path,
):
    """How to make each event happen once, by its name."""
    about = {"by": bai, "at": NOON}
    there = builders.make_door(west, "202")
    other = builders.make_building(east)
    post = lin.postings.get()
    tag = {"source": "社区登记", "purpose": "定期探访", "expires_on": TODAY.replace(year=2027)}
    another = builders.make_area("township", "150299022", "东风街道", parent=district)
    sun = builders.make_person(home, "孙三", phone="13900000003")
    two = Pair(chen, bai)
    typed = {"origin": "office", "reason": "本人换了号码"}
    moved = builders.make_resident(home, "周四", phone="13800000009")
    writing.write_phone(person=moved, phone="13900000004", **typed, **about)
    token, _text = tokens.issue(user=lin, name="小程序", days=1, by="password", at=NOON)
    factor, here = asking.of(lin, NOON), Whence("198.51.100.1", "a device")
    keys.prepare(factor)
    own = {"user": lin, "whence": here, "at": NOON}
    phone = WorkDevice.objects.create(user=lin, name="手机", device="x", registered_at=NOON)
    new_grid = {"code": "150299020100009", "name": "北苑第九网格"}
    receiver = {"community": north, "user": chen, "is_woman": True}
    held = HarmReceiver.objects.create(community=north, user=bai)
    at_once = {
        "harm-receiver-chosen": lambda: receivers.choose(**receiver, **about),
        "harm-receiver-let-go": lambda: receivers.let_go(row=held, **about),
        "person-registered": lambda: registry.register(name="孙小妹", grid=east, **about),
        "entry-corrected": lambda: registry.correct(person=wang, remarks="耳背", **about),
        "phone-changed": lambda: writing.write_phone(
            person=wang, phone="13900000001", **typed, **about
        ),
        "id-number-changed": lambda: writing.write_id_number(
            person=wang, number=ID_NUMBER, **typed, **about
        ),
        "person-moved": lambda: registry.move(
            person=wang, to=there, tenure="rent", on=TODAY, **about
        ),
        "person-moved-away": lambda: registry.moved_away(person=wang, on=TODAY, **about),
        "person-died": lambda: registry.died(person=wang, on=TODAY, **about),
        "care-noted": lambda: registry.tag(person=wang, kind="dementia", **tag, **about),
        "number-confirmed": lambda: confirming.after_seeing(person=sun, pair=two, at=NOON),
        "number-confirmed-by-the-old-one": lambda: confirming.by_old_number(
            phone="13900000004", old="13800000009", at=NOON
        ),
        "passphrase-chosen": lambda: ways_in.choose_passphrase(
            person=wang, passphrase="门前老槐树", pair=two, at=NOON
        ),
        "resident-card-given": lambda: ways_in.give_card(person=wang, pair=two, at=NOON),
        "number-looked-at": lambda: disclosure.reveal(
            person=wang, column="phone", reason="核对补贴名单", by=lin, at=NOON
        ),
        "own-entry-confirmed": lambda: entries.link(user=lin, person=wang, at=NOON),
        "post-given": lambda: postings.appoint(
            user=zhou, area=east, role="grid_worker", from_on=TODAY, **about
        ),
        "post-ended": lambda: postings.end(posting=post, last_day=TODAY, **about),
        "post-taken": lambda: postings.relieve(posting=post, on=TODAY, **about),
        "post-handed-over": lambda: postings.hand_over(posting=post, to=zhou, on=TODAY, **about),
        "building-moved": lambda: boundaries.move_building(
            building=home.building, to=west, **about
        ),
        "building-renumbered": lambda: boundaries.renumber(
            building=home.building, number=88, **about
        ),
        "area-hung-under": lambda: boundaries.hang_under(area=south, parent=another, **about),
        "grid-divided": lambda: boundaries.divide(
            grid=east, buildings=[other], **new_grid, **about
        ),
        "grids-joined": lambda: boundaries.join(grid=west, into=east, on=TODAY, **about),
        "divisions-taken-in": lambda: divisions.take_in(
            path=written(tmp_path, FIRST), year=2023, at=NOON
        ),
        "staff-account-opened": lambda: staff.open_account(username="sun", name="孙立", **about),
        "staff-account-changed": lambda: staff.change_account(user=lin, name="林小晓", **about),
        "password-taken-away": lambda: staff.give_code(user=lin, **about),
        "token-issued": lambda: tokens.issue(
            user=lin, name="一表通", days=1, by="password", at=NOON
        ),
        "token-revoked": lambda: tokens.revoke(uid=token.uid, user=lin, at=NOON),
        "card-given": lambda: cards.give(user=lin, **about),
        "second-factor-set-up": lambda: setting_up.confirm_key(
            digits=keys.digits_now(factor, NOON), **own
        ),
        "paper-codes-made": lambda: setting_up.print_codes(**own),
        "device-registered": lambda: setting_up.register_device(name="手机", **own),
        "device-ended": lambda: setting_up.end_device(device=phone, whence=here, **about),
        "second-factor-replaced": lambda: setting_up.replace(user=lin, whence=here, **about),
        "idle-time-chosen": lambda: idle.choose(role="secretary", minutes=10, **about),
        "oversight-taken": lambda: taking.take(
            register=registers.REGISTERS["sign-ins"],
            reader=builders.reader_of(shen),
            asked=registers.Asked(),
            why="季度检查",
            by=shen,
            at=NOON,
        ),
        "password-chosen": lambda: staff.choose_password(
            user=lin, password="fresh-harvest-77", at=NOON
        ),
    }
    return Deeds(at_once, with_papers(client, north, chen, bai))


class Deeds(dict):
    """By name; what takes long to prepare is prepared when it is asked for."""

    def __init__(self, at_once, with_papers):
        super().__init__(at_once | with_papers)
        self.with_papers = with_papers

    def ready(self, name):
        return self[name]() if name in self.with_papers else self[name]


def with_papers(client, north, chen, bai):
    """The same for what takes long to prepare: each gives the deed once everything is ready."""
    builders.make_building(north.areas.first(), 998)

    def agreed():
        made = upload(north, row("甲一平", 楼号="998"), by=chen)
        workflow.check(roster=made, at=NOON)
        workflow.agree(roster=made, by=chen, at=NOON)
        return made

    def undone():
        taken = agreed()
        workflow.take_in(roster=taken, at=NOON)
        undoing.agree(roster=taken, by=chen, at=NOON)
        return partial(undoing.undo, roster=taken, at=NOON)

    def faulty():
        made = upload(north, row("丙三平", 楼号="998", 手机="1"), by=chen)
        workflow.check(roster=made, at=NOON)
        client.force_login(chen)
        return partial(client.post, reverse("residents:hand-back-roster", args=[made.uid]))

    def taken():
        written = export(chen, north, form="csv")
        return lambda: list(requests.take(export=written, by=chen, at=NOON))

    def asked(**facts):
        return ask_for(chen, north, **facts)

    def met():
        east, west = north.areas.order_by("pk")
        builders.make_person(None, "孙大", grid=east, id_number=ID_NUMBER)
        registry.register(name="孙二", grid=west, id_number=ID_NUMBER, by=None, at=NOON)
        meetings.look(at=NOON)
        found = Meeting.objects.get()
        said = {"verdict": "one", "kept": found.first, "taken": ["name"], "why": "看过证件"}
        return joining.propose(meeting=found, by=chen, at=NOON, **said)

    def joined():
        return joining.join(meeting=met(), by=bai, at=NOON)

    return {
        "export-agreed": lambda: partial(requests.agree, export=asked(full=True), by=bai, at=NOON),
        "export-written": lambda: partial(queue.work_on, asked(), at=NOON),
        "export-taken": taken,
        "entries-joined": lambda: partial(joining.join, meeting=met(), by=bai, at=NOON),
        "entries-separated": lambda: partial(joining.separate, meeting=joined(), by=bai, at=NOON),
        "roster-taken-in": lambda: partial(workflow.take_in, roster=agreed(), at=NOON),
        "roster-undone": undone,
        "roster-faults-handed-back": faulty,
    }


class NoRoom(Exception):
    """The record cannot be written."""


@pytest.fixture
def no_record(monkeypatch):
    def full(*args):
        raise NoRoom

    return lambda: monkeypatch.setattr(trail, "_append", full)


def everything():
    """Every row of the house, so that nothing half done stays unseen."""
    models = [each for each in apps.get_models() if each._meta.app_label in settings.HOUSE_APPS]
    rows = {model: list(model._base_manager.order_by("pk").values()) for model in models}
    for tried in (*rows[Export], *rows[Roster]):  # a worker that tries counts how often it did
        del tried["tries"], tried["claimed_at"]
    return rows


TWO_ENTRIES = {"entries-joined": 2, "entries-separated": 2}
"""What is about two people has a row about each."""


def missing(names, deeds):
    """Events that left no record, or more than one."""
    wrong = []
    for name in names:
        deed, before = deeds.ready(name), Record.objects.count()
        deed()
        if Record.objects.count() != before + TWO_ENTRIES.get(name, 1):
            wrong.append(name)
    return wrong


def test_every_event_of_the_table_is_driven(deeds):
    assert set(EVENTS) == set(deeds)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_leaves_one_record(deeds, name):
    assert missing([name], deeds) == []


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_without_its_record_it_does_not_happen(deeds, no_record, name):
    deed, before = deeds.ready(name), everything()
    no_record()

    with pytest.raises(NoRoom):
        deed()

    assert everything() == before


def test_a_deed_without_its_record_is_noticed(deeds, monkeypatch):
    monkeypatch.setattr(registry, "note_on_record", lambda *args, **facts: None)

    assert missing(["entry-corrected"], deeds) == ["entry-corrected"]


def test_whoever_writes_a_record_stands_in_the_table():
    forgotten = []
    for app in settings.HOUSE_APPS:
        for path in (settings.ROOT / app).rglob("*.py"):
            words = path.read_text()
            if "trail." in words and any(f"trail.{verb}(" in words for verb in WRITES):
                if "@leaves_record(" not in words:
                    forgotten.append(str(path.relative_to(settings.ROOT)))
    # The registers of the street office are driven one by one below; the other is called by two
    # that stand in the table.
    assert forgotten == ["office/base_admin.py", "residents/roster/writing/trail.py"]


WRITES = ("changed", "changed_many", "thing_changed", "looked", "exported")

# One change that each register takes.
EDITS = {
    "accounts.User": {"name": "林小晓"},
    "grids.Area": {"name": "北苑第三网格"},
    "grids.Compound": {"name": "平安里"},
    "grids.Building": {"number": 77},
    "grids.Posting": {"until_on": "2027-06-30"},
    "grids.CalendarDay": {"why": "本地放假"},
    "residents.ContactTier": {"every_days": 6},
    "residents.Dwelling": {"door": "502"},
    "residents.Person": {"remarks": "耳背"},
    "residents.CareTag": {"purpose": "送餐"},
    "morality_bank.Bank": {"name": "北苑积分银行"},
    "morality_bank.Rule": {"points": 12},
    "cases.Category": {"name": "路灯"},
    "cases.Deadline": {"amount": 9},
}


@pytest.fixture
def office(client, bai):
    client.force_login(bai)
    return client


@pytest.fixture
def rows(wang, lin, east, north, bai):
    """One row of each register that takes changes."""
    bank = builders.make_bank(north)
    post = lin.postings.get()
    made = {
        "accounts.User": lin,
        "grids.Area": east,
        "grids.Posting": post,
        "residents.Person": wang,
        "grids.Building": wang.home.building,
        "grids.Compound": wang.home.building.compound,
        "residents.Dwelling": wang.home,
        "residents.CareTag": builders.tag(wang),
        "morality_bank.Bank": bank,
        "morality_bank.Rule": builders.make_rule(bank),
        "grids.CalendarDay": CalendarDay.objects.create(
            area=north.parent, day=TODAY, is_workday=False, why="停电"
        ),
    }
    # Of the street's own: what holds for the whole house is not for it to change.
    own = {"residents.ContactTier", "cases.Category", "cases.Deadline"}
    return made | {label: made_own(apps.get_model(label), north.parent) for label in own}


def made_own(model, street):
    rule = model.objects.first()
    rule.pk, rule.area, rule._state.adding = None, street, True
    rule.save()
    return rule


def change_page(row):
    info = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(info, args=[row.pk])


def typed(page):
    """What a browser would send back from this page as it stands."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {
        field.html_name: "on" if field.value() is True else field.value()
        for form in forms
        for field in form
        if field.value() is not None and field.value() is not False
    }


def test_every_register_that_takes_a_change_is_driven(rf, bai):
    request = rf.get("/")
    request.user, request.reader = bai, builders.reader_of(bai)
    writable = {
        model._meta.label
        for model, register in admin.site._registry.items()
        if register.has_change_permission(request) and model._meta.app_label in settings.HOUSE_APPS
    }
    assert writable == set(EDITS)


@pytest.mark.parametrize("label", EDITS)
def test_a_change_in_a_register_is_on_record_once_and_told_in_words(office, rows, label):
    page = change_page(rows[label])
    before = Record.objects.count()
    sent = typed(office.get(page)) | EDITS[label] | {"why_changed": "核对过了"}

    answer = office.post(page, sent)

    assert answer.status_code == 302, answer.context["errors"]
    assert Record.objects.count() == before + 1
    history = office.get(page.replace("change", "history")).content.decode()
    for word in (str(list(EDITS[label].values())[0]), "核对过了", "白露"):
        assert word in history


@pytest.mark.parametrize("label", EDITS)
def test_a_register_without_its_record_changes_nothing(office, rows, no_record, label):
    page = change_page(rows[label])
    sent = typed(office.get(page)) | EDITS[label]
    before = everything()
    no_record()

    with pytest.raises(NoRoom):
        office.post(page, sent)

    assert everything() == before
    assert not LogEntry.objects.exists()


def test_a_form_saved_as_it_was_is_no_change(office, rows):
    for label in EDITS:
        page = change_page(rows[label])
        assert office.post(page, typed(office.get(page))).status_code == 302, label

    told = Record.objects.exclude(about=rows["residents.Person"].uid)
    assert not told.exists() and not LogEntry.objects.exists()


def test_a_register_that_forgets_its_record_is_noticed(office, rows, monkeypatch):
    monkeypatch.setattr(OfficeAdmin, "note", lambda *args: None)
    page = change_page(rows["morality_bank.Rule"])

    office.post(page, typed(office.get(page)) | EDITS["morality_bank.Rule"])

    assert not Record.objects.filter(thing__startswith="morality_bank").exists()
