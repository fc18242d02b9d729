"""Where people live and what they need: rows beside their entries."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from accounts.models import User
from foundation.batches import in_pieces
from foundation.workbooks.footprint import Footprint
from residents import registry
from residents.models import CareTag, Person, Residency
from residents.roster.columns import Column
from residents.roster.plan import Plan
from residents.roster.writing.first_days import At
from residents.roster.writing.places import areas_of

PURPOSE = "定期探访"
TAG_LASTS = timedelta(days=365)


def write_residencies(plan: Plan, footprint: Footprint) -> None:
    """Old ones end, new ones begin, a corrected tenure stays the same stay."""
    moved = [entry for entry in plan.people if Column.DOOR in entry.changes]
    for some in in_pieces(entry.residency.pk for entry in moved if entry.residency):
        Residency.objects.filter(pk__in=some).update(until_on=plan.on)
    stays = [
        Residency(
            person_id=entry.person.pk,
            dwelling_id=entry.person.home.pk,
            tenure=entry.row.tenure or Residency.Tenure.OWN,
            from_on=plan.on,
            **areas_of(entry.person.home),
        )
        for entry in moved
        if entry.person.home
    ]
    footprint.make(Residency, stays)
    _correct_tenures(plan)


def _correct_tenures(plan):
    corrected = defaultdict(list)
    for entry in plan.people:
        if Column.TENURE in entry.changes and Column.DOOR not in entry.changes:
            corrected[entry.row.tenure].append(entry.residency.pk)
    for tenure, keys in corrected.items():
        for some in in_pieces(keys):
            Residency.objects.filter(pk__in=some).update(tenure=tenure)


def write_tags(
    plan: Plan,
    footprint: Footprint,
    *,
    source: str,
    first: dict[At, date],
    by: User | None,
    at: datetime,
) -> None:
    """Needs the roster names: noted or renewed, and the tiers of their people follow."""
    columns = {
        "source": source,
        "purpose": PURPOSE,
        "expires_on": plan.on + TAG_LASTS,
        "noted_by": by,
        "noted_at": at,
    }
    noted: dict[tuple, None] = {}
    for entry in plan.people:
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
        CareTag.objects.filter(pk__in=some).update(**columns)
    footprint.make(
        CareTag, [CareTag(person_id=person, kind=kind, **columns) for person, kind in noted]
    )
    _settle(plan, tagged, first, footprint)


def _settle(plan, tagged, first, footprint):
    days = {entry.person.pk: first[entry.row.at] for entry in plan.people if entry.row.at in first}
    for some in in_pieces(tagged):
        registry.settle_tiers(Person.objects.filter(pk__in=some), on=plan.on, first=days)
    footprint.written_again(Person, tagged)
