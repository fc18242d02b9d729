"""Writing a plan into the register, set by set; the caller holds the transaction."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from accounts.models import User
from grids.models import Building
from residents import identity, registry
from residents.models import CareTag, Dwelling, Household, Person, Residency
from residents.roster.batches import in_pieces
from residents.roster.columns import Column
from residents.roster.plan import NEW, Plan
from residents.roster.writing import trail
from residents.roster.writing.footprint import Footprint
from residents.roster.writing.trail import Told

BATCH = 500
PURPOSE = "定期探访"
TAG_LASTS = timedelta(days=365)
AREAS = ("grid_id", "community_id", "township_id")

# Which columns of the register each column of the roster moves.
WRITES = {
    Column.NAME: ("name", "pinyin", "initials"),
    Column.BIRTH: ("birth_on",),
    Column.ID_NUMBER: ("id_number_sealed", "id_number_index", "birth_on", "sex"),
    Column.PHONE: ("phone_sealed", "phone_index"),
    Column.RELATION: ("relation", "household"),
    Column.REMARKS: ("remarks",),
    Column.DOOR: ("home", "household", "grid", "community", "township", "status", "next_due_on"),
}


def write(
    plan: Plan, *, source: str, by: User | None, at: datetime
) -> tuple[Footprint, list[Told]]:
    """Everything the plan says. All or nothing only inside the caller's transaction.

    Returns what it takes to undo it, and what there is to tell the record.
    """
    writer = _Writer(plan, source=source, by=by, at=at)
    writer.write()
    return writer.footprint, writer.told


def prepare(plan: Plan) -> None:
    """Seal the numbers of newcomers while nobody waits for us; the row keeps its entry."""
    for entry in plan.new:
        row = entry.row
        person = row.entry = Person(name=row.name)
        registry.note_name(person)
        registry.note_id_number(person, row.id_number)
        if row.birth:
            person.birth_on = date.fromisoformat(row.birth)
        person.set_phone(row.phone)
        person.relation, person.remarks = row.relation, row.remarks


class _Writer:
    def __init__(self, plan, *, source, by, at):
        self.plan, self.source, self.by, self.at = plan, source, by, at
        self.on: date = plan.on
        self.days = registry.days_of_tiers()
        self.homes: dict[tuple, Dwelling] = {}
        self.households: dict[tuple, Household] = {}
        self.footprint = Footprint()
        self.told: list[Told] = []

    def write(self):
        self._note_what_was()
        self._doors()
        self._families()
        self._newcomers()
        self._changed()
        self._stays()
        self._tags()
        self._tell()

    def _note_what_was(self):
        changed = self.plan.changed
        self.old = {entry.person.pk: trail.before(entry) for entry in changed}
        will_change = self.footprint.will_change
        will_change(Person, self.old)
        will_change(Residency, [entry.residency.pk for entry in changed if entry.residency])
        tagged = {entry.person.pk: entry.tags for entry in changed if entry.tags}
        for some in in_pieces(tagged):
            tags = CareTag.objects.filter(person__in=some).values_list("pk", "person", "kind")
            will_change(CareTag, [pk for pk, person, kind in tags if kind in tagged[person]])
        users = [e.person.user_id for e in changed if Column.PHONE in e.changes]
        will_change(User, [pk for pk in users if pk])

    def _tell(self):
        for entry in self.plan.people:
            if (old := self.old.get(entry.person.pk)) is None:
                self.told.append(trail.of_a_newcomer(entry))
            else:
                self.told.append(trail.of_a_change(entry, old))

    def _make(self, model, rows):
        model.objects.bulk_create(rows, batch_size=BATCH)
        self.footprint.made[model] += [row.pk for row in rows]

    def _doors(self):
        """Dwellings by place, the new ones made first."""
        buildings = {place[0] for place in self.plan.new_doors}
        known = Building.objects.select_related("compound").in_bulk(buildings)
        new = []
        for (building, stairwell, door), floor in self.plan.new_doors.items():
            house = known[building]
            areas = {name: getattr(house, name) for name in AREAS}
            dwelling = Dwelling(
                building=house, stairwell=stairwell, floor=floor, door=door, **areas
            )
            dwelling.walk_key = dwelling.make_walk_key()
            new.append(dwelling)
        self._make(Dwelling, new)
        wanted = {
            self.plan.doors[entry.row.place]: entry.row.place
            for entry in self.plan.people
            if entry.row.place in self.plan.doors
        }
        for some in in_pieces(wanted):
            for dwelling in Dwelling.objects.filter(pk__in=some):
                self.homes[wanted[dwelling.pk]] = dwelling
        for dwelling in new:
            place = (dwelling.building_id, dwelling.stairwell, dwelling.door)
            self.homes[place] = dwelling

    def _families(self):
        places = {entry.row.place for entry in self.plan.people if entry.household == NEW}
        for place in sorted(places):
            home = self.homes[place]
            self.households[place] = Household(dwelling=home, **areas_of(home))
        self._make(Household, list(self.households.values()))

    def _household_id(self, entry):
        if entry.household == NEW:
            return self.households[entry.row.place].pk
        return entry.household

    def _newcomers(self):
        new = self.plan.new
        for entry in new:
            row, home = entry.row, self.homes[entry.row.place]
            person = entry.person = row.entry
            person.home = home
            for name, area in areas_of(home).items():
                setattr(person, name, area)
            person.household_id = self._household_id(entry)
            entry.changes = {Column.DOOR, Column.TENURE, *entry.changes}
        self._make(Person, [entry.person for entry in new])
        self.new = {entry.person.pk for entry in new}

    def _changed(self):
        """One bulk update for each set of columns that changes together."""
        groups = defaultdict(list)
        for entry in self.plan.people:
            if entry.person.pk not in self.new and entry.changes - {Column.TENURE, Column.TAGS}:
                self._change(entry)
                fields = {name for column in entry.changes for name in WRITES.get(column, ())}
                groups[frozenset(fields)].append(entry.person)
        for fields, people in groups.items():
            for person in people:
                person.version += 1
            registry.rewrite(people, [*sorted(fields), "version"])
        for entry in self.plan.people:
            if Column.PHONE in entry.changes and entry.person.user_id:
                registry.let_account_follow(entry.person)

    def _change(self, entry):
        row, person, changes = entry.row, entry.person, entry.changes
        if Column.NAME in changes:
            person.name = row.name
            registry.note_name(person)
        if Column.BIRTH in changes:
            person.birth_on = date.fromisoformat(row.birth)
        if Column.ID_NUMBER in changes:
            known = identity.read(row.id_number)
            person.set_id_number(row.id_number)
            person.birth_on, person.sex = known.birth_on, known.sex
        if Column.PHONE in changes:
            person.set_phone(row.phone)
        if Column.REMARKS in changes:
            person.remarks = row.remarks
        if Column.DOOR in changes:
            home = self.homes[row.place]
            person.home, person.status, person.household_id = home, Person.Status.HERE, None
            for name, area in areas_of(home).items():
                setattr(person, name, area)
            if person.next_due_on is None:
                person.next_due_on = registry.next_due_on(person, self.days, on=self.on)
        if row.relation and changes & {Column.RELATION, Column.DOOR}:
            person.relation = row.relation
            person.household_id = self._household_id(entry) or person.household_id
            changes.add(Column.RELATION)

    def _stays(self):
        """Residencies: old ones end, new ones begin, a corrected tenure stays the same stay."""
        moved = [entry for entry in self.plan.people if Column.DOOR in entry.changes]
        for some in in_pieces(entry.residency.pk for entry in moved if entry.residency):
            Residency.objects.filter(pk__in=some).update(until_on=self.on)
        stays = [
            Residency(
                person=entry.person,
                dwelling=entry.person.home,
                tenure=entry.row.tenure or Residency.Tenure.OWN,
                from_on=self.on,
                **areas_of(entry.person.home),
            )
            for entry in moved
        ]
        self._make(Residency, stays)
        corrected = defaultdict(list)
        for entry in self.plan.people:
            if Column.TENURE in entry.changes and Column.DOOR not in entry.changes:
                corrected[entry.row.tenure].append(entry.residency.pk)
        for tenure, keys in corrected.items():
            for some in in_pieces(keys):
                Residency.objects.filter(pk__in=some).update(tenure=tenure)

    def _tags(self):
        facts = {
            "source": self.source,
            "purpose": PURPOSE,
            "expires_on": self.on + TAG_LASTS,
            "noted_by": self.by,
            "noted_at": self.at,
        }
        noted: dict[tuple, None] = {}
        for entry in self.plan.people:
            for kind in entry.tags:
                noted[entry.person.pk, kind] = None
        tagged = sorted({person for person, _kind in noted})
        renewed = []
        for some in in_pieces(tagged):
            for tag in CareTag.objects.filter(person__in=some):
                if (tag.person_id, tag.kind) in noted:
                    del noted[tag.person_id, tag.kind]
                    renewed.append(tag.pk)
        for some in in_pieces(renewed):
            CareTag.objects.filter(pk__in=some).update(**facts)
        self._make(
            CareTag, [CareTag(person_id=person, kind=kind, **facts) for person, kind in noted]
        )
        for some in in_pieces(tagged):
            registry.settle_tiers(Person.objects.filter(pk__in=some), on=self.on)


def areas_of(place) -> dict:
    return {name: getattr(place, name) for name in AREAS}
