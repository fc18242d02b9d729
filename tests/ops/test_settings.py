"""Settings fail loudly: whatever is wrong ends the start with a sentence that names it."""

import base64
import re
import subprocess
import sys
from dataclasses import replace

import psycopg2
import pytest
from django.conf import settings as house
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.module_loading import import_string

from config.environment import page, reading
from config.environment.house import file_faults, told
from config.environment.kinds import Kind
from config.environment.reading import read
from config.environment.table import OF_OTHERS, SETTINGS
from config.serving import starting
from foundation import keys, sealing
from foundation.audit import trail
from foundation.sealing import columns, fitting
from tests import builders
from tests.ops.house import ROOT
from tests.ops.wrong_settings import KEY, WRONG
from tools.with_services import settings_for_tests

NAME = re.compile(r"\bZERENTIAN_[A-Z_]*[A-Z]\b")
STARTS = (
    "Dockerfile",
    "docker-compose.yml",
    "README.md",
    "config",
    "docs",
    "tools",
    "bootstrap.py",
)


def start(environment):
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_each_wrong_one_is_told_in_a_sentence_of_both_languages(name, text, tmp_path):
    right = settings_for_tests(tmp_path)
    assert read(right).faults == []

    [fault] = read({**right, name: text}).faults

    assert all(name in sentence for sentence in fault)
    assert text == "" or name not in SECRET or text not in told([fault])
    assert re.search("[一-鿿]", fault.zh) and not re.search("[一-鿿]", fault.en.replace(text, ""))


SECRET = {setting.name for setting in SETTINGS if setting.hidden}


def test_read_as_mere_text_they_would_pass(tmp_path, monkeypatch):
    trusting = [replace(setting, kind=Kind(str, setting.kind.must)) for setting in SETTINGS]
    monkeypatch.setattr(reading, "SETTINGS", trusting)
    for together in ("_keys_together", "_machines_together"):
        monkeypatch.setattr(reading, together, lambda values: [])
    told = [
        read(settings_for_tests(tmp_path) | {name: text}).faults for name, text in WRONG if text
    ]
    assert sum(map(bool, told)) <= 1  # what looks at names


def test_keys_that_are_one_key_are_told(tmp_path):
    one = {"ZERENTIAN_FIELD_KEYS": f"k1:{KEY}", "ZERENTIAN_INDEX_KEY": KEY}
    [fault] = read(settings_for_tests(tmp_path) | one).faults
    assert "a key of its own" in fault.en


def test_what_is_set_to_nothing_is_not_set(tmp_path):
    empty = dict.fromkeys(["REDIS_URL", "ZERENTIAN_ORIGINS", "ZERENTIAN_IDLE_MINUTES"], "")
    values = read(settings_for_tests(tmp_path) | empty).values
    assert [values[name] for name in empty] == [None, None, 30]


def test_a_start_with_wrong_settings_ends_at_once_with_all_of_them(bare_environment, tmp_path):
    environment = {**bare_environment, **settings_for_tests(tmp_path)}
    del environment["ZERENTIAN_INDEX_KEY"]

    done = start(environment | {"ZERENTIAN_IDLE_MINUTES": "ab\x1b[31mc"})

    assert done.returncode == 1
    assert "ZERENTIAN_INDEX_KEY is not set" in done.stderr
    assert "ZERENTIAN_IDLE_MINUTES=ab?[31mc" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_data_folder_brings_its_own_environment(bare_environment, tmp_path):
    lines = [f"{name}={value}\n" for name, value in settings_for_tests(tmp_path).items()]
    (tmp_path / "env").write_text("".join(lines))
    assert start({**bare_environment, "ZERENTIAN_DATA": str(tmp_path)}).returncode == 0


def test_lines_of_that_file_that_say_nothing_are_told_by_number_alone(tmp_path):
    path = tmp_path / "env"
    path.write_text("# ours\n\nexport A=1\nZERENTIAN_SECRET_KEY sssh\n")
    [fault] = file_faults(path)
    assert "Line 4" in fault.en and "sssh" not in told([fault])

    path.write_bytes(b"\xff\xfe\x00")
    assert [fault.en.endswith("read as text.") for fault in file_faults(path)] == [True]


def test_the_page_of_settings_is_made_of_the_table():
    """`manage.py check_settings --page > docs/settings.md`."""
    assert (ROOT / "docs" / "settings.md").read_text() == page.page()


def test_no_setting_is_spoken_of_that_the_table_does_not_know():
    known = {setting.name for setting in SETTINGS}
    spoken = {name for path in sources() for name in NAME.findall(path.read_text())}
    assert {name for name in spoken - known if not name.startswith(OF_OTHERS)} == set()
    assert len(spoken & known) > 20


def sources():
    for name in STARTS:
        found = ROOT / name
        yield from [found] if found.is_file() else found.rglob("*.py")
        yield from found.rglob("*.md") if found.is_dir() else []


def test_the_ciphers_are_those_there_are():
    [cipher] = [setting for setting in SETTINGS if setting.name == "ZERENTIAN_FIELD_CIPHER"]
    assert [cipher.kind.read(name) for name in sealing.CIPHERS] == list(sealing.CIPHERS)


# What the world says


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("config.one_sheet.Storage", "config.look.stylesheets.Storage"),
        ("somebody.elses.Storage", "somebody.elses.Storage"),
    ],
)
def test_the_stylesheets_are_stored_under_todays_name_and_the_first(said, used):
    assert house.FORMER_STORAGES.get(said, said) == used
    assert used.startswith("somebody") or import_string(used)


@pytest.mark.parametrize(
    "named", ["gateway.nowhere.Sms", "notices.channels.text_messages.NotSent", "nothing"]
)
def test_a_class_that_sends_nothing_is_told(named, settings):
    assert list(starting.class_faults()) == []
    settings.SMS_CHANNEL = named
    [fault] = starting.class_faults()
    assert "ZERENTIAN_SMS_CHANNEL" in fault.en


@pytest.fixture
def sealed(wang, lin):
    """A resident with a number, and a record of it."""
    wang.set_id_number(builders.make_id_number())
    wang.save()
    at = builders.REGISTERED_AT
    trail.looked(
        scope="150299020100", about=wang.uid, column="id_number", why="x", role="y", by=lin, at=at
    )


@pytest.fixture
def use_key(settings):
    def use_key(name, text):
        setattr(settings, name, text)
        columns._keys.cache_clear()
        columns.key_for.cache_clear()

    yield use_key
    for name in ("FIELD_KEYS", "INDEX_KEY"):
        use_key(name, getattr(house, name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("FIELD_KEYS", f"k1:{KEY}"),
        ("FIELD_KEYS", f"k2:{KEY}"),
        ("INDEX_KEY", base64.b64encode(bytes(range(32))).decode()),
    ],
)
def test_keys_the_data_was_not_sealed_with_are_told(name, text, sealed, use_key):
    assert list(starting.key_faults()) == [] and keys.fit(builders.REGISTERED_AT)

    use_key(name, text)

    [fault] = starting.key_faults()
    assert f"ZERENTIAN_{name}" in fault.zh and "former keys" in fault.en
    assert bool(fitting.not_found_again()) == (name == "INDEX_KEY")
    assert not keys.fit(builders.REGISTERED_AT)
    with pytest.raises(CommandError, match=f"ZERENTIAN_{name}"):
        call_command("check_settings")


def test_a_database_that_says_no_is_told_apart_from_one_that_is_away(db):
    here = connection.get_connection_params() | {"options": ""}
    for wrong in ({"dbname": "no_such_database"}, {"user": "nobody_we_know"}):
        with pytest.raises(psycopg2.OperationalError) as refused:
            psycopg2.connect(**{**here, **wrong})
        assert starting.says_no(refused.value)
    with pytest.raises(psycopg2.OperationalError) as away:
        psycopg2.connect(**{**here, "host": "/nowhere"})
    assert "No such file" in str(away.value) and not starting.says_no(away.value)
