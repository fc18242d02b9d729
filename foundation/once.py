"""A client makes an id before it sends anything; what it sends twice is done once.

    visit = Visit(client_id=client_id, by=by, note=note, …)
    sent = once.Sent(visit, by="by_id", content=("note", …), conflict=AlreadyLogged)
    if earlier := sent.before():
        return earlier
    …  # may it be? what cannot be is refused here
    visit, is_new = sent.write()
    if is_new:
        …  # what follows from it

The same id with the same content is answered with the first row, at any time while the row is kept
(decision 15: at least ninety days). With other content, or from somebody else, it is a Conflict,
and the first row stands. `content` names what the sender said and nobody changes afterwards,
cleaned as it is stored; what the house adds (numbers, times of arrival, deadlines) is no part of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _


class Conflict(Exception):
    """This id stands for something else, which stays; `code` and the sentences say so.

    `earlier` is the first row where it is the sender's own, else None: whoever sends an id that
    is not theirs learns only that it is taken.
    """

    code = "id_already_used"  # for programs, in the API and in what a phone is answered
    detail = _("这个 client_id 已经用过了，那一次的内容不一样。")
    sentence = _("这张表已经存过别的内容了，请重新打开再填。")  # on a page

    def __init__(self, earlier: models.Model | None = None):
        super().__init__(earlier and earlier.pk)
        self.earlier = earlier


Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Sent(Generic[Row]):
    """What came under an id, as a row that is not written yet.

    `by` and `content` name columns (`by_id`, `note`), `key` the unique one that holds the id.
    `also(earlier)` compares what is no column of the row, like the people of a contact.
    """

    row: Row
    by: str
    content: tuple[str, ...]
    key: str = "client_id"
    conflict: type[Conflict] = Conflict
    also: Callable[[Row], bool] = lambda earlier: True

    def before(self) -> Row | None:
        """The row this id made, None for a new id. One query. Raises the conflict."""
        rows = type(self.row)._base_manager
        earlier: Row | None = rows.filter(**{self.key: getattr(self.row, self.key)}).first()
        if earlier is None:
            return None
        if not self._says(self.by, earlier):
            raise self.conflict
        if not (all(self._says(name, earlier) for name in self.content) and self.also(earlier)):
            raise self.conflict(earlier)
        return earlier

    def write(
        self, insert: Callable[[], object] | None = None, *, loses: tuple[type[Exception], ...] = ()
    ) -> tuple[Row, bool]:
        """Insert the row; returns it, and whether it is new. Raises the conflict.

        Of two that arrive at once the second waits at the unique key, its insert alone is taken
        back, and it finds the row of the first. `insert` writes more than the row; `loses` names
        the errors besides IntegrityError in which a latecomer may notice that it is one.
        """
        late: tuple[type[Exception], ...] = (IntegrityError, *loses)
        try:
            with transaction.atomic():
                insert() if insert else self.row.save(force_insert=True)
                return self.row, True
        except late:
            if earlier := self.before():
                return earlier, False
            raise

    def _says(self, name: str, earlier: Row) -> bool:
        """By value: a day that was sent as text is the day that is stored."""
        field: Any = self.row._meta.get_field(name)
        return bool(field.to_python(getattr(self.row, name)) == getattr(earlier, name))
