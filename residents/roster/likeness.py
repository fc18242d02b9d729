"""A line of a roster beside somebody registered who may be the same person."""

from dataclasses import dataclass

from residents.models import Lookalike, Person
from residents.roster.rows import Row

Reason, Answer = Lookalike.Reason, Lookalike.Answer


@dataclass
class Likeness:
    """A row, the person it looks like, and what was answered about the two."""

    row: Row
    person: Person
    reason: str
    answer: str = ""

    @property
    def is_same(self) -> bool:
        return self.answer == Answer.SAME

    @property
    def means_somebody_new(self) -> bool:
        """Two people cannot have one ID number: then a number is wrong, and the line stays out."""
        return self.answer == Answer.DIFFERENT and self.reason != Reason.ID_NUMBER
