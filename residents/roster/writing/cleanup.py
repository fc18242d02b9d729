"""What a roster leaves behind goes, each thing in its time."""

from datetime import date, timedelta

from django.db import transaction

from residents.models import Lookalike, Roster, RosterPage
from residents.roster.writing.answered import forget_questions
from residents.roster.writing.undoing import WITHIN

KEPT = timedelta(days=7)
HELD_FOR = timedelta(days=90)


@transaction.atomic
def forget_left_lying(*, on: date) -> int:
    """Uploads nobody decided about for a week go; their people do not wait here for ever.

    So do, after a month, the lines of what was taken in and what its undo would have needed, and
    after three the lines nobody could decide about. Returns how many uploads went.
    """
    done = Roster.objects.exclude(taken_in_at=None)
    old = done.filter(taken_in_at__date__lt=on - WITHIN)
    RosterPage.objects.filter(roster__in=old).delete()
    held = Lookalike.objects.filter(roster__uploaded_at__date__lt=on - HELD_FOR)
    held.exclude(sealed_row="").update(sealed_row="")
    undecided = Roster.objects.filter(state__in=Roster.UNDECIDED)
    return _forget(undecided.filter(uploaded_at__date__lt=on - KEPT))


@transaction.atomic
def drop(*, roster: Roster) -> bool:
    """Forget an upload that was not taken in, with everything it held."""
    return bool(_forget(Roster.objects.filter(pk=roster.pk, state__in=Roster.UNDECIDED)))


def _forget(rosters):
    forget_questions(Lookalike.objects.filter(roster__in=rosters))
    return rosters.delete()[1].get("residents.Roster", 0)
