"""Which columns of an entry somebody looked at and wrote themselves, and when last.

The functions of the register that are called for one person at a time note it: pages of the
office, of the secretary, of the counter, and what was heard at a door all end in them. A roster
does not; it asks here before it writes over what is newer than itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from foundation.batches import in_pieces
from residents.models import CorrectedByHand, Person

HOME = "home"
"""Where somebody lives, and whether they do: moving in, moving away and dying are one column."""
RELATION = "relation"
"""To whose household somebody belongs, and how."""
NAME, PHONE, REMARKS = "name", "phone", "remarks"


def tag(kind: str) -> str:
    """The column of one need: noted or ended by hand."""
    return f"tag:{kind}"


def note(person: Person, columns: Iterable[str], *, at: datetime) -> None:
    """In the transaction of the writing. The latest time counts."""
    rows = [
        CorrectedByHand(person=person, column=column, corrected_at=at)
        for column in sorted(set(columns))
    ]
    if rows:
        CorrectedByHand.objects.bulk_create(
            rows,
            update_conflicts=True,
            update_fields=["corrected_at"],
            unique_fields=["person", "column"],
        )


def since(people: Iterable[int], at: datetime | None) -> dict[int, dict[str, datetime]]:
    """Of these keys of Person: the columns written by hand at that time or later; None is ever."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for some in in_pieces(people):
        rows = CorrectedByHand.objects.filter(person__in=some)
        if at is not None:
            rows = rows.filter(corrected_at__gte=at)
        for row in rows:
            found[row.person_id][row.column] = row.corrected_at
    return found
