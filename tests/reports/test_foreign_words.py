"""Every table as everybody who may export, whole numbers and all: nothing of another place."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from foundation.models import Tally
from grids.models import Area, InAreaQuerySet
from morality_bank import deeds
from morality_bank.models import Deed
from reports.exports import requests
from reports.tables import TABLES, Ask
from tests.access.fresh import abroad, world  # noqa: F401  (fixtures)
from tests.access.world import hidden_words, word
from tests.reports.conftest import content_of, export

WHOLE = [column.key for table in TABLES.values() for column in table.columns]
ROLES = {"chen": "150299020100", "bai": "150299020"}


def words_in(ready, by, at):
    content = content_of(ready, by, at=at)
    if ready.form == "csv":
        text = content.decode("utf-8-sig")
        return " ".join(" ".join(line) for line in csv.reader(io.StringIO(text)))
    cells = (
        str(cell.value)
        for sheet in load_workbook(io.BytesIO(content)).worksheets
        for line in sheet.iter_rows()
        for cell in line
    )
    return " ".join(cells)


FILES = [("chen", "xlsx"), ("bai", "csv")]
IN_THE_TRIAL = [("chen", "csv"), ("bai", "xlsx")]


def everything(world, role, form, monkeypatch, tables=TABLES):  # noqa: F811
    """All that a role can carry out, every column of these tables, with a second person's yes."""
    by, at = world.users[role], timezone.now()
    area, said = Area.objects.get(code=ROLES[role]), []
    for place in world.places.values():
        deed = Deed.objects.get(pk=place.things["deed_pk"])
        deeds.post(deed=deed, by=place.secretary, at=at)
    monkeypatch.setattr(requests.four_eyes, "because", lambda *args, **facts: "")
    for slug in tables:
        table = TABLES[slug]
        Tally.objects.filter(what="export").delete()
        days = {"until_on": date.today() + timedelta(days=1)} if table.dated else {}
        state = "all" if "all" in table.states else next(iter(table.states), "")
        facts = {"columns": WHOLE, "state": state, "form": form, "at": at, **days}
        said.append(words_in(export(by, area, slug, **facts), by, at))
    return "\n".join(said)


@pytest.mark.parametrize(
    ("role", "form"),
    [*FILES, *(pytest.param(*each, marks=pytest.mark.trial("walk")) for each in IN_THE_TRIAL)],
)
def test_no_foreign_word_is_in_any_file(world, role, form, monkeypatch):  # noqa: F811
    said = everything(world, role, form, monkeypatch)

    foreign = [w for w in hidden_words(role, world.places) if w in said]
    assert foreign == []
    assert word("密", "own") not in said  # not even for the secretary who is named on it
    assert all(word(kind, "own") in said for kind in "人案访")


def test_a_table_that_looks_too_far_is_noticed(world, monkeypatch):  # noqa: F811
    """In the contacts' notes; names would still be masked."""
    monkeypatch.setattr(InAreaQuerySet, "visible_to", lambda rows, *args, **facts: rows.all())
    monkeypatch.setattr(InAreaQuerySet, "with_duty", lambda rows, *args: rows.all())
    monkeypatch.setattr(Ask, "here", lambda ask, rows, prefix="": rows)

    said = everything(world, "chen", "csv", monkeypatch, ["contacts"])
    assert [w for w in hidden_words("chen", world.places) if w in said] != []
