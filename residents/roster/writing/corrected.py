"""What a roster says otherwise than somebody wrote by hand since: proposed, for somebody to decide.

What was declined before stays declined: the next file with the same word does not ask again.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from foundation.batches import in_pieces
from foundation.workbooks.footprint import Footprint
from residents.corrections import kinds
from residents.corrections.forms import household_value
from residents.models import Correction, Residency, Roster
from residents.roster.columns import Column
from residents.roster.plan import Entry, Plan
from residents.roster.writing.places import Places

Kind, State = Correction.Kind, Correction.State
A_YEAR = timedelta(days=365)


def propose(
    plan: Plan,
    roster: Roster,
    places: Places,
    footprint: Footprint,
    *,
    by: User | None,
    at: datetime,
) -> None:
    asked = _asked_before(plan)
    today = timezone.localdate(at)
    rows = []
    for entry in plan.corrected:
        for kind, value in _said(entry, places, roster, today):
            row = Correction(kind=kind, person=entry.person, origin=Correction.Origin.ROSTER)
            row.dwelling = places.home_of(entry) if kind == Kind.MOVED_IN else None
            row.roster, row.proposed_by, row.proposed_at = roster, by, at
            row.value_text = json.dumps(value)
            row.stood_text = json.dumps(kinds.of(kind).stands(row))
            if _told(row, value) not in asked:
                rows.append(row)
    footprint.make(Correction, rows)


def _asked_before(plan) -> set[tuple]:
    known = set()
    for some in in_pieces(entry.person.pk for entry in plan.corrected):
        rows = Correction.objects.filter(person__in=some, origin=Correction.Origin.ROSTER)
        for row in rows.filter(state__in=[State.OPEN, State.DECLINED]):
            known.add(_told(row, row.value))
    return known


def _told(row, value: dict[str, Any]) -> tuple:
    """What a file says, without the days that follow from when it was taken in."""
    lasting = {name: each for name, each in value.items() if name not in ("on", "expires_on")}
    return row.person_id, row.kind, row.dwelling_id, json.dumps(lasting, sort_keys=True)


def _said(
    entry: Entry, places: Places, roster: Roster, today: date
) -> Iterator[tuple[str, dict[str, Any]]]:
    row = entry.row
    if Column.NAME in entry.corrected:
        yield Kind.NAME, {"name": row.name}
    if Column.PHONE in entry.corrected:
        yield Kind.PHONE, {"phone": row.phone}
    if Column.REMARKS in entry.corrected:
        yield Kind.REMARKS, {"remarks": row.remarks}
    if Column.RELATION in entry.corrected:
        family = {"household": places.household_id_of(entry)}
        yield Kind.HOUSEHOLD, household_value(row.relation) | family
    if Column.DOOR in entry.corrected:
        tenure = row.tenure or Residency.Tenure.OWN
        yield Kind.MOVED_IN, {"on": today.isoformat(), "tenure": str(tenure)}
    for kind in entry.ended_tags:
        words = {"source": f"社区名册 {roster.file_name}"[:60], "purpose": "定期探访"}
        yield Kind.TAG, {"kind": kind, **words, "expires_on": (today + A_YEAR).isoformat()}
