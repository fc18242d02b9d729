"""Several machines: what is set for a house behind PgBouncer and Sentinels, and that no statement
of ours outlives its transaction, which a pooler would hand on to somebody else."""

import ast
import re

import pytest
from django.conf import settings

from config import database_settings
from config.environment.reading import read
from config.serving import broker, pooler
from tests import tree
from tools.with_services import settings_for_tests

LASTING = re.compile(
    r"(?:^|;)\s*(?-i:SET|set)\s+(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b)\S+\s*(?:=|TO\b)"
    r"|\bset_config\s*\((?!.*true\s*\))"
    r"|\bpg_(?:try_)?advisory_(?:lock|unlock)(?!\w*xact)"
    r"|(?:^|;)\s*(?:UN)?LISTEN\s|(?:^|;)\s*PREPARE\s|\bWITH\s+HOLD\b"
    r"|\bCREATE\s+(?:LOCAL\s+)?TEMP",
    re.I,
)
MAY = {
    "config/backup/upgrading.py": "past the pooler",
    "grids/divisions/table.py": "made, used and dropped in one transaction",
}


def lasting(source):
    """Statements in the texts of a module that outlive the transaction they run in."""
    texts = [" ".join(text.split()) for text in texts_of(ast.parse(source))]
    return [text for text in texts if LASTING.search(text)]


def texts_of(node):
    """Every text, and one with values in it as a whole."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(
            part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for inner in ast.iter_child_nodes(node):
            yield from texts_of(inner)


def test_no_statement_outlives_its_transaction():
    modules = tree.modules(settings.ROOT, [*settings.HOUSE_APPS, "config"])
    found = {
        str(path.relative_to(settings.ROOT))
        for path in modules.values()
        if lasting(path.read_text())
    }
    assert found == set(MAY)
    assert len(modules) > 200


@pytest.mark.parametrize(
    "statement",
    [
        "SET statement_timeout = 0",
        "SELECT 1; SET  search_path TO public",
        "SELECT set_config('app.user', '7', false)",
        "SELECT pg_advisory_lock(7)",
        "SELECT pg_try_advisory_lock(7)",
        "LISTEN cases",
        "PREPARE due AS SELECT 1",
        "DECLARE rows CURSOR WITH HOLD FOR SELECT 1",
        "CREATE TEMPORARY TABLE staged (n integer)",
    ],
)
def test_one_that_does_is_noticed(statement):
    assert lasting(f"run({statement!r})") == [" ".join(statement.split())]
    assert lasting("run(f'SET {name} = 0')") == ["SET {} = 0"]


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL statement_timeout = 0",
        "SELECT pg_advisory_xact_lock(7)",
        "SELECT set_config('app.user', '7', true)",
        "UPDATE area SET name = 'x'",
        "Set ZERENTIAN_DATA to a folder",
    ],
)
def test_what_ends_with_its_transaction_is_none(statement):
    assert lasting(f"run({statement!r})") == []


SERVER, POOLER = "postgres://grid:word@db/zerentian", "postgres://grid:word@pool:6432/zerentian"


def test_a_pooler_is_told_nothing_it_could_not_keep():
    direct, pooled = read({"DATABASE_URL": SERVER}), read({"DATABASE_URL": POOLER})
    direct, pooled = direct.values["DATABASE_URL"], pooled.values["DATABASE_URL"]
    database_settings.complete(direct)
    database_settings.complete(pooled, pooled=True)

    assert "statement_timeout=30s" in direct["OPTIONS"]["options"]
    assert "options" not in pooled["OPTIONS"]
    assert (direct["DISABLE_SERVER_SIDE_CURSORS"], pooled["DISABLE_SERVER_SIDE_CURSORS"]) == (
        False,
        True,
    )


def test_a_backup_goes_past_the_pooler(settings):
    """Its dump sets what it needs for a session."""
    settings.POOLED, settings.DATABASE_ITSELF = None, {"HOST": "db", "PORT": "5433"}
    assert pooler.itself().settings_dict["HOST"] != "db"
    settings.POOLED = {"HOST": "pool"}
    asked = pooler.itself().get_connection_params()
    assert (asked["host"], asked["port"]) == ("db", "5433")


def test_sentinels_are_asked_for_the_master_with_their_own_password(tmp_path):
    asked = {"data": tmp_path, "master": "zerentian", "password": "theirs"}
    told = broker.options("sentinel://:ours@one:26379/0", **asked)
    assert (told["master_name"], told["sentinel_kwargs"]["password"]) == ("zerentian", "theirs")
    assert told["sentinel_kwargs"]["socket_timeout"] == told["socket_timeout"] == 5
    assert broker.options("", **asked)["folder"] == str(tmp_path / "queue")


SENTINEL = {"REDIS_URL": "sentinel://one:26379/0;sentinel://two:26379/0"}
MASTER = {"ZERENTIAN_SENTINEL_MASTER": "zerentian"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (SENTINEL, "ZERENTIAN_SENTINEL_MASTER"),
        (MASTER, "ZERENTIAN_SENTINEL_MASTER"),
        ({"ZERENTIAN_POOLER": POOLER}, "ZERENTIAN_POOLER"),
        (SENTINEL | MASTER, None),
        ({"ZERENTIAN_POOLER": POOLER, "DATABASE_URL": SERVER}, None),
    ],
)
def test_settings_that_need_each_other_are_told(written, told, tmp_path):
    faults = read(settings_for_tests(tmp_path) | written).faults
    assert [told in fault.zh and told in fault.en for fault in faults] == ([True] if told else [])
