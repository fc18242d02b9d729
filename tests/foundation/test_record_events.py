"""Whatever must leave a record leaves exactly one, or does not happen.

The table of events is kept beside the functions (foundation/audit/events.py); here every one of
them is driven; tests/foundation/test_record_registers.py drives the registers of the office.
"""

import copy
from contextlib import suppress
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import get_resolver

from accounts import staff, tokens
from accounts.evidence.whence import Whence
from accounts.factors import asking, cards, keys, setting_up
from accounts.models import WorkDevice
from announcements import writing as announcing
from cases.harm import receivers
from cases.models import HarmReceiver
from config.backup import sheet
from foundation.audit.events import EVENTS
from foundation.models import Record
from grids import arranged_years, boundaries, handing_over, idle, legal_holidays, postings
from grids.divisions import below, districts
from grids.divisions import register as divisions
from grids.models import Absence, ArrangedYear, CalendarDay, Compound, Handover
from grids.standing_in import absences
from notices.delivery import dead_letters
from notices.models import Dispatch, Notice
from office.cards import badges
from office.cards import sheets as card_sheets
from office.onboarding import opening as street_opening
from office.opening import writing as sheet_rows
from office.rules import writing as writing_rules
from reports.oversight import registers, taking
from residents import homes, registry
from residents.at_office import opening
from residents.counter import ways_in
from residents.models import ContactTier, Dwelling
from residents.numbers import confirming, writing
from residents.numbers.seconds import Pair
from residents.own import entries
from residents.reveal import disclosure
from residents.telling import choosing
from tests import builders
from tests.conftest import NOON, TODAY
from tests.foundation.papers import ID_NUMBER, with_papers
from tests.foundation.rows import NoRoom, everything
from tests.grids.test_divisions import FIRST, written

# Views join the table as they are read.
assert get_resolver().url_patterns


@pytest.fixture
def scene(
    wang, lin, zhou, bai, chen, shen, home, east, west, north, south, street, district, tmp_path
):
    """What stands before any of it happens, by the name the deeds below call it."""
    about = {"by": bai, "at": NOON}
    there = builders.make_door(west, "202")
    other = builders.make_building(east)
    printed, _, (code, *_) = sheet.make(at=NOON)
    post = lin.postings.get()
    draft = builders.make_announcement(chen, north, draft=True, at=NOON)
    announced = builders.make_announcement(chen, north, at=NOON)
    days = {"from_on": TODAY, "until_on": TODAY}
    away = Absence.objects.create(user=lin, stand_in=zhou, said_by=bai, said_at=NOON, **days)
    asked = Handover.objects.create(user=lin, to=zhou, on=TODAY, asked_by=bai, asked_at=NOON)
    asked.posts.set([post])
    tag = {"source": "社区登记", "purpose": "定期探访", "expires_on": TODAY.replace(year=2027)}
    another = builders.make_area("township", "150299022", "东风街道", parent=district)
    sun = builders.make_person(home, "孙三", phone="13900000003")
    two = Pair(chen, bai)
    typed = {"origin": "office", "reason": "本人换了号码"}
    moved = builders.make_resident(home, "周四", phone="13800000009")
    writing.write_phone(person=moved, phone="13900000004", **typed, **about)
    token, _ = tokens.issue(user=lin, name="小程序", days=1, by="password", at=NOON)
    factor, here = asking.of(lin, NOON), Whence("198.51.100.1", "a device")
    keys.prepare(factor)
    own = {"user": lin, "whence": here, "at": NOON}
    phone = WorkDevice.objects.create(user=lin, name="手机", device="x", registered_at=NOON)
    given = builders.change("move", buildings=(builders.make_building(east),), to=west, at=NOON)
    receiver = {"community": north, "user": chen, "is_woman": True}
    held = HarmReceiver.objects.create(community=north, user=bai)
    weekly = ContactTier.objects.get(tier="high")
    facts = {"tier": "high", "basis": "社区承诺"}
    two_days = ContactTier(area=north, every_days=2, **facts)
    three_days = ContactTier.objects.create(area=south, every_days=3, **facts)
    seen_by = about | {"seen": writing_rules.mark_of(weekly)}
    seen_by_south = about | {"seen": writing_rules.mark_of(three_days)}
    free = "\n".join(f"{day},休,通知" for day in sorted(legal_holidays.of(2027)))
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_workday=False, why="通知")
        for day in sorted(legal_holidays.of(2027))[1:]
    )
    a_day = {"2028-01-01": [False, "通知"]}
    arranged = ArrangedYear.objects.create(
        year=2028, before={"2028-01-01": None}, after=a_day, moved=0, **about
    )
    CalendarDay.objects.create(day="2028-01-01", is_workday=False, why="通知")
    worn = badges.make(user=lin, by=bai, at=NOON)
    told = {"recipient": wang.user, "made_at": NOON, "due_at": NOON}
    notice = Notice.objects.create(key="x:1", text="x", **told)
    times = {"due_at": NOON, "next_try_at": NOON, "given_up_at": NOON}
    letter = Dispatch.objects.create(notice=notice, recipient=wang.user, way="text", **times)
    spare = Compound.objects.create(community=south, name="空置里")
    spare_door = builders.make_door(west, "909")
    return SimpleNamespace(**locals())


def deeds_of(s, client):
    """How to make each event happen once in the scene `s`, by its name."""
    at_once = {
        "street-opened": lambda: street_opening.say_open(street=s.street, on=TODAY, **s.about),
        "communities-taken-in": lambda: below.take_in(
            area=s.street, new=[("150299020108", "新苑社区")], **s.about
        ),
        "district-made": lambda: districts.make(code="150202", **s.about),
        "year-arranged": lambda: arranged_years.take_in(text=s.free, year=2027, **s.about),
        "year-taken-back": lambda: arranged_years.take_back(arranged=s.arranged, **s.about),
        "harm-receiver-chosen": lambda: receivers.choose(**s.receiver, **s.about),
        "rule-set": lambda: writing_rules.set_rule(
            rule=s.two_days, names=["every_days"], **s.seen_by
        ),
        "rule-taken-back": lambda: writing_rules.take_back(rule=s.three_days, **s.seen_by_south),
        "harm-receiver-let-go": lambda: receivers.let_go(row=s.held, **s.about),
        "person-registered": lambda: registry.register(name="孙小妹", grid=s.east, **s.about),
        "entry-corrected": lambda: registry.correct(person=s.wang, remarks="耳背", **s.about),
        "no-entry-noted": lambda: homes.note_no_entry(dwelling=s.home, since=TODAY, **s.about),
        "phone-changed": lambda: writing.write_phone(
            person=s.wang, phone="13900000001", **s.typed, **s.about
        ),
        "id-number-changed": lambda: writing.write_id_number(
            person=s.wang, number=ID_NUMBER, **s.typed, **s.about
        ),
        "person-moved": lambda: registry.move(
            person=s.wang, to=s.there, tenure="rent", on=TODAY, **s.about
        ),
        "person-moved-away": lambda: registry.moved_away(person=s.wang, on=TODAY, **s.about),
        "person-died": lambda: registry.died(person=s.wang, on=TODAY, **s.about),
        "care-noted": lambda: registry.tag(person=s.wang, kind="dementia", **s.tag, **s.about),
        "number-confirmed": lambda: confirming.after_seeing(person=s.sun, pair=s.two, at=NOON),
        "number-confirmed-by-the-old-one": lambda: confirming.by_old_number(
            phone="13900000004", old="13800000009", at=NOON
        ),
        "passphrase-chosen": lambda: ways_in.choose_passphrase(
            person=s.wang, passphrase="门前老槐树", pair=s.two, at=NOON
        ),
        "resident-card-given": lambda: ways_in.give_card(person=s.wang, pair=s.two, at=NOON),
        "number-looked-at": lambda: disclosure.reveal(
            person=s.wang, column="phone", reason="核对补贴名单", by=s.lin, at=NOON
        ),
        "told-by-chosen": lambda: choosing.choose(
            user=s.wang.user, choice="paper", by=s.wang.user, at=NOON
        ),
        "dead-letter-sent-again": lambda: dead_letters.send_again(s.letter, **s.about),
        "own-entry-confirmed": lambda: entries.link(user=s.lin, person=s.wang, at=NOON),
        "post-given": lambda: postings.appoint(
            user=s.zhou, area=s.east, role="grid_worker", from_on=TODAY, **s.about
        ),
        "post-ended": lambda: postings.end(posting=s.post, last_day=TODAY, **s.about),
        "post-taken": lambda: postings.relieve(posting=s.post, on=TODAY, **s.about),
        "post-moved": lambda: postings.move(posting=s.post, to=s.west, on=TODAY, **s.about),
        "announcement-published": lambda: announcing.publish(
            announcement=s.draft, seen=announcing.draft_of(s.draft).mark, **s.about
        ),
        "announcement-taken-back": lambda: announcing.take_back(
            announcement=s.announced, why="写错了", **s.about
        ),
        "absence-said": lambda: absences.say(
            uid=uuid4(), user=s.chen, stand_in=None, **s.days, **s.about
        ),
        "absence-changed": lambda: absences.change(
            absence=s.away, until_on=TODAY, stand_in=None, **s.about
        ),
        "absence-ended": lambda: absences.end(absence=s.away, **s.about),
        "standing-in-declined": lambda: absences.decline(absence=s.away, by=s.zhou, at=NOON),
        "handover-asked": lambda: handing_over.ask(
            uid=uuid4(), user=s.lin, to=s.chen, posts=[s.post], on=TODAY, **s.about
        ),
        "handover-declined": lambda: handing_over.decline(handover=s.asked, by=s.zhou, at=NOON),
        "handover-withdrawn": lambda: handing_over.withdraw(handover=s.asked, **s.about),
        "post-handed-over": lambda: postings.hand_over(
            posting=s.post, to=s.zhou, on=TODAY, **s.about
        ),
        "building-moved": lambda: boundaries.move_building(
            building=s.home.building, to=s.west, **s.about
        ),
        "building-of-another-kind": lambda: boundaries.change_kind(
            building=s.home.building, kind="houses", **s.about
        ),
        "building-renumbered": lambda: boundaries.renumber(
            building=s.home.building, number=88, **s.about
        ),
        "area-hung-under": lambda: boundaries.hang_under(area=s.south, parent=s.another, **s.about),
        "badge-made": lambda: badges.make(user=s.zhou, **s.about),
        "cards-printed": lambda: card_sheets.print_cards(
            area=s.street, users=[s.lin], with_codes=False, **s.about
        ),
        "boundary-changed": lambda: boundaries.make(
            change=boundaries.Change(boundaries.Kind.JOIN, grid=s.west, to=s.east), **s.about
        ),
        "boundary-change-undone": lambda: boundaries.undo(row=s.given, **s.about),
        "sheet-row-made": lambda: sheet_rows.make(
            Compound(community=s.north, name="幸福里"), ["name"], **s.about
        ),
        "sheet-row-corrected": lambda: sheet_rows.correct(s.east, "name", "一网格", **s.about),
        "sheet-row-taken-back": lambda: sheet_rows.take_back(s.spare, **s.about),
        "doors-made": lambda: opening.make_doors(
            building=s.other, doors=[(1, "101", 1)], **s.about
        ),
        "doors-taken-back": lambda: opening.doors_back(
            Dwelling.objects.filter(pk=s.spare_door.pk), **s.about
        ),
        "divisions-taken-in": lambda: divisions.take_in(
            path=written(s.tmp_path, FIRST), year=2023, at=NOON
        ),
        "staff-account-opened": lambda: staff.open_account(username="sun", name="孙立", **s.about),
        "staff-account-changed": lambda: staff.change_account(user=s.lin, name="林小晓", **s.about),
        "password-taken-away": lambda: staff.give_code(user=s.lin, **s.about),
        "token-issued": lambda: tokens.issue(
            user=s.lin, name="一表通", days=1, by="password", at=NOON
        ),
        "token-revoked": lambda: tokens.revoke(uid=s.token.uid, user=s.lin, at=NOON),
        "card-given": lambda: cards.give(user=s.lin, **s.about),
        "second-factor-set-up": lambda: setting_up.confirm_key(
            digits=keys.digits_now(s.factor, NOON), **s.own
        ),
        "paper-codes-made": lambda: setting_up.print_codes(**s.own),
        "device-registered": lambda: setting_up.register_device(name="手机", **s.own),
        "device-ended": lambda: setting_up.end_device(device=s.phone, whence=s.here, **s.about),
        "second-factor-replaced": lambda: setting_up.replace(user=s.lin, whence=s.here, **s.about),
        "key-sheet-proved": lambda: sheet.prove(s.printed, 1, s.code, **s.about),
        "idle-time-chosen": lambda: idle.choose(role="secretary", minutes=10, **s.about),
        "oversight-taken": lambda: taking.take(
            register=registers.REGISTERS["sign-ins"],
            reader=builders.reader_of(s.shen),
            asked=registers.Asked(),
            why="季度检查",
            by=s.shen,
            at=NOON,
        ),
        "password-chosen": lambda: staff.choose_password(
            user=s.lin, password="fresh-harvest-77", at=NOON
        ),
    }
    return Deeds(at_once, with_papers(client, s.north, s.chen, s.bai))


class Deeds(dict):
    """By name; what takes long to prepare is prepared when it is asked for."""

    def __init__(self, at_once, with_papers):
        super().__init__(at_once | with_papers)
        self.with_papers = with_papers

    def ready(self, name):
        return self[name]() if name in self.with_papers else self[name]


TWO_ENTRIES = {"entries-joined": 2, "entries-separated": 2}
"""What is about two people has a row about each."""


@pytest.fixture
def each_ready(scene, client):
    """Every event with its deed, ready to be done in the scene as it was built; undone afterwards."""

    def each_ready(names=EVENTS):
        for name in sorted(names):
            with transaction.atomic():
                yield name, deeds_of(copy.deepcopy(scene), client).ready(name)
                transaction.set_rollback(True)

    return each_ready


def missing(events):
    """Events that left no record, or more than one."""
    wrong = []
    for name, deed in events:
        before = Record.objects.count()
        deed()
        if Record.objects.count() != before + TWO_ENTRIES.get(name, 1):
            wrong.append(name)
    return wrong


def test_every_event_of_the_table_is_driven(scene, client):
    assert set(EVENTS) == set(deeds_of(scene, client))


def test_an_event_leaves_one_record(each_ready):
    assert missing(each_ready()) == []


def test_without_its_record_it_does_not_happen(each_ready, no_record):
    happened = []
    for name, deed in each_ready():
        before = everything()
        with no_record(), suppress(NoRoom):
            deed()
            happened.append(name)
        if everything() != before:
            happened.append(f"{name}, in part")

    assert happened == []


def test_a_deed_without_its_record_is_noticed(each_ready, monkeypatch):
    monkeypatch.setattr(registry, "note_on_record", lambda *args, **facts: None)

    assert missing(each_ready(["entry-corrected"])) == ["entry-corrected"]


def test_whoever_writes_a_record_stands_in_the_table():
    forgotten = []
    for app in settings.HOUSE_APPS:
        for path in (settings.ROOT / app).rglob("*.py"):
            words = path.read_text()
            if "trail." in words and any(f"trail.{verb}(" in words for verb in WRITES):
                if "@leaves_record(" not in words:
                    forgotten.append(str(path.relative_to(settings.ROOT)))
    # The registers of the street office are driven one by one; the other is called by two
    # that stand in the table.
    assert forgotten == ["office/base_admin.py", "residents/roster/writing/trail.py"]


WRITES = ("changed", "changed_many", "thing_changed", "looked", "exported")
