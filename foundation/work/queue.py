"""What kinds of work there are, and doing what waits: once, and again when a worker died."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from foundation.snapshot import Write
from foundation.work.rows import NotReady, Work
from foundation.work.signs import Signs, TakenOver

MOST_TRIES = 3
# Why something is given up; a kind may have reasons of its own besides.
WENT_WRONG, NOT_THEIRS = "went_wrong", "not_theirs"

# step(row, signs, at): safe to repeat. Raises NotReady when there is nothing to do any more.
Step = Callable[[Work, Signs, datetime], None]


@dataclass(frozen=True)
class Undo:
    """What is done can be undone: a row in `of` waits in `waiting` for `step`, if it still `may`.

    An undo that is given up leaves the row in `of`, where it can be asked for once more.
    `stopped(row, why)`: columns that keep a sentence about that, for some of it may be gone.
    """

    of: str
    waiting: str
    step: Step
    may: Callable[[Work, datetime], bool]
    stopped: Callable[[Any, str], dict[str, Any]] = lambda row, why: {}


@dataclass(frozen=True)
class Kind:
    """`steps` says what is done with a row in each state it waits in.

    `may(row, on)`: whether whoever asked for it still may, now that its turn has come.
    `give_up(row, why)`: it ends here; moves the row on, keeps the sentence, lets go of files.
    `says(row)`: what is being done, in a sentence for whoever waits.
    `tidy(at)`: what goes in its time; called after every sweep.
    """

    model: type[Work]
    steps: dict[str, Step]
    may: Callable[[Work, date], bool]
    give_up: Callable[[Work, str], None]
    says: Callable[[Work], str]
    undo: Undo | None = None
    tidy: Callable[[datetime], object] = lambda at: None

    def __post_init__(self) -> None:
        waiting = {*self.steps, *([self.undo.waiting] if self.undo else [])}
        if waiting != set(self.model.AT_WORK):
            raise ValueError(f"{self.model.__name__} waits in {self.model.AT_WORK}, not {waiting}")

    def step_in(self, state: str) -> Step:
        undo = self._undo_in(state)
        return undo.step if undo else self.steps[state]

    def end(self, row: Work, why: str) -> None:
        if undo := self._undo_in(row.state):
            row.move_on(undo.waiting, state=undo.of, **undo.stopped(row, why))
        else:
            self.give_up(row, why)

    def _undo_in(self, state: str) -> Undo | None:
        return self.undo if self.undo and state == self.undo.waiting else None


_kinds: dict[type[Work], Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.model] = kind


def kinds() -> Iterable[Kind]:
    """In the order of the rooms."""
    return _kinds.values()


def kind_of(row: Work) -> Kind:
    return _kinds[type(row)]


def work_on(row: Work, *, at: datetime, tick: Callable[[Write], None] = lambda write: None) -> None:
    """Do what waits, if nobody else does; what a killed worker began simply begins again.

    Tried `MOST_TRIES` times in vain, it is given up. Errors of a step pass through; the claim
    stays until it lapses.
    """
    if not row.claim(at):
        return
    kind = kind_of(row)
    if row.tries > MOST_TRIES:
        kind.end(row, WENT_WRONG)
    elif not kind.may(row, timezone.localdate(at)):
        kind.end(row, NOT_THEIRS)
    else:
        with contextlib.suppress(NotReady, TakenOver):
            kind.step_in(row.state)(row, Signs(row, tick), at)


def ask_undo(row: Work, *, at: datetime, **columns: Any) -> None:
    """Somebody wants it undone; `columns` say who. Raises NotReady."""
    undo = kind_of(row).undo
    if undo is None or not undo.may(row, at):
        raise NotReady
    if not row.move_on(undo.of, state=undo.waiting, **columns):
        raise NotReady
