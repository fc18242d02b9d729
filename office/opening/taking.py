"""What is written of a plan, step by step, and kept in order so that it can be taken back."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import User
from office.models import OrganisationFile
from office.opening import writing
from office.opening.plan import Step

Line = list[Any]
"""[label of a model, key, None, None] of a row that was made, [label, key, column, before, after]."""
PART = 150
"""Rows at least, but for the last part; so many are written in a quarter of a second at most."""


class BuiltOn(Exception):
    """Something rests on what the workbook brought; `name` is how people call it."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class Moved(Exception):
    """What would be changed is no longer as it was when the plan was made."""


class Taking:
    """What is written, in the order in which it is: enough to take it back."""

    def __init__(self, *, by: User | None, at: datetime, file: OrganisationFile | None = None):
        self.file = file
        self.about: dict[str, Any] = {"by": by, "at": at}
        self.lines: list[Line] = []

    def made(self, *rows: models.Model) -> None:
        self.lines += [[row._meta.label, row.pk, None, None, None] for row in rows]

    def will_change(self, row: models.Model, column: str, after: Any) -> None:
        """Called before it is changed. Raises Moved."""
        before, after = kept(getattr(row, column)), kept(after)
        now = type(row)._base_manager.filter(pk=row.pk).values_list(column, flat=True).first()
        if kept(now) != before:
            raise Moved
        self.lines.append([row._meta.label, row.pk, column, before, after])


def make(row: Any, names: list[str], taking: Taking) -> None:
    """A step: a row that is new; `names` are the columns the record keeps."""
    writing.make(row, names, **taking.about)
    taking.made(row)


def correct(row: Any, column: str, value: Any, taking: Taking) -> None:
    """A step: the register as the file has it."""
    taking.will_change(row, column, value)
    writing.correct(row, column, value, **taking.about)


def parts_of(steps: list[Step]) -> list[list[Step]]:
    """Steps that are written in one transaction (decision 33), each part whole in itself."""
    parts: list[list[Step]] = []
    for step in steps:
        full = bool(parts) and sum(each.rows for each in parts[-1]) >= PART
        if not parts or full and not parts[-1][-1].leads:
            parts.append([])
        parts[-1].append(step)
    return parts


def write(steps: list[Step], taking: Taking) -> list[Line]:
    """One part, in the caller's transaction. Returns what an undo of it needs."""
    already = len(taking.lines)
    for step in steps:
        step.do(taking)
    return taking.lines[already:]


def kept(value: Any) -> Any:
    """A value of a column as an undo compares it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
