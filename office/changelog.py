"""The history of one row, in words: who changed what, from what to what, and why.

Written beside the record when a form of the street office is saved, as the message of Django's
LogEntry. What was changed elsewhere, at a door or by a roster, stands in the record alone, and is
told without values.
"""

import json
from datetime import date, datetime
from typing import NamedTuple

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.forms import BaseForm
from django.forms.models import ModelChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.models import Record

MOST = 100  # entries on a page
WHY = "why_changed"  # the field every form of the street office has beside its own
PASSWORD = "password"  # noqa: S105 - a field's name; what was typed there is kept nowhere
BESIDE = {WHY, PASSWORD}


class Line(NamedTuple):
    """One field. `hidden`: it changed, and that is all the page tells."""

    field: str
    before: str
    after: str
    hidden: bool


class Entry(NamedTuple):
    at: datetime
    who: str
    new: bool
    lines: list[Line]
    why: str
    proof: str


# Writing


def changed_in(form: BaseForm) -> list[str]:
    """What was typed: of a new row everything, of an old one what differs."""
    if form.instance._state.adding or not form.initial:
        typed = [name for name, value in form.cleaned_data.items() if value not in (None, "")]
    else:
        typed = [name for name in form.changed_data if name in form.cleaned_data]
    return [name for name in typed if name not in BESIDE]


def values_of(form: BaseForm, name: str) -> tuple:
    """Before and after, as the database would say it."""
    before, after = form.initial.get(name, ""), form.cleaned_data.get(name)
    return _plain(before), _plain(after)


def _plain(value):
    return value.pk if isinstance(value, Model) else value


def message(admin, form, formsets, *, add: bool, on_record: list[Record]) -> list[dict]:
    """For LogEntry; `added` and `changed` are as Django writes them."""
    names = [name for name in _typed(form, add) if name not in BESIDE]
    lines = [_line(admin, form, name, add) for name in names]
    for formset in formsets:
        for each in formset.forms:
            if each.has_changed() and each.cleaned_data:
                prefix = f"{each.instance._meta.label_lower}."
                inner = [name for name in each.changed_data if name in each.cleaned_data]
                lines += [_line(admin, each, name, False, prefix) for name in inner]
    said = {"added": {}} if add else {"changed": {"fields": [line[0] for line in lines]}}
    why = form.cleaned_data.get(WHY, "")
    return [said | {"lines": lines, "why": why, "records": [row.pk for row in on_record]}]


def _typed(form, add):
    if add:
        return [name for name, value in form.cleaned_data.items() if value not in (None, "")]
    return form.changed_data


def _line(admin, form, name, add, prefix=""):
    if name in admin.hidden_fields:
        return [prefix + name, None, None]
    before = "" if add else form.initial.get(name)
    field, after = form.fields[name], form.cleaned_data.get(name)
    if isinstance(field, ModelChoiceField) and before:
        model = field.queryset.model
        before = (
            before if isinstance(before, Model) else model._base_manager.filter(pk=before).first()
        )
    return [prefix + name, _kept(before), _kept(after)]


def _kept(value):
    """As JSON holds it; a row as its key and what it was called, so it can be left out later."""
    if isinstance(value, Model):
        return {"model": value._meta.label_lower, "pk": value.pk, "text": str(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, bool | int) else str(value or "")


# Reading


def entries(admin, request, obj) -> list[Entry]:
    """Newest first. Rows of areas out of this person's sight keep their names to themselves."""
    words = list(
        LogEntry.objects.filter(
            object_id=str(obj.pk), content_type=ContentType.objects.get_for_model(obj)
        )
        .select_related("user")
        .order_by("-action_time", "-pk")[:MOST]
    )
    told = [(entry, _said(entry)) for entry in words]
    proofs = {pk for _entry, said in told for pk in said.get("records", [])}
    rows = Record.objects.changes_of(admin.record_subject(obj)).exclude(pk__in=proofs)[:MOST]
    numbers = Record.objects.in_bulk(proofs)
    shown = _Shown(admin, request.reader, [said for _entry, said in told])
    found = [shown.entry(entry, said, numbers) for entry, said in told]
    found += shown.from_record(list(rows))
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST]


def _said(entry) -> dict:
    try:
        [said] = json.loads(entry.change_message)
    except (ValueError, TypeError):
        return {}
    return said if isinstance(said, dict) else {}


class _Shown:
    """Turns what was kept into words, for one reader."""

    def __init__(self, admin, reader, said):
        self.admin = admin
        self.seen = _visible(reader, said)

    def entry(self, entry, said, numbers) -> Entry:
        lines = [self.line(*line) for line in said.get("lines", [])]
        proofs = [numbers[pk] for pk in said.get("records", []) if pk in numbers]
        who = str(entry.user)
        return Entry(
            entry.action_time, who, "added" in said, lines, said.get("why", ""), _proof(proofs)
        )

    def from_record(self, rows) -> list[Entry]:
        bodies = [json.loads(row.body) for row in rows]
        uids = {body["by"] for body in bodies if body["by"]}
        names = {str(user.uid): user.name for user in User.objects.filter(uid__in=uids)}
        return [
            Entry(
                row.at,
                names.get(body["by"], _("系统")),
                False,
                [Line(self.word(name), "", "", True) for name in body["changes"]],
                "",
                _proof([row]),
            )
            for row, body in zip(rows, bodies, strict=True)
        ]

    def line(self, name, before, after) -> Line:
        hidden = before is None and after is None
        if hidden:
            return Line(self.word(name), "", "", True)
        return Line(self.word(name), self.value(name, before), self.value(name, after), False)

    def word(self, name) -> str:
        if name in self.admin.field_words:
            return str(self.admin.field_words[name])
        field = self.column(name)
        return capfirst(str(field.verbose_name)) if field else name.rpartition(".")[2]

    def column(self, name):
        label, _dot, plain = name.rpartition(".")
        model = apps.get_model(label) if label else self.admin.model
        try:
            return model._meta.get_field(plain)
        except FieldDoesNotExist:
            return None

    def value(self, name, kept) -> str:
        if isinstance(kept, dict):
            return kept["text"] if (kept["model"], kept["pk"]) in self.seen else _("别处")
        if isinstance(kept, bool):
            return _("是") if kept else _("否")
        field = self.column(name)
        choices = dict(field.flatchoices) if field is not None else {}
        return str(choices.get(kept, kept))


def _visible(reader, said) -> set:
    """Which of the rows these messages name the reader may see today."""
    named: dict[str, set] = {}
    for each in said:
        for _name, *values in each.get("lines", []):
            for value in values:
                if isinstance(value, dict):
                    named.setdefault(value["model"], set()).add(value["pk"])
    seen = set()
    for label, keys in named.items():
        rows = apps.get_model(label)._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(reader)
        seen |= {(label, pk) for pk in rows.filter(pk__in=keys).values_list("pk", flat=True)}
    return seen


def _proof(rows) -> str:
    return "、".join(f"{row.scope}/{row.number}" for row in rows)
