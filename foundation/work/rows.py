"""A row that a worker is waited for at, and what holds it while one is at it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from foundation import request_id


class NotReady(Exception):
    """This cannot be done with this row: it has faults, or was dealt with already."""


class WorkQuerySet(models.QuerySet[Any]):
    BULKY: tuple[str, ...] = ()
    """Columns that a list, or whoever only looks whose turn it is, must not read."""

    def light(self) -> Self:
        return self.defer(*self.BULKY)

    def to_do(self, at: datetime) -> Self:
        """What waits for a worker, and what a worker began and left lying."""
        waiting = self.filter(state__in=self.model.AT_WORK)
        return waiting.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - self.model.CLAIM_LASTS))


class Work(models.Model):
    """Waits in one of `AT_WORK`; claimed by one worker at a time, for as long as it gives signs of life.

    The subclass has the `state`. `done` of `total` is how far the step at hand is, in whatever it
    counts; a total of 0 is not known. `tries` counts the claims of one step, so it also tells a
    worker that was thought dead from the one that has the row now. `request_id` names the request
    that wants the step done, for the lines the worker writes into the log.
    """

    AT_WORK: list[str] = []
    CLAIM_LASTS = timedelta(minutes=3)
    # Both are the subclass's.
    state: str
    objects: ClassVar[Any]

    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    request_id = models.CharField(
        max_length=request_id.LENGTH, blank=True, default=request_id.current, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_waiting(self) -> bool:
        """Nobody has begun yet."""
        return self.claimed_at is None

    def claim(self, at: datetime) -> bool:
        """Take a waiting row for this worker; false when another one has it."""
        mine = type(self).objects.to_do(at).filter(pk=self.pk)
        if not mine.update(claimed_at=at, tries=F("tries") + 1, done=0):
            return False
        self.refresh_from_db()
        return True

    def held(self) -> models.QuerySet["Work"]:
        """The row while this worker has it; whoever claims it next counts one try more."""
        rows: Any = type(self)._base_manager  # with the state of the subclass
        held: models.QuerySet[Work] = rows.filter(pk=self.pk, state=self.state, tries=self.tries)
        return held

    def move_on(self, *before: str, **columns: Any) -> bool:
        """One conditional update out of these states: of two that do the same, the first counts."""
        afresh = {"claimed_at": None, "tries": 0, "done": 0, "total": 0} | columns
        if columns.get("state") in self.AT_WORK:
            afresh["request_id"] = request_id.current()
        rows: Any = type(self)._base_manager
        moved = rows.filter(pk=self.pk, state__in=before).update(**afresh)
        self.refresh_from_db(fields=["state", *afresh])
        return bool(moved)
