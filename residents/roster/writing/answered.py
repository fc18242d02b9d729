"""What stays of a question once it has served: the answer, for the next file."""

from django.db.models import QuerySet

from grids.models import Area
from residents.models import Lookalike
from residents.roster.rows import Row

Answer = Lookalike.Answer


def settle(community: Area, rows: list[Row]) -> None:
    """These rows are in the register now: of what was asked about them only the answers stay."""
    asked = Lookalike.objects.filter(community=community).exclude(sealed_row="")
    waiting = dict(asked.values_list("pk", "row_key"))
    keys = {row.key for row in rows} if waiting else set()
    asked.filter(pk__in=[pk for pk, key in waiting.items() if key in keys]).update(sealed_row="")


def forget_questions(asked: QuerySet) -> None:
    """Answers are kept for the next file; questions and lines go with their own."""
    asked.filter(answer__in=[Answer.OPEN, Answer.LATER]).delete()
    asked.update(sealed_row="")
