"""Whatever is typed into a field is answered with a sentence of ours, and shown again: all of it."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.access.fresh import abroad, walk, world  # noqa: F401  (fixtures)
from tests.access.hostile import Asking, pages_of, pages_of_the_office
from tests.access.hostile_forms import (
    SENT,
    TYPED,
    Broken,
    Typing,
    each_field_of_a_program,
    faults,
    pages_with_forms,
    strangers_of,
)
from tests.access.test_access_walk import WALKED

pytestmark = pytest.mark.trial("forms")


@pytest.mark.parametrize("half", ["house", "office"])
def test_every_form_answers_in_our_words(walk, world, figures, half):  # noqa: F811
    asking = Asking(walk.clients)
    typing = Typing(asking, world.words_hidden_from)
    ours = [each for each in WALKED if not each[0].startswith("api:")]
    pages = pages_of(ours, world, roles=2) if half == "house" else pages_of_the_office(world)
    filled = 0

    for page, form in pages_with_forms(asking, pages):
        typing.into(page, form, TYPED, strangers_of(world))
        filled += 1

    note = f"{filled} forms, {len(TYPED)} values, {len(typing.found)} at fault"
    figures(f"forms of the {half}, {connection.vendor}", tried=asking.asked, note=note)
    assert sorted(set(typing.found)) == []
    assert filled > 30


def test_every_operation_answers_in_our_words(walk, world, figures):  # noqa: F811
    asking, found = Asking(walk.clients), []
    pages = [each for each in WALKED if each[0].startswith("api:")]

    for page in pages_of(pages, world, roles=2):
        labels = [*SENT, *TYPED] if page.method == "GET" else SENT
        for name, label, answer in each_field_of_a_program(asking, page, labels):
            why = faults(answer, world.words_hidden_from(page.role))
            found += [Broken(page.name, name, label, each) for each in why]

    figures(f"operations, {connection.vendor}", tried=asking.asked, note=f"{len(found)} at fault")
    assert sorted(set(found)) == []


def test_nor_otherwise_on_the_embedded_database(tmp_path, figures):
    ours = {"DATABASE_URL": f"sqlite:///{tmp_path / 'forms.sqlite3'}"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    chosen = ["--trial", "forms", "-k", "in_our_words", __file__]

    done = subprocess.run(
        [*command, *chosen], env=os.environ | ours, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout[-4000:]
    figures("forms and operations, sqlite", tried="as above", note="0 at fault")
