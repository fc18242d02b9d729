"""One thing of every kind in every place, each with a word nobody else's thing contains."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts import tokens
from accounts.models import WorkDevice
from cases.models import HarmReceiver
from foundation.models import Tally
from foundation.pictures.photos import Picture
from grids.models import Absence, BoundaryChange, Handover
from morality_bank.models import Bank
from notices.models import Dispatch, Notice, Reminder, Slip
from office import proposals
from office.cards import badges
from office.models import CardSheet, OrganisationFile
from participation.box import workflow
from residents.corrections import workflow as corrections
from residents.models import Household, Meeting, Person, Roster
from tests import builders
from tests import neighbourhood as drawn
from tests.access.walk import MISSING, NO_NUMBER, NO_UID, ROLES
from tests.conftest import SignedInClient
from tests.reports.conftest import ask_for, export

AT_WORK = ("lin", "zhou", "chen", "bai", "gao", "ling", "ji", "an", "shen")
SYLLABLE = {"own": "东", "neighbour": "西", "other": "南", "elsewhere": "北"}
SEEN_PLACES = {
    "lin": {"own"},
    "zhou": {"neighbour"},
    "chen": {"own", "neighbour"},
    "bai": {"own", "neighbour", "other"},
    "ling": {"own"},
}


def neighbourhood():
    """A home, a grid for each place and everybody at work: the neighbourhood of tests/conftest.py
    and another street, for a world that is built outside of a test."""
    areas = drawn.areas()
    grids = {
        "own": areas["east"],
        "neighbour": areas["west"],
        "other": areas["far"],
        "elsewhere": drawn.grid_abroad(areas["district"]),
    }
    return builders.make_door(grids["own"], "501"), grids, drawn.everybody(areas)


def settle(home, grids, staff):
    """Somebody in each place, with one thing of every kind."""
    far_secretary = builders.make_staff("tan", "谭远", grids["elsewhere"].parent, "secretary")
    nomad = builders.make_staff("niu", "牛远", grids["elsewhere"], "grid_worker")

    def place(name, worker, secretary, phone, door=None):
        door = door or builders.make_door(grids[name], "301")
        number = builders.make_id_number("19500102", int(phone[-3:]))
        person = builders.make_resident(door, word("人", name), phone=phone, id_number=number)
        return Place(grids[name], worker, secretary, person)

    places = {
        "own": place("own", staff["lin"], staff["chen"], "13800000001", home),
        "neighbour": place("neighbour", staff["zhou"], staff["chen"], "13800000003"),
        "other": place("other", staff["zhao"], staff["qian"], "13800000004"),
        "elsewhere": place("elsewhere", nomad, far_secretary, "13800000005"),
    }
    for name, each in places.items():
        furnish(name, each)
    ask_for_posts(places, grids["own"].parent.parent.parent)
    world = World(places)
    spouse = builders.make_resident(home, "李建国", phone="13800000002")
    world.users = {name: staff[name] for name in AT_WORK}
    world.users |= {"wang": places["own"].person.user, "li": spouse.user}
    return world


def sign_in_everybody(world):
    clients = {role: SignedInClient() for role in ROLES}
    for role in set(ROLES) - {"anonymous"}:
        by = "code" if role in ("wang", "li") else "password"
        clients[role].force_login(world.users[role], by=by)
    return clients


@dataclass
class Place:
    """The things of one place, by the name the walk's table calls them."""

    grid: object
    worker: object
    secretary: object
    person: object
    things: dict = field(default_factory=dict)

    @property
    def community(self):
        return self.grid.parent


def word(kind, place):
    """A word that stands in one thing only: 东甲案, 西甲人 …"""
    return f"{SYLLABLE[place]}甲{kind}"


SHOWN = {"lines": [{"name": "网格", "code": "1", "ends": True, "numbers": {}}]}
SHOWN |= dict.fromkeys(("loses", "gains", "told", "sentences", "buildings"), [])
NOTHING_MOVED = {"valid_to": None, "told": [], "posts": [], "compounds": {}}
NOTHING_MOVED |= dict.fromkeys(("places", "moved", "hanging", "followed", "ends"), {})


class World:
    def __init__(self, places):
        self.places = places

    def key(self, kind, place):
        some = next(iter(self.places.values())).things[kind]
        if place == MISSING:
            if kind == "badge":
                return "A" * 22
            return NO_UID if hasattr(some, "hex") else NO_NUMBER
        return self.places[place].things[kind]

    def words_hidden_from(self, role):
        return hidden_words(role, self.places)


def hidden_words(role, places):
    """What must stand on no page this role ever gets."""
    seen = SEEN_PLACES.get(role, set())
    for place in places:
        if place not in seen:
            yield from (word(kind, place) for kind in "访册")
            if role != "shen" or place == "elsewhere":  # whoever audits reads why a file left
                yield word("出", place)
            if (role, place) != ("wang", "own"):
                yield from (word(kind, place) for kind in "人案善")
        if (role, place) not in {("lin", "own"), ("zhou", "neighbour")}:
            yield word("令", place)
            yield word("迟", place)
            if role not in ("bai", "an") or place == "elsewhere":
                yield word("机", place)
        # What is not published yet is for whoever may publish it.
        if role not in ("chen", "bai") or place not in seen:
            yield word("稿", place)
        if not (role in ("chen", "bai") and place in seen) and (role, place) != ("wang", "own"):
            yield word("意", place)
        # A confidential case is for its reporter and the secretary who is named on it.
        named = role == "chen" and place in seen
        if not named and (role, place) != ("wang", "own"):
            yield word("密", place)


def furnish(name, place):
    """Put one thing of every kind into the place."""
    now, things = timezone.now(), place.things
    home = place.person.home
    visit = builders.log_contact(place.worker, home, [place.person], note=word("访", name), at=now)
    case = builders.make_case(
        place.worker,
        place.grid,
        words=word("案", name),
        dwelling=home,
        visit=visit,
        at=now,
        pictures=[Picture(full=b"full", small=b"small")],
    )
    mine = {"grid": place.grid, "reporter": place.person, "channel": "phone", "at": now}
    own = builders.make_case(place.person.user, words=word("案", name) + "一", **mine)
    secret = builders.make_case(
        place.person.user, words=word("密", name), confidential=True, **mine
    )
    bank = Bank.objects.filter(community=place.community).first()
    bank = bank or builders.make_bank(place.community)
    rule = builders.make_rule(bank, name=f"清扫{SYLLABLE[name]}{bank.rules.count() or ''}")
    deed = builders.make_deed(place.worker, place.person, rule, note=word("善", name), at=now)
    notice = Notice.objects.create(
        recipient=place.worker,
        key=f"walk:{place.person.pk}",
        text="一句话",
        link="/today/",
        made_at=now,
        due_at=now,
    )
    before = now - timedelta(days=2)  # of today they would say that the house is not well
    times = {"due_at": before, "next_try_at": before, "given_up_at": before}
    letter = Dispatch.objects.create(
        notice=notice, recipient=place.worker, way="text", tries=1, **times
    )
    Slip.objects.create(recipient=place.person.user, event="x", text="一句话", made_at=now)
    tag = builders.tag(place.person, "low_income", at=now)
    Person.objects.filter(pk=place.person.pk).update(next_due_on=timezone.localdate())
    roster = Roster.objects.create(
        community=place.community,
        file_name=f"{word('册', name)}.xlsx",
        file_hash="0" * 64,
        sealed_rows="",
        uploaded_by=place.secretary,
        uploaded_at=now,
    )
    organisation = OrganisationFile.objects.create(
        street=place.community.parent,
        file_name=f"{word('组', name)}.xlsx",
        file_hash="0" * 64,
        state="checked",
        uploaded_at=now,
    )
    changed = BoundaryChange.objects.create(
        kind="close",
        area=place.community,
        grid=place.grid,
        seen=SHOWN | {"loses": [word("人", name)]},
        before=NOTHING_MOVED,
        at=now,
    )
    token, _text = tokens.issue(
        user=place.worker, name=word("令", name), days=1, by="password", at=now
    )
    facts = {"user": place.worker, "device": f"{place.person.pk}", "name": word("机", name)}
    device = WorkDevice.objects.create(**facts, registered_at=now)
    faulty = Roster.objects.create(
        community=place.community,
        file_name=f"{word('册', name)}错.xlsx",
        state="checked",
        findings={"faulty": 1},
        uploaded_by=place.secretary,
        uploaded_at=now,
    )
    twin = builders.make_person(None, word("人", name), grid=place.grid, status="moved")
    meeting = Meeting.objects.create(first=place.person, second=twin, found_at=now)
    said = corrections.propose(
        client_id=uuid4(),
        kind="remarks",
        value={"remarks": word("访", name)},
        person=place.person,
        by=place.worker,
        at=now,
    )
    household = Household.objects.create(dwelling=home, **place.grid.columns())
    badge = badges.make(user=place.worker, by=place.secretary, at=now)
    if not hasattr(place.worker, "badge_photo"):
        face = Picture(full=b"full", small=b"small")
        badges.keep_photo(user=place.worker, picture=face, at=now)
    shown = Picture(full=b"full", small=b"small")
    told = {"by": place.secretary, "area": place.grid, "at": now}
    announcement = builders.make_announcement(**told, picture=shown)
    draft = builders.make_announcement(**told, title=word("稿", name), draft=True)
    late = builders.make_late_draft(place.worker, word("迟", name), at=now)
    # In a month, for whoever is stood in for today is seen by others as well.
    day = timezone.localdate() + timedelta(days=30)
    worker = {"user": place.worker}
    days = {"from_on": day, "until_on": day, "said_by": place.worker, "said_at": now}
    absence = Absence.objects.create(**worker, **days)
    asked_for = {"on": day, "asked_by": place.secretary, "asked_at": now}
    pair = worker | {"to": place.secretary}
    handover, _new = Handover.objects.get_or_create(**pair, defaults=asked_for)
    handover.posts.set(place.worker.postings.all())
    chosen = {"community": place.community, "user": place.worker}
    receiver, _new = HarmReceiver.objects.get_or_create(**chosen)
    said_of_us = workflow.give(
        client_id=uuid4(),
        kind="suggestion",
        subject="page",
        words=word("意", name),
        area=place.community,
        by=place.person.user,
        network="",
        at=now,
        pictures=[Picture(full=b"full", small=b"small")],
    )
    ready, asked = exports_of(name, place)
    things |= {
        "table": "people",
        "register": "looks",
        "export": ready.uid,
        "asked": asked.uid,
        "announcement": announcement.uid,
        "draft_announcement": draft.uid,
        "absence": absence.uid,
        "handover": handover.uid,
        "feedback": said_of_us.uid,
        "feedback_photo": said_of_us.photos.get().uid,
        "round": said_of_us.rounds.get().uid,
        "area": place.grid.pk,
        "area_code": place.grid.code,
        "bank_code": place.community.code,
        "community": place.community.pk,
        "township": place.community.parent_id,
        "contact": visit.client_id,
        "token": token.uid,
        "late": late.uid,
        "late_photo": late.photos.get().uid,
        "device": device.uid,
        "section": "cases",
        "chapter": "people",
        "line": "grids",
        "year": timezone.localdate().year,
        "building": home.building_id,
        "compound": home.building.compound_id,
        "door": home.pk,
        "person": place.person.uid,
        "person_pk": place.person.pk,
        "household": household.pk,
        "tag": tag.pk,
        "roster": roster.uid,
        "organisation": organisation.uid,
        "badge": badge.token,
        "boundary": changed.uid,
        "street_code": place.community.parent.code,
        "roster_pk": roster.pk,
        "meeting": meeting.uid,
        "correction": said.uid,
        "faulty_roster": faulty.uid,
        "visit": visit.pk,
        "case": case.uid,
        "case_pk": case.pk,
        "my_case": own.uid,
        "secret": secret.uid,
        "secret_pk": secret.pk,
        "receiver": receiver.pk,
        "photo": case.photos.get().uid,
        "step": case.steps.first().pk,
        "bank": bank.pk,
        "rule": rule.pk,
        "deed": deed.uid,
        "deed_pk": deed.pk,
        "account": deed.account_id,
        "transfer": deed.transfer_id,
        "notice": notice.pk,
        "letter": letter.pk,
        "posting": place.worker.postings.get().pk,
        "user": place.worker.pk,
        "member": place.worker.uid,
    }


def exports_of(name, place):
    """A file the secretary may fetch, and one that waits for the street office."""
    why = f"{word('出', name)}报民政局核对"
    Tally.objects.filter(what="export").delete()  # more than five a day, for once
    ready = export(place.secretary, place.community, why=why, at=timezone.now())
    asked = ask_for(place.secretary, place.community, why=why, full=True, at=timezone.now())
    return ready, asked


def ask_for_posts(places, district):
    """In each place somebody of the district wants the worker to be secretary of the community."""
    asker, _colleague = (
        builders.make_staff(username, name, district, "street_staff")
        for username, name in (("qu", "曲区"), ("qiao", "乔区"))
    )
    about = {"kind": "appoint", "role": "secretary", "by": asker, "at": timezone.now()}
    for place in places.values():
        file = OrganisationFile.objects.get(uid=place.things["organisation"])
        post = {"area": place.community, "user": place.worker, "from_on": timezone.localdate()}
        printed = {"printed_by": asker, "printed_at": timezone.now()}
        sheet = CardSheet.objects.create(area=place.community, **printed)
        asked = {"file": file, "sheet": sheet, "together": uuid4()}
        made = proposals.ask(**asked, **post, **about)
        place.things |= {"proposal": made.uid, "together": made.together, "card_sheet": sheet.uid}


def a_reminder():
    now = timezone.now()
    return Reminder.objects.create(rule="walk", subject="*", period="1", due_at=now, done_at=now)
