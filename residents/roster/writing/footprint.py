"""What taking in a roster touched, kept sealed beside it until it can no longer be undone."""

from django.db.models import Max

from accounts.models import User
from foundation.workbooks.footprint import Footprint, Touched
from residents.models import (
    CareTag,
    Correction,
    Dwelling,
    Household,
    Person,
    Residency,
    Roster,
    RosterPage,
    WrittenNumber,
)
from residents.roster import pages

BEFORE = RosterPage.Part.BEFORE
# An account is somebody's own: a roster writes its phone and nothing else.
# How far a number was compared goes with the number (`undoing`), and the clock may move it on;
# an entry that was joined into another one has another status, too.
TOUCHED = Touched(
    [Correction, CareTag, Residency, WrittenNumber, Person, Household, Dwelling, User],
    only={User: ["phone_sealed", "phone_index"]},
    but={
        Person: {"id_number_state", "id_number_by_id", "joined_into_id"}
        | {"name_key", "other_sounds"}  # these follow from the name again
    },
    later={Person: ["given_due_on", "given_since", "due_why"]},
)


def keep(footprint: Footprint, roster: Roster, number: int) -> None:
    """One page for the part of that number, counted from 0."""
    lines = footprint.lines()
    page = pages.sealed(roster, BEFORE, lines, size=len(lines) or 1, first=number + 1)
    RosterPage.objects.bulk_create(page)


def last_part(roster: Roster) -> int:
    """How many parts are written: the page of each is in the same transaction as its people.

    A count on the roster would write the roster's own rows anew with every part.
    """
    return roster.pages.filter(part=BEFORE).aggregate(last=Max("number"))["last"] or 0


def parts(roster: Roster) -> list[list[int]]:
    """The pages of each part, the last one first: what can be put back at once.

    What was taken in before there were parts is one.
    """
    numbers = pages.numbers(roster, BEFORE)
    if roster.begun_at is None:
        return [numbers] if numbers else []
    return [[number] for number in reversed(numbers)]


def read(roster: Roster, among: list[int] | None = None):
    """What was made and what was changed, by all pages or by some; see Touched.read."""
    return TOUCHED.read(pages.read_all(roster, BEFORE, among))
