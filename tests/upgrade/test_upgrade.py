"""An installation of every kept revision is upgraded whole, on both databases.

Every day one of them on SQLite, the newest whose tables have changed since; all others in the trial
`upgrade`.
"""

import json
import os
import sqlite3
from contextlib import closing
from itertools import product
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2
import pytest

from tests.upgrade.comparing import lost, rows, values
from tools import old_installation
from tools.old_installation import KEPT, LOOK

FIRST = "903dca8"
NEWEST = "b2e8063"
KEPT_REVISIONS = sorted(file.stem for file in KEPT.glob("*.json"))
ENGINES = ["sqlite", "postgresql"]
EVERY_DAY = (NEWEST, "sqlite")
CASES = [
    pytest.param(*case, marks=[] if case == EVERY_DAY else pytest.mark.trial("upgrade"))
    for case in product(KEPT_REVISIONS, ENGINES)
]


class Installation:
    """A kept installation, brought back into a database of its own."""

    def __init__(self, revision, engine, folder):
        told = json.loads((KEPT / f"{revision}.json").read_text())[engine]
        self.engine, self.folder, self.name = engine, folder, f"upgrade_{uuid4().hex[:12]}"
        self.asked, self.found = told["asked"], told["found"]
        self.before_the_roster = told["before"]
        old_installation.restore_files(told["files"], folder)
        (folder / "asked.json").write_text(json.dumps(self.asked))
        content = old_installation.content_of(revision, engine)
        if engine == "sqlite":
            (folder / "db.sqlite3").write_bytes(content)
            self.url = f"sqlite:///{folder / 'db.sqlite3'}"
        else:
            self.url = urlsplit(server())._replace(path=f"/{self.name}").geturl()
            on_the_server(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")
            self.execute(content.decode())

    def execute(self, sql):
        """Past the program, as somebody who owns the tables could; triggers look away."""
        if self.engine == "sqlite":
            with closing(sqlite3.connect(self.folder / "db.sqlite3")) as database:
                database.executescript(sql)
        else:
            with closing(psycopg2.connect(self.url)) as database, database, database.cursor() as at:
                at.execute("SET session_replication_role = replica")
                at.execute(sql)

    def upgrade(self):
        """As whoever keeps the machine does it: the key sheet first, then a backup and the rest."""
        self._run("manage.py", "make_keys")
        return self._run("manage.py", "upgrade", "--to", self.folder / "backups")

    def migrate(self):
        self._run("manage.py", "migrate", "--no-input", "-v0")

    def look(self):
        return json.loads(self._run(LOOK, self.folder / "asked.json"))

    def _run(self, *command):
        environment = old_installation.environment_for(self.url, self.folder)
        return old_installation.run(*command, environment=environment)

    def clear_away(self):
        if self.engine == "postgresql":
            on_the_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def server():
    url = os.environ.get("DATABASE_URL", "")
    assert url.startswith("postgres"), "run this with tools/with_services.py, which starts one"
    return url


def on_the_server(sql):
    with closing(psycopg2.connect(server())) as database:
        database.autocommit = True
        database.cursor().execute(sql)


@pytest.fixture
def bring_back(tmp_path):
    there = []

    def bring_back(revision, engine):
        there.append(Installation(revision, engine, tmp_path))
        return there[-1]

    yield bring_back
    for each in there:
        each.clear_away()


@pytest.mark.parametrize(("revision", "engine"), CASES)
def test_an_installation_from_before_is_whole_after_its_upgrade(bring_back, revision, engine):
    old = bring_back(revision, engine)

    said = old.upgrade()
    now = old.look()

    assert "All is well." in said
    assert len(list(old.folder.glob("backups/*"))) == 1
    assert "migrations done." in said

    assert lost(old.found, now) == {}
    assert values(old.before_the_roster, now["undone"]) == []


# The control: each of these is lost after migrating, and each is noticed where it belongs.
SPOILT = {
    "rows": "DELETE FROM notices_reminder WHERE id = (SELECT max(id) FROM notices_reminder)",
    "values": "UPDATE residents_person SET remarks = 'x' WHERE name = '孙巧云'",
    # As if a model had moved and its content type had not.
    "meaning": "UPDATE django_admin_log SET content_type_id ="
    " (SELECT id FROM django_content_type WHERE app_label = 'sessions')",
    "structure": "DROP INDEX reminder_waiting",
    "sealed": "UPDATE accounts_user SET phone_sealed ="
    " (SELECT max(phone_sealed) FROM accounts_user) WHERE phone_sealed <> ''",
    "verify_record": "UPDATE accounts_record SET body = body || ' ' WHERE number = 1",
    "bank_audit": "UPDATE morality_bank_transfer SET amount = amount + 1",
    "a photo": "DELETE FROM cases_photo",
    "a closed case": "UPDATE cases_case SET title = 'x', words = 'x' WHERE answer <> ''",
    "a secret": "DELETE FROM cases_caseuserobjectpermission",
    "a file": "UPDATE reports_export SET file_name = 'x.sealed'",
    "a token": "UPDATE accounts_accesstoken SET text_hash = 'x'",
    "a history": "UPDATE django_admin_log SET object_id = '0'",
    "what the record alone tells": "UPDATE accounts_record SET about = NULL",
    "saved filters of residents_person": "UPDATE accounts_savedfilter SET name = 'x' || id",
    "saved filters of grids_building": "UPDATE accounts_savedfilter SET query = 'x=' || id",
    "the session": "DELETE FROM django_session WHERE session_key = '{lin}'",
}
FOOTPRINT = "DELETE FROM residents_rosterpage"
ON_SQLITE = [
    "accounts_record_keeps_values",
    "morality_bank_transfer_keeps_values",
]


@pytest.mark.trial("upgrade")
@pytest.mark.parametrize("engine", ENGINES)
def test_each_loss_is_noticed_where_it_belongs(bring_back, engine):
    old = bring_back(FIRST, engine)
    old.migrate()
    if engine == "sqlite":
        old.execute(";".join(f"DROP TRIGGER {name}" for name in ON_SQLITE))
    lin = old.asked["sessions"]["lin"]
    old.execute(";".join([*SPOILT.values(), FOOTPRINT]).format(lin=lin))

    now = old.look()

    found = lost(old.found, now)
    assert set(found) == set(SPOILT)
    reminders = old.found["tables"]["notices_reminder"]["rows"]
    assert f"notices_reminder: {reminders} → {reminders - 1}" in found["rows"]
    assert "residents_person.remarks" in found["values"]
    assert "residents_dwelling" in " ".join(rows(old.before_the_roster, now["undone"]))
