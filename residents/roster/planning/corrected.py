"""What somebody corrected by hand after the day of the file: the register keeps it, and the file's
word is asked about in the list of corrections (residents/corrections), never written over it."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from residents import by_hand
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.plan import Entry

WRITTEN = {
    Column.NAME: by_hand.NAME,
    Column.PHONE: by_hand.PHONE,
    Column.REMARKS: by_hand.REMARKS,
    Column.RELATION: by_hand.RELATION,
    Column.DOOR: by_hand.HOME,
}


class ByHand:
    """Of these people the columns that are newer than the file; without a day every one is."""

    def __init__(self, people: Iterable[Person], made_on: date | None):
        at = None
        if made_on:
            at = timezone.make_aware(datetime.combine(made_on, time.min))
        self.columns = by_hand.since({person.pk for person in people}, at)

    def keep(self, entry: Entry) -> None:
        """Take them out of what this entry would change."""
        columns = self.columns.get(entry.person.pk, {}) if entry.person else {}
        if not columns:
            return
        entry.corrected = {
            each for each in entry.changes if each in WRITTEN and WRITTEN[each] in columns
        }
        if Column.DOOR in entry.corrected:  # the family behind another door goes with it
            entry.changes -= {Column.RELATION, Column.TENURE}
            entry.corrected.discard(Column.RELATION)
        elif Column.DOOR in entry.changes:  # who they are to a family they left is over
            entry.corrected.discard(Column.RELATION)
        entry.ended_tags = [kind for kind in entry.tags if by_hand.tag(kind) in columns]
        entry.tags = [kind for kind in entry.tags if kind not in entry.ended_tags]
        entry.changes -= entry.corrected
        if not entry.tags:
            entry.changes.discard(Column.TAGS)
