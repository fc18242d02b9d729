"""What a cleaned roster would change in the register; asks the register, changes nothing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_noop as _

from grids.models import Area
from residents.models import CareTag, Dwelling, Person, Residency
from residents.roster.columns import Column
from residents.roster.matching import lookalikes
from residents.roster.matching.lookalikes import Likeness, born_apart
from residents.roster.planning import cover as roster_cover
from residents.roster.planning.cover import Cover, read_neighbours
from residents.roster.rows import Fault, Row

TAG_LASTS = timedelta(days=365)
RENEW_WITHIN = timedelta(days=30)
MANY = 500  # keys in one IN (…), which SQLite also takes

ELSEWHERE = _("这个身份证号已经登记在别的社区。请街道后台把人迁过来。")
DIED = _("登记里这位居民已经去世。请核对。")
SEVERAL = _("登记里这个门有几位同名的人。请填身份证号。")
SAME_ENTRY = _("和第 %(line)s 行对上的是登记里的同一个人。")
NO_HEAD = _("这个门里没有户主。请给其中一位写“户主”。")


@dataclass
class Entry:
    """One line of the roster against the register."""

    row: Row
    person: Person | None  # None: somebody new
    changes: set[Column] = field(default_factory=set)
    residency: Residency | None = None  # where the person lives by the register
    household: object = None  # a pk, NEW, or None when the roster says nothing
    tags: list[str] = field(default_factory=list)  # kinds to note or renew


NEW = "new"


@dataclass
class Plan:
    community: Area
    on: date
    people: list[Entry] = field(default_factory=list)  # new and changed
    left: list[Row] = field(default_factory=list)  # already as the roster says
    held: list[Likeness] = field(default_factory=list)  # like somebody else; left out till decided
    absent: list[int] = field(default_factory=list)  # people here whom the roster does not name
    cover: Cover | None = None
    doors: dict[tuple, int] = field(default_factory=dict)  # place: pk of its dwelling
    new_doors: dict[tuple, int] = field(default_factory=dict)  # place: floor
    faults: list[Fault] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        return len(self.left)

    @property
    def new(self) -> list[Entry]:
        return [entry for entry in self.people if entry.person is None]

    @property
    def changed(self) -> list[Entry]:
        return [entry for entry in self.people if entry.person is not None]

    def digest(self) -> str:
        """The same for two plans that would write the same."""
        lines = [
            (
                entry.row.line,
                entry.person.pk if entry.person else 0,
                sorted(entry.changes),
                entry.household,
                sorted(entry.tags),
            )
            for entry in self.people
        ]
        held = [(like.row.line, like.person.pk) for like in self.held]
        text = json.dumps([lines, sorted(map(str, self.new_doors)), held, len(self.faults)])
        return hashlib.sha256(text.encode()).hexdigest()


def make(
    rows: list[Row],
    *,
    community: Area,
    heads: Iterable[tuple],
    movable: set[int] | None,
    on: date,
) -> Plan:
    """Compare with the register. `movable`: communities people may be moved from; None is all."""
    plan = Plan(community=community, on=on)
    register = _Register(rows, community)
    plan.doors = register.doors
    matched = _decide(_match(rows, register, plan), register, plan, movable)
    register.read_about(person for _row, person in matched if person)
    families = _Families(matched, register, heads)
    for row, person in matched:
        entry = Entry(row, person, residency=register.residency_of(person))
        entry.tags = [kind for kind in row.tags if register.needs_tag(person, kind, on)]
        entry.household = families.household_of(row)
        if wrong := _refusal(entry, register, families, movable):
            plan.faults.append(wrong)
            continue
        entry.changes = _changes(entry, register)
        if row.place not in register.doors:
            plan.new_doors[row.place] = row.floor
        if person and not entry.changes:
            plan.left.append(row)
        else:
            plan.people.append(entry)
    named = {person.pk for _row, person in matched if person}
    named |= {like.person.pk for like in plan.held}
    plan.cover, plan.absent = roster_cover.measure(register.neighbours, named, rows)
    return plan


class _Register:
    """What the register knows about the people and doors of a roster, read in bulk."""

    def __init__(self, rows, community):
        self.community = community
        buildings = {row.building for row in rows}
        here = Dwelling.objects.filter(building__compound__community=community)
        self.doors = {
            (building, stairwell, door): pk
            for pk, building, stairwell, door in here.values_list(
                "pk", "building_id", "stairwell", "door"
            )
            if building in buildings
        }
        self.neighbours = read_neighbours(community)
        numbers = {row.line: row.id_index for row in rows if row.id_number}
        registered = {}
        for some in in_pieces(numbers.values()):
            for person in Person.objects.with_id_indexes(some):
                registered[person.id_number_index] = person
        self.by_number = {
            line: registered[index] for line, index in numbers.items() if index in registered
        }
        self.by_name = defaultdict(list)
        self.heads = defaultdict(list)
        wanted = {self.doors[row.place] for row in rows if row.place in self.doors}
        for some in in_pieces(wanted):
            for person in Person.objects.here().filter(home__in=some).order_by("pk"):
                self.by_name[person.home_id, person.name].append(person)
                if person.relation == Person.Relation.HEAD:
                    self.heads[person.home_id].append(person)
        self.residencies, self.tags, self.household_at = {}, {}, {}

    def read_about(self, people):
        people = list(people)
        homes = {person.pk: person.home_id for person in people}
        for some in in_pieces(homes):
            for stay in Residency.objects.filter(person__in=some, until_on=None).order_by("pk"):
                if stay.dwelling_id == homes[stay.person_id]:
                    self.residencies[stay.person_id] = stay
            for tag in CareTag.objects.filter(person__in=some):
                self.tags[tag.person_id, tag.kind] = tag

    def residency_of(self, person):
        return self.residencies.get(person.pk) if person else None

    def needs_tag(self, person, kind, on):
        """Not there yet, or about to expire."""
        tag = self.tags.get((person.pk, kind)) if person else None
        return tag is None or tag.expires_on < on + RENEW_WITHIN


def in_pieces(keys: Iterable, size: int = MANY) -> Iterator[list]:
    keys = list(keys)
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _match(rows, register, plan):
    """Each row with its person or None: by ID number first, else by name and door."""
    taken = {person.pk: line for line, person in register.by_number.items()}
    matched = []
    for row in rows:
        person = register.by_number.get(row.line)
        if person is None:
            namesakes = register.by_name.get((register.doors.get(row.place), row.name), [])
            if row.id_number:  # somebody registered with other papers is somebody else
                namesakes = [known for known in namesakes if not known.id_number_index]
            namesakes = [known for known in namesakes if not born_apart(row, known.birth_on)]
            if len(namesakes) > 1:
                plan.faults.append(Fault(row.line, Column.NAME.value, row.name, SEVERAL))
                continue
            person = namesakes[0] if namesakes else None
        if person and (line := taken.setdefault(person.pk, row.line)) != row.line:
            again = Fault(row.line, Column.NAME.value, row.name, SAME_ENTRY, {"line": line})
            plan.faults.append(again)
            continue
        matched.append((row, person))
    return matched


def _decide(matched, register, plan, movable):
    """What looks like somebody else goes by what was said about it; else it is held out."""
    likenesses = lookalikes.find(
        [(row, person) for row, person in matched if not _is_far(person, register, movable)],
        neighbours=register.neighbours,
        doors=register.doors,
        community=register.community,
    )
    decided = []
    for row, person in matched:
        like = likenesses.get(row.line)
        if like is None or like.means_somebody_new:
            decided.append((row, person))
        elif like.is_same:
            decided.append((row, like.person))
        else:
            plan.held.append(like)
    return decided


def _is_far(person, register, movable):
    """Registered in a community whose people the uploader may not move."""
    if person is None or movable is None:
        return False
    return person.community_id not in {*movable, register.community.pk}


class _Families:
    """The rows of one door with a head are one household, old or new."""

    def __init__(self, matched, register, heads):
        self.heads = set(heads)
        self.households: dict[tuple, object] = {}
        self.named: set[tuple] = set()
        # Who moves out or steps down by this very roster is no head for the others.
        no_longer = {
            person.pk
            for row, person in matched
            if person
            and (
                person.home_id != register.doors.get(row.place)
                or row.relation not in ("", Person.Relation.HEAD)
            )
        }
        for place, door in register.doors.items():
            for head in register.heads.get(door, ()):
                if head.pk not in no_longer:
                    self.heads.add(place)
                    self.households.setdefault(place, head.household_id)
        # A head in the roster wins over one the register remembers behind the same door.
        for row, person in matched:
            if row.relation == Person.Relation.HEAD:
                self.heads.add(row.place)
                stays = person and person.home_id == register.doors.get(row.place)
                self.households[row.place] = (stays and person.household_id) or NEW

    def household_of(self, row):
        """A pk, NEW, or None where the roster does not say."""
        if not row.relation:
            return None
        return self.households.get(row.place)

    def lacks_head(self, row):
        """Said once for each door."""
        if not row.relation or row.relation == Person.Relation.OTHER or row.place in self.heads:
            return False
        first = row.place not in self.named
        self.named.add(row.place)
        return first


def _refusal(entry, register, families, movable):
    row, person = entry.row, entry.person

    def fault(column, value, text, **values):
        return Fault(row.line, column.value, value, text, values)

    if person:
        if _is_far(person, register, movable):
            return fault(Column.ID_NUMBER, "", ELSEWHERE)
        if person.status == Person.Status.DIED:
            return fault(Column.NAME, row.name, DIED)
    if families.lacks_head(row):
        return fault(Column.RELATION, row.name, NO_HEAD)
    return None


def _changes(entry, register):
    row, person, stay = entry.row, entry.person, entry.residency
    changes = {Column.TAGS} if entry.tags else set()
    if person is None:
        return changes
    if row.name != person.name:
        changes.add(Column.NAME)
    if row.id_number and not person.id_number_index:
        changes.add(Column.ID_NUMBER)
    elif row.birth and not person.id_number_index and born_apart(row, person.birth_on, known=False):
        changes.add(Column.BIRTH)
    if row.phone and row.phone_index != person.phone_index:
        changes.add(Column.PHONE)
    if row.remarks and row.remarks != person.remarks:
        changes.add(Column.REMARKS)
    household = entry.household not in (None, person.household_id)
    if row.relation and (row.relation != person.relation or household):
        changes.add(Column.RELATION)
    if person.status != Person.Status.HERE or person.home_id != register.doors.get(row.place, 0):
        changes.add(Column.DOOR)
    elif row.tenure and stay and row.tenure != stay.tenure:
        changes.add(Column.TENURE)
    return changes


def lock(people: Iterable[Person]) -> None:
    """Nobody else changes these entries until the transaction ends; always in the same order."""
    for some in in_pieces(sorted(person.pk for person in people)):
        list(
            Person.objects.select_for_update(no_key=True)
            .filter(pk__in=some)
            .order_by("pk")
            .values_list("pk")
        )
