"""What is known of a family and of a door: who heads it now, and that nobody wants us inside.

When whoever headed a family is gone, nobody works out who heads it now, and what the others are to
them: that a son of the former head is a brother of the new one only they can say. What was not
asked stands empty afterwards, never wrong.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from residents import registry
from residents.models import Dwelling, Household, Person

Relation = Person.Relation
TO_A_HEAD = [Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.GRANDCHILD]
"""Relations that say there is a head. 其他 stands for people who share a door as well."""


class NotOfTheFamily(Exception):
    """Whoever is to head a family does not belong to it, or lives here no longer."""


def family_of(person: Person) -> list[Person]:
    """The others who live here and belong to this person's household."""
    if person.household_id is None:
        return []
    others = Person.objects.here().filter(household=person.household_id)
    return list(others.exclude(pk=person.pk).order_by("pk"))


def heads_beside(person: Person) -> list[Person]:
    """The others who head a family behind the same door."""
    if person.home_id is None:
        return []
    heads = Person.objects.here().filter(home=person.home_id, relation=Relation.HEAD)
    return list(heads.exclude(pk=person.pk).order_by("pk"))


def without_head(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of `people` who are something to a head their household does not have any more."""
    heads = Person.objects.here().filter(household=OuterRef("household"), relation=Relation.HEAD)
    left = people.here().filter(household__isnull=False, relation__in=TO_A_HEAD)
    return left.filter(~Exists(heads))


def is_without_head(person: Person) -> bool:
    """Whether their family is to be asked who heads it now."""
    return without_head(Person.objects.filter(household=person.household_id)).exists()


@transaction.atomic
def settle_family(
    *,
    household: Household,
    head: Person,
    relations: Mapping[int, str],
    by: User | None,
    at: datetime,
) -> None:
    """This one heads the household now; what the others are to them, by key, as they said.

    Whoever is not named stands without a relation until somebody asks. Raises NotOfTheFamily.
    """
    members = Person.objects.here().filter(household=household)
    members = list(members.select_for_update(of=["self"]).order_by("pk"))
    if head.pk not in {each.pk for each in members}:
        raise NotOfTheFamily
    for each in members:
        relation = Relation.HEAD if each.pk == head.pk else relations.get(each.pk, "")
        if relation != each.relation:
            registry.correct(person=each, relation=relation, by=by, at=at)


@transaction.atomic
def join_family(
    *, person: Person, relation: str, of: Person | None, by: User | None, at: datetime
) -> None:
    """What somebody is to the head of their household, or to `of`, whose household they join.

    Who heads one that has no head yet, or none at all, is in a household of their own.
    """
    household = of.household if of else person.household
    if household is None and (of or relation == Relation.HEAD):
        home = (of or person).home
        if home is None:
            raise NotOfTheFamily
        household = Household.objects.create(dwelling=home, **home.grid.columns())
        if of:
            registry.correct(person=of, household_id=household.pk, by=by, at=at)
    household_id = household.pk if household else None
    registry.correct(person=person, relation=relation, household_id=household_id, by=by, at=at)


@leaves_record("no-entry-noted")
@transaction.atomic
def note_no_entry(*, dwelling: Dwelling, since: date | None, by: User | None, at: datetime) -> None:
    """Whoever lives here wants nobody inside since that day; None: we may come in again."""
    before = dwelling.no_entry_since
    dwelling.no_entry_since = since
    dwelling.save(update_fields=["no_entry_since"])
    if changes := trail.differing({"no_entry_since": (before, since)}):
        scope = dwelling.community.code
        trail.thing_changed(scope=scope, thing=dwelling, changes=changes, by=by, at=at)
