"""What is to be asked about a roster: who is the same person, and who has moved away."""

import json

from foundation.batches import MANY, in_pieces
from residents.models import Absence, Lookalike, Roster
from residents.roster.likeness import Likeness


def ask_about_pairs(roster: Roster, held: list[Likeness]) -> None:
    """Lay down what is to be decided about this roster; what was asked and is no question any
    more goes, what was answered stays."""
    roster.lookalikes.filter(answer=Lookalike.Answer.OPEN).delete()
    keys = [(like.row.key, like.person.pk) for like in held]
    known = {}
    for some in in_pieces(key for key, _person in keys):
        for each in Lookalike.objects.filter(community=roster.community, row_key__in=some):
            known[each.row_key, each.person_id] = each
    new, again = [], []
    for like, key in zip(held, keys, strict=True):
        each = known.get(key) or Lookalike(community=roster.community, row_key=key[0])
        each.roster, each.person_id = roster, key[1]
        each.line, each.reason = like.row.line, like.reason
        each.row = json.dumps(like.row.packed())
        (again if each.pk else new).append(each)
    Lookalike.objects.bulk_create(new, batch_size=MANY)
    Lookalike.objects.bulk_update(
        again, ["roster", "line", "reason", "sealed_row"], batch_size=MANY
    )


def ask_about_absences(roster: Roster, absent: list[int]) -> None:
    """Replace what this roster asks about; what was answered already stays."""
    roster.absences.filter(answer=Absence.Answer.OPEN).delete()
    answered = set(roster.absences.values_list("person", flat=True))
    Absence.objects.bulk_create(
        [Absence(roster=roster, person_id=pk) for pk in absent if pk not in answered],
        batch_size=MANY,
    )
