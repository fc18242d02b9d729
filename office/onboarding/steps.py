"""The steps to the opening of a street: each app registers what it knows, in `ready()`.

    steps.register(Step("roster", 50, _("名册"), _("…"), figures))
    steps.also("places", doors)                 # more figures of a step of another app

`figures(street, day)` counts for one street, with a constant number of queries, however large it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from grids.models import Area


@dataclass(frozen=True)
class Figure:
    """One count of a step, in a sentence: "15 个小区里 12 个有门牌".

    Met once `done` reaches `needed`; what needs nothing is said and keeps nobody waiting. `url` is
    where more is done, `action` what its button says.
    """

    text: str
    done: int
    needed: int
    url: str
    action: str

    @property
    def is_met(self) -> bool:
        return self.done >= self.needed

    @property
    def state(self) -> str:
        """done, begun or missing; `free` where nothing is needed and nothing is there."""
        if self.is_met:
            return "done" if self.done else "free"
        return "begun" if self.done else "missing"


Figures = Callable[[Area, date], Iterable[Figure]]


@dataclass(frozen=True)
class Step:
    """`place` orders the steps. Where `figures` are none, another app's are (`also`)."""

    slug: str
    place: int
    name: str | Promise
    about: str | Promise
    figures: Figures


@dataclass(frozen=True)
class State:
    """How far one step is in one street."""

    step: Step
    figures: list[Figure]

    @property
    def is_done(self) -> bool:
        return all(each.is_met for each in self.figures)

    @property
    def state(self) -> str:
        if self.is_done:
            return "done"
        return "begun" if any(each.done for each in self.figures) else "missing"

    @property
    def next(self) -> Figure | None:
        """What is to be done next here."""
        return next((each for each in self.figures if not each.is_met), None)


_steps: dict[str, Step] = {}
_more: dict[str, list[Figures]] = {}


def register(step: Step) -> None:
    _steps[step.slug] = step


def also(slug: str, figures: Figures) -> None:
    """More of a step that another app registers."""
    _more.setdefault(slug, []).append(figures)


def look(street: Area, day: date) -> list[State]:
    """All steps in their order, as far as this street is with them; of no other street a word."""
    return [
        State(
            step,
            [
                one
                for count in (step.figures, *_more.get(step.slug, ()))
                for one in count(street, day)
            ],
        )
        for step in sorted(_steps.values(), key=lambda step: step.place)
    ]
