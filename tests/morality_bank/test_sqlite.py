"""The embedded database keeps the book just as well, through the product's own connection."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRY = """
import json, sys, django
django.setup()
from django.db import Error, connection
answers = []
for sql in json.load(sys.stdin):
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
        answers.append("done")
    except Error as error:
        answers.append(f"{type(error).__name__}: {error}")
print(json.dumps(answers))
"""
ROW = """
    INSERT INTO morality_bank_transfer (key, debit_id, credit_id, amount, phase, reason, source,
        made_at) VALUES ('k', 1, 2, 5, 'single', 'x', 'x', '2026-03-10')
"""
ATTEMPTS = [
    "UPDATE morality_bank_transfer SET amount = 1",
    "UPDATE morality_bank_transfer SET reason = 'a better one'",
    "DELETE FROM morality_bank_transfer",
    "INSERT OR REPLACE INTO morality_bank_transfer SELECT * FROM morality_bank_transfer",
]


@pytest.fixture(scope="module")
def environment(embedded, tmp_path_factory):
    """A database file as `bootstrap.py run` makes it."""
    folder = tmp_path_factory.mktemp("sqlite")
    embedded(folder)
    ours = {
        "DATABASE_URL": f"sqlite:///{folder}/zerentian.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return os.environ | ours


def answers(environment, *statements):
    done = subprocess.run(
        [sys.executable, "-c", TRY],
        cwd=ROOT,
        env=environment,
        input=json.dumps(statements),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_no_sql_changes_or_removes_a_transfer(environment):
    # One transfer, without the accounts it would need: those are not what this is about.
    said = answers(environment, "PRAGMA foreign_keys = OFF", ROW, *ATTEMPTS)

    refused = "IntegrityError: morality_bank_transfer is append-only"
    assert said == ["done", "done"] + [refused] * len(ATTEMPTS)


def test_the_checks_are_there_too(environment):
    worthless = ROW.replace("5,", "0,").replace("'k'", "'other'")

    assert answers(environment, worthless) == [
        "IntegrityError: CHECK constraint failed: transfer_moves_1_to_10000_points"
    ]
