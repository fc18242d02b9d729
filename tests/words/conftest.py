"""The walk's neighbourhood, in which whatever somebody typed is written in Latin letters.

What is still Chinese on an English page then is a sentence of ours that was not translated.
"""

import shutil
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as house
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, JSONField, TextField
from django.utils import timezone

from cases.models import Case
from notices.models import Notice
from residents import roster
from residents.models import Dwelling, Roster
from tests import builders
from tests.access.conftest import abroad, walk, world  # noqa: F401  (fixtures)
from tests.residents.conftest import upload
from tests.residents.sheets import row
from tools import words

STEPS = ("returned", "referred", "accepted", "dispatched", "handled", "closed")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words") / "locale"
    shutil.copytree(words.ROOT / "locale", folder, ignore=shutil.ignore_patterns("*.mo"))
    return folder


@pytest.fixture(autouse=True)
def both_languages(settings, compiled):
    """The catalogues as they are now, whatever was compiled last."""
    settings.LOCALE_PATHS = [compiled]
    if not list(compiled.rglob("*.mo")):
        call_command("compile_words")


@pytest.fixture
def busy_world(world, wang, lin, chen, north):  # noqa: F811
    """Every stage a case can be at, a door with cautions, rosters good and bad."""
    own = world.places["own"]
    own.more = {"case": [], "my_case": [], "roster": []}
    now, home = timezone.now(), own.person.home
    for hours, step in enumerate(STEPS, start=2):
        facts = {"dwelling": home, "at": now - timedelta(hours=hours)}
        theirs = builders.make_case(lin, own.grid, **facts)
        mine = builders.make_case(
            own.person.user, own.grid, reporter=own.person, channel="phone", **facts
        )
        for kind, case in (("case", theirs), ("my_case", mine)):
            own.more[kind].append(builders.bring(case, step, desk=chen, worker=lin, at=now).uid)
    for hours in (1, 2, 3):
        builders.log_contact(lin, home, outcome="nobody", at=now - timedelta(hours=hours))
    Dwelling.objects.filter(pk=home.pk).update(no_entry_since=builders.LONG_AGO)
    put_into_latin_letters()
    compound = Dwelling.objects.get(pk=home.pk).building.compound.name
    place = {"小区": compound, "楼号": str(home.building.number), "单元": "1"}
    for cells in ({}, {"与户主关系": "x", "手机": "1"}, {"门牌": "?"}):
        own.more["roster"].append(_roster(north, chen, row(name="Ann Lee", **place | cells)))
    return world


def _roster(community, by, line):
    uploaded = upload(community, line, by=by, at=timezone.now())
    roster.check(roster=uploaded, at=timezone.now())
    Roster.objects.filter(pk=uploaded.pk).update(file_name="roster.xlsx")
    return uploaded.uid


def put_into_latin_letters():
    """Whatever people typed and what their rules say; not the words the program chose."""
    Notice.objects.exclude(text__in=words.our_sentences()).delete()
    with connection.cursor() as cursor:
        # Books that are never edited are, here, for once.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model, field in typed():
            table, column, key = model._meta.db_table, field.column, model._meta.pk.column
            latin = f"'x' || {key}"
            if isinstance(field, JSONField):
                latin = f"regexp_replace({column}::text, '[^\\x01-\\x7f]+', 'x', 'g')::jsonb"
            cursor.execute(
                f"UPDATE {table} SET {column} = {latin} WHERE {column}::text ~ '[^\\x01-\\x7f]'"
            )


def typed():
    json = [Notice._meta.get_field("values"), Case._meta.get_field("due_because")]
    for model in apps.get_models():
        if model._meta.app_label in house.HOUSE_APPS and model is not Notice:
            for field in model._meta.concrete_fields:
                if isinstance(field, CharField | TextField) and not field.choices:
                    yield model, field
    yield from ((field.model, field) for field in json)
