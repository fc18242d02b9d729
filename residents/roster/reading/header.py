"""The line of heads in a roster: where each column stands."""

from foundation.workbooks.heads import Heads
from residents.roster.columns import KNOWN, Column


class Header(Heads[Column]):
    """`meanings` is what the community's clerk said that heads hold."""

    known = KNOWN

    def column_called(self, name: str) -> Column:
        return Column(name)

    @property
    def is_one(self) -> bool:
        return Column.NAME in self.places and len(self.places) >= 2

    @property
    def missing(self) -> list[Column]:
        return [column for column in (Column.NAME, Column.DOOR) if column not in self.places]
