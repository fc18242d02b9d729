"""What we hold about people: how delicate, what for, on what ground, how long.

Each app declares its own models in a module `personal.py`; a test walks all models and fails for
a field nobody declared. The law asks for it: a purpose for everything (PIPL 6), no longer than
needed (PIPL 19), and an assessment on paper before sensitive data is touched (PIPL 55, 56), for
which `manage.py field_registry` prints the table.

    comes("residents", 1)
    names_people("residents.Person")
    declare("residents.Person", keep=WHILE_HERE, whose=Whose.RESIDENTS, groups=[
        Group(["name", "sex"], Level.ORDINARY, _("what for"), Basis.DUTY)], plain=["version"])
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How delicate, after PIPL 28 and GB/T 45574-2025."""

    ORDINARY = "ordinary", _("一般个人信息")
    SENSITIVE = "sensitive", _("敏感个人信息")
    MINORS = "minors", _("涉及未成年人")


class Basis(models.TextChoices):
    """On what ground; the numbers are articles of the Personal Information Protection Law."""

    DUTY = "duty", _("履行法定职责（13 条一款三项、34 条）")
    SENSITIVE_DUTY = "sensitive_duty", _("履行法定职责，特定目的、充分必要、严格保护（28、34 条）")
    STAFF = "staff", _("管理自己的工作人员（13 条一款二、三项）")
    CONSENT = "consent", _("本人同意，随时可以撤回（13 条一款一项、15 条）")
    SECURITY = "security", _("保障安全、留下记录（51、54、56 条）")


class Whose(models.TextChoices):
    RESIDENTS = "residents", _("居民")
    STAFF = "staff", _("工作人员")
    BOTH = "both", _("居民和工作人员")


@dataclass(frozen=True)
class Keep:
    """For what `period`, in a sentence; which rows are there too long; and who removes them.

    `overdue(at)` gives the rows that should be gone. `job` names the reminder that removes them
    each day; without one somebody must still decide, and `field_registry --overdue` says so.
    """

    period: str | Promise
    overdue: Callable[[datetime], models.QuerySet[Any]] | None = None
    job: str = ""


@dataclass(frozen=True)
class Group:
    """Fields held for one purpose. `shown_as` is how the person concerned reads it."""

    fields: list[str]
    level: Level
    purpose: str | Promise
    basis: Basis
    shown_as: str | Promise = ""


@dataclass(frozen=True)
class Declaration:
    label: str
    keep: Keep | None = None
    whose: str = ""
    groups: list[Group] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)  # nothing personal
    about: str | Promise = ""  # what people call it, where the model has no name for the screen

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def name(self) -> str | Promise:
        return self.about or self.model._meta.verbose_name or ""

    def named(self) -> list[str]:
        """Every field this declaration speaks of, as often as it does."""
        return [name for group in self.groups for name in group.fields] + self.plain


def older(
    label: str, column: str, **age: float
) -> Callable[[datetime], models.QuerySet[models.Model]]:
    """Rows of a model whose moment is longer ago than that."""

    def overdue(at: datetime) -> models.QuerySet[models.Model]:
        past = {f"{column}__lt": at - timedelta(**age)}
        rows: models.QuerySet[models.Model] = apps.get_model(label)._base_manager.filter(**past)
        return rows

    return overdue


_declared: dict[str, Declaration] = {}
_places: dict[str, int] = {}
_people: set[str] = set()


def declare(label: str, **details: Any) -> None:
    """One model's fields. Raises ValueError when it was declared before."""
    if label in _declared:
        raise ValueError(f"{label} is declared twice")
    _declared[label] = Declaration(label, **details)


def declarations() -> list[Declaration]:
    """Of all apps, as they were declared; those that hold nothing personal too."""
    autodiscover_modules("personal")
    return sorted(_declared.values(), key=lambda each: _place(each.label))


def comes(app: str, place: int) -> None:
    """Where an app's rows stand in the register; those of apps that do not say stand last."""
    _places[app] = place


def _place(label: str) -> float:
    return _places.get(label.split(".")[0], math.inf)


def names_people(label: str) -> None:
    """A reference to a row of this model says whose row it is."""
    _people.add(label)


def personal() -> list[Declaration]:
    return [each for each in declarations() if each.groups]


def must_be_named(model: type[models.Model]) -> list[str]:
    """The fields somebody has to judge: all but keys, and references to what is no person.

    A reference to an account or to a resident says whose row this is, so it counts.
    """
    autodiscover_modules("personal")
    return [
        one.name
        for one in model._meta.concrete_fields
        if not isinstance(one, models.AutoField)
        and not (one.remote_field and one.remote_field.model._meta.label not in _people)
    ]


def undeclared(model: type[models.Model]) -> set[str]:
    must = set(must_be_named(model))  # looks for the declarations first
    declaration = _declared.get(model._meta.label)
    return must - set(declaration.named() if declaration else [])


def overdue(at: datetime) -> Iterator[tuple[Declaration, int]]:
    """How many rows are kept longer than declared, for every rule that can be asked."""
    for each in personal():
        if each.keep and each.keep.overdue:
            yield each, each.keep.overdue(at).count()


def table() -> Iterator[dict[str, str]]:
    """One line for each field, for people who assess what we do."""
    for each in personal():
        keep = each.keep or Keep("")
        for group in each.groups:
            for name in group.fields:
                yield {
                    "model": each.label,
                    "about": str(each.name),
                    "field": name,
                    "whose": str(Whose(each.whose).label),
                    "level": str(group.level.label),
                    "purpose": str(group.purpose),
                    "basis": str(group.basis.label),
                    "kept": str(keep.period),
                    "removed by": keep.job,
                }
