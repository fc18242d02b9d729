"""What stays of a question once it has served: the answer, for the next file."""

from django.db.models import QuerySet

from foundation.batches import in_pieces
from grids.models import Area
from residents.models import Lookalike
from residents.roster.rows import Row

Answer = Lookalike.Answer


def keys_among(community: Area, rows: list[Row]) -> set[str]:
    """The keys of those rows about which something is asked, for `settle`."""
    waiting = set(_waiting(community).values_list("row_key", flat=True))
    return waiting & {row.key for row in rows} if waiting else waiting


def settle(community: Area, keys: set[str]) -> None:
    """These rows are in the register now: of what was asked about them only the answers stay."""
    for some in in_pieces(sorted(keys)):
        _waiting(community).filter(row_key__in=some).update(sealed_row="")


def _waiting(community):
    return Lookalike.objects.filter(community=community).exclude(sealed_row="")


def forget_questions(asked: QuerySet) -> None:
    """Answers are kept for the next file; questions and lines go with their own."""
    asked.filter(answer__in=[Answer.OPEN, Answer.LATER]).delete()
    asked.update(sealed_row="")
