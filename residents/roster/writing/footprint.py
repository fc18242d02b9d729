"""What taking in a roster touched, kept sealed beside it until it can no longer be undone."""

from accounts.models import User
from foundation.workbooks.footprint import Footprint, Touched
from residents.models import (
    CareTag,
    Dwelling,
    Household,
    Person,
    Residency,
    Roster,
    RosterPage,
    WrittenNumber,
)
from residents.roster import pages

PAGE = 2_000
# An account is somebody's own: a roster writes its phone and nothing else.
# How far a number was compared goes with the number (`undoing`), and the clock may move it on;
# an entry that was joined into another one has another status, too.
TOUCHED = Touched(
    [CareTag, Residency, WrittenNumber, Person, Household, Dwelling, User],
    only={User: ["phone_sealed", "phone_index"]},
    but={
        Person: {"id_number_state", "id_number_by_id", "joined_into_id"}
        | {"name_key", "other_sounds"}  # these follow from the name again
    },
)


def keep(footprint: Footprint, roster: Roster) -> None:
    pages.lay_down(roster, RosterPage.Part.BEFORE, footprint.lines(), size=PAGE)


def read(roster: Roster):
    """What was made and what was changed; see Touched.read."""
    return TOUCHED.read(pages.read_all(roster, RosterPage.Part.BEFORE))
