"""The kinds of rules a community may have for itself; each room registers its own when it is ready."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise

from accounts.models import User
from grids.models import Area, Reader, Regulation, nearest


class Line(NamedTuple):
    """One rule that holds in the community. `group`: what it stands under, if anything."""

    rule: Regulation
    title: str
    says: str
    group: str = ""


class Kind:
    """One model of rules, as the pages of a community show it and ask for it."""

    name: str
    model: type[Regulation]
    position: int
    label: str | Promise
    lead: str | Promise
    shown_whole: str = ""
    """The URL name of a page that shows all of it otherwise than as a list."""
    adds: str | Promise = ""
    """What the button says with which a community makes one of its own; "" where there is none."""
    form: type[forms.ModelForm]
    fixed: list[str] = []
    """What a rule is about: chosen when it is made, and then it stays."""
    ruled: list[str] = []
    """What it says."""
    counts_from: str | Promise
    """From when a change counts."""
    beside: str = ""
    """The URL name of a fragment, asked for with the community's code, that stands above the rules."""

    def rows(self, community: Area) -> list[Any]:
        """All rules the community goes by or could, in one query."""
        return list(self.model._default_manager.holding_at(community).select_related("area"))

    def lines(self, rows: list[Any], community: Area, reader: Reader) -> list[Line]:
        """What holds in the community, in its order: of each thing the nearest rule."""
        return [self.line(rule) for rule in nearest(rows, community).values()]

    def line(self, rule: Any) -> Line:
        return Line(rule, str(rule), self.says(rule))

    def says(self, rule: Any) -> str:
        raise NotImplementedError

    def still(self, rule: Any, community: Area, reader: Reader) -> str:
        """What of the reader's runs on under the rule as it is, in a sentence; "" if nothing does."""
        return ""

    def own_of(self, rule: Any, community: Area) -> Regulation:
        """The community's row that says what the rule from above says; not saved."""
        says = {name: getattr(rule, name) for name in [*self.fixed, *self.ruled]}
        return self.model(area=community, **says)

    def begun(self, community: Area, asked: Mapping[str, str]) -> Regulation:
        """The row of a rule that is to be made; the address may name what it is about."""
        return self.model(area=community)

    def foresees(self, rule: Any, community: Area, reader: Reader) -> list[Any]:
        """Week by week (first_on, now, then) what the rule, not saved, would change; [] if unknown."""
        return []

    def changed(self, rule: Any, *, by: User, at: datetime) -> None:
        """What follows when a rule was written or taken back, in the same transaction."""

    def goes_back(self, rule: Any) -> bool:
        """Whether the community's rule can be taken back: not where something may hang on it."""
        return True


_kinds: dict[str, Kind] = {}


def also(kind: Kind) -> None:
    """Register one more; a name that is taken is a mistake."""
    if kind.name in _kinds:
        raise ValueError(f"{kind.name} is registered twice")
    _kinds[kind.name] = kind


def every() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.position)


def named(name: str) -> Kind | None:
    """The kind of that name; without a name the first one."""
    return _kinds.get(name) if name else every()[0]
