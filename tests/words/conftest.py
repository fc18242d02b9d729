"""The walk's neighbourhood, in which whatever somebody typed is written in Latin letters.

What is still Chinese on an English page then is a sentence of ours that was not translated.
"""

import json
import re
import shutil

import pytest
from django.apps import apps
from django.conf import settings as house
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, JSONField, TextField

from accounts.models import LateDraft
from cases.models import Case
from notices.models import Notice
from residents.models import Correction
from tests.access import stages
from tests.access.fresh import abroad, walk, world  # noqa: F401  (fixtures)
from tools import words


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
def busy_world(world, lin, chen, north):  # noqa: F811
    """The busy neighbourhood, its typed words in Latin letters."""
    stages.cases_at_every_step(world, lin, chen)
    put_into_latin_letters()
    stages.rosters(world, north, chen, name="Ann Lee", file_name="roster.xlsx")
    return world


def put_into_latin_letters():
    """Whatever people typed and what their rules say; not the words the program chose."""
    Notice.objects.exclude(text__in=words.our_sentences()).delete()
    for draft in LateDraft.objects.all():  # sealed, so no statement reaches it
        draft.words = '{"words": ["x"]}'
        draft.save(update_fields=["words_sealed"])
    for proposed in Correction.objects.all():  # sealed as well; what is proposed keeps its form
        for name in ("value_text", "stood_text"):
            plain = json.dumps(json.loads(getattr(proposed, name) or "null"), ensure_ascii=False)
            setattr(proposed, name, re.sub("[^\x01-\x7f]+", "x", plain))
        proposed.save(update_fields=["value_sealed", "stood_sealed"])
    with connection.cursor() as cursor:
        # Books that are never edited are, here, for once.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model, field in typed():
            table, key = model._meta.db_table, model._meta.pk.column
            column = connection.ops.quote_name(field.column)
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
