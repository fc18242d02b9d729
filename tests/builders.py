"""What a test is about, in four-line functions with nothing hidden."""

import json
from datetime import date, datetime, timedelta
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import LateDraft, LatePhoto, User
from announcements import writing as announcing
from announcements.audience import Audience
from cases import intake, workflow
from cases.models import Category
from foundation.pictures import files
from foundation.pictures.photos import Picture
from grids import boundaries
from grids.models import Area, Building, Compound, Posting, Reader
from morality_bank import deeds, ledger, opening
from morality_bank.models import Rule
from residents import identity, registry
from residents.models import Dwelling, Person
from visits import logbook

LONG_AGO = date(2025, 1, 1)
REGISTERED_AT = datetime(2025, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
# Above every number a test names itself, so that no order of tests lets two buildings meet.
_numbers = count(1001)


def the_only(model, **facts):
    """As get_or_create, without its savepoint: nobody else builds in the world of a test."""
    return model.objects.filter(**facts).first() or model.objects.create(**facts)


def make_area(level, code, name, parent=None):
    if level == "district":
        parent = the_only(Area, level="city", code="1502", name="某市")
    return Area.objects.create(level=level, code=code, name=name, parent=parent)


def make_staff(username, name, area, role, *, from_on=LONG_AGO, until_on=None):
    user = User.objects.create_user(username, "demo-2026", name=name)
    make_post(user, area, role, from_on=from_on, until_on=until_on)
    return signed_in(user)


def make_post(user, area, role, *, from_on=LONG_AGO, until_on=None):
    return Posting.objects.create(
        user=user, area=area, role=role, from_on=from_on, until_on=until_on
    )


def signed_in(user, by="password"):
    """As a session marks whoever came in; a user fresh from the database may do nothing."""
    user.signed_in_by, user.factor_shown = by, "key" if by == "password" else ""
    return user


def reader_of(user, day=date(2026, 3, 10)):
    return Reader.for_job(user, day)


def make_building(grid, number=None):
    compound = the_only(Compound, community=grid.parent, name="和平里")
    return Building.objects.create(
        compound=compound, number=number or next(_numbers), **grid.columns()
    )


def change(kind, *, by=None, at, **what):
    """A change of grids that somebody agreed to."""
    return boundaries.make(change=boundaries.Change(boundaries.Kind(kind), **what), by=by, at=at)


def split(grid, buildings, *, by=None, at):
    """These buildings of the grid become one of their own."""
    new = {"code": boundaries.next_code(grid.parent), "name": f"{grid.parent.name}新网格"}
    return change("split", grid=grid, buildings=tuple(buildings), by=by, at=at, **new)


def make_door(grid, door="101", *, building=None, stairwell=1):
    building = building or make_building(grid)
    floor = int(door[:-2] or 1)
    return Dwelling.objects.create(
        building=building, stairwell=stairwell, floor=floor, door=door, **grid.columns()
    )


def make_person(home, name="张三丰", *, grid=None, tenure="own", **facts):
    """Whoever lives in the neighbourhood was in the register before its record began."""
    person = registry.entry(name=name, home=home, **facts)
    if person.id_number_index:
        person.id_number_state = Person.IdState.CONFIRMED
    person.place_in(home.grid if home else grid)
    registry.settle_in(person, tenure=tenure, on=REGISTERED_AT.date())
    return person


def make_resident(home, name, *, phone, **facts):
    """A person who can sign in with a phone."""
    user = User.objects.create_user(name=name, phone=phone)
    person = make_person(home, name, phone=phone, user=user, **facts)
    person.refresh_from_db()
    signed_in(person.user, by="code")
    return person


def confirm(person):
    """The number in the entry is confirmed, as somebody at the counter would; opens the account."""
    person.user = person.user or User.objects.create_user(name=person.name)
    person.user.set_phone(person.phone)
    person.user.save()
    person.save(update_fields=["user"])
    return person.user


def make_id_number(birth="19500102", order=1):
    """A number that passes the check, in a county code nobody uses."""
    stem = f"150299{birth}{order:03d}"
    return stem + identity.check_character(stem)


def tag(person, kind="living_alone_80", *, at=REGISTERED_AT, expires_on=date(2099, 1, 1)):
    return registry.tag(
        person=person,
        kind=kind,
        source="社区登记",
        purpose="定期探访",
        expires_on=expires_on,
        by=None,
        at=at,
    )


def log_contact(by, dwelling, people=(), *, outcome="met", at, **facts):
    return logbook.log(
        client_id=facts.pop("client_id", None) or uuid4(),
        dwelling=dwelling,
        people=list(people),
        channel=facts.pop("channel", "door"),
        outcome=outcome,
        by=by,
        at=at,
        **facts,
    )


def make_bank(community, name="北苑道德银行"):
    return opening.open_bank(community=community, name=name, on=LONG_AGO)


def make_rule(bank, name="楼道清扫", points=10, **facts):
    return Rule.objects.create(bank=bank, name=name, points=points, **facts)


def make_account(bank, person, points=0):
    """A depositor's account with that many points in it."""
    account = opening.open_account(bank=bank, person=person, on=LONG_AGO)
    if points:
        move(bank.accounts.get(kind="issuer"), account, points)
        account.refresh_from_db()
    return account


def move(debit, credit, amount, *, key=None, reason="换了一盏灯", at=REGISTERED_AT):
    words = {"reason": reason, "source": "test"}
    key = key or uuid4()
    return ledger.post(key=key, debit=debit, credit=credit, amount=amount, by=None, at=at, **words)


def make_deed(by, person, rule, *, at, **facts):
    return deeds.take_in(
        person=person,
        rule=rule,
        happened_on=facts.pop("happened_on", at.date()),
        note=facts.pop("note", ""),
        client_id=facts.pop("client_id", None) or uuid4(),
        by=by,
        at=at,
        **facts,
    )


def make_late_draft(writer, words, *, at):
    """What somebody wrote for a page to report on that was not theirs any more."""
    draft = LateDraft(writer=writer, view_name="cases:from-door", digest=uuid4().hex, at=at)
    draft.words = json.dumps({"words": [words]})
    draft.save()
    files.save([(LatePhoto(draft=draft), Picture(full=b"full", small=b"small"))])
    return draft


def make_category(name="路灯不亮", **facts):
    return Category.objects.get_or_create(name=name, defaults=facts)[0]


def make_case(by, grid, *, at, words="三楼的灯不亮。", category="路灯不亮", **facts):
    return intake.report(
        client_id=facts.pop("client_id", None) or uuid4(),
        category=make_category(category),
        words=words,
        grid=grid,
        channel=facts.pop("channel", "worker"),
        by=by,
        at=at,
        **facts,
    )


def bring(case, to, *, desk, worker, at):
    """A case on its straight way to that status."""
    ways = {
        "returned": ["send_back"],
        "referred": ["refer_out"],
        "accepted": ["accept"],
        "dispatched": ["accept", "dispatch"],
        "handled": ["accept", "dispatch", "handle"],
        "closed": ["accept", "close"],
        "withdrawn": ["withdraw"],
    }
    words = {
        "send_back": {"question": "在几楼"},
        "dispatch": {"handler": worker},
        "refer_out": {"channel": "hotline", "reason": "归供热公司管"},
        "handle": {"note": "换了灯"},
        "close": {"answer": "灯换好了"},
    }
    for action in ways.get(to, []):
        by = {"handle": worker, "withdraw": case.filed_by}.get(action, desk)
        case = getattr(workflow, action)(
            case=case, version=case.version, by=by, at=at, **words.get(action, {})
        )
    return case


def make_announcement(by, area, title="停水通知", *, draft=False, at, picture=None, **more):
    """Published, unless it is to stay a draft; for a week from the day of `at`."""
    day, to = (
        timezone.localdate(at),
        {name: more.pop(name) for name in ("compound", "building", "care") if name in more},
    )
    text = {
        "title": title,
        "words": "周三上午停水，请存水。",
        "from_on": day,
        "until_on": day + timedelta(days=7),
    }
    about = {"to": Audience(area, **to), "text": announcing.Text(**text | more), "by": by, "at": at}
    made, _new = announcing.write(uid=uuid4(), picture=picture, **about)
    if not draft:
        seen = announcing.draft_of(made).mark
        announcing.publish(announcement=made, seen=seen, by=by, at=at)
        made.refresh_from_db()
    return made
