"""Everything sealed is sealed again, beside people at work, and whenever it is stopped."""

import base64
import os
import signal
import subprocess
import sys
import threading
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings as house
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from foundation.sealing import columns, rotation
from residents.models import Person
from tests import builders
from tests.waiting import BOUND, eventually

NEW = f"k2:{base64.b64encode(bytes(range(16))).decode()}"


@pytest.fixture
def use_keys(settings):
    """`use_keys("k2:…,k1:…")`, and perhaps another cipher."""

    def use_keys(keys, cipher="sm4"):
        settings.FIELD_KEYS, settings.FIELD_CIPHER = keys, cipher
        columns._keys.cache_clear()

    yield use_keys
    settings.FIELD_KEYS, settings.FIELD_CIPHER = house.FIELD_KEYS, house.FIELD_CIPHER
    columns._keys.cache_clear()


@pytest.fixture
def old(settings):
    return settings.FIELD_KEYS


@pytest.fixture
def wang(wang):
    wang.set_id_number(builders.make_id_number())
    wang.save()
    return wang


def rotate():
    out = StringIO()
    call_command("rotate_keys", stdout=out, stderr=StringIO())
    return out.getvalue()


def starts(model=User, column="phone_sealed"):
    return [
        value[:7] for value in model.objects.exclude(**{column: ""}).values_list(column, flat=True)
    ]


def test_every_sealed_column_is_known():
    known = {(column.model, column.column) for column in rotation.sealed_columns()}
    called_so = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if "sealed" in field.name.split("_")
    }

    assert known == called_so
    assert len(known) >= 3


def test_afterwards_the_old_key_is_not_needed_any_more(wang, li, old, use_keys):
    use_keys(f"{NEW},{old}")

    assert "5 values sealed again" in rotate()

    use_keys(NEW)
    fresh = Person.objects.get(pk=wang.pk)
    assert (fresh.phone, fresh.id_number) == ("13800000001", builders.make_id_number())
    assert User.objects.get(pk=li.user_id).phone == "13800000002"


def test_a_person_is_still_found_and_nothing_else_changed(wang, old, use_keys):
    before = Person.objects.values().get()
    use_keys(f"{NEW},{old}")
    rotate()

    after = Person.objects.with_phone("13800000001").values().get()
    assert {name for name in before if before[name] != after[name]} == {
        "phone_sealed",
        "id_number_sealed",
    }


def test_the_second_run_finds_nothing_to_do(wang, old, use_keys):
    use_keys(f"{NEW},{old}")
    rotate()
    before = Person.objects.values().get()

    assert rotate() == "0 values sealed again.\nNothing is left under another key.\n"
    assert Person.objects.values().get() == before


def test_the_cipher_changes_there_and_back(wang, old, use_keys):
    for cipher in ("aes", "sm4"):
        use_keys(old, cipher)
        rotate()
        assert set(starts()) == set(starts(Person, "id_number_sealed")) == {f"{cipher}.k1."}
        assert Person.objects.get().id_number == builders.make_id_number()


def test_what_cannot_be_read_stays_as_it_is_and_is_named(wang, li, old, use_keys, capsys):
    Person.objects.filter(pk=wang.pk).update(phone_sealed=li.phone_sealed)
    use_keys(f"{NEW},{old}")

    with pytest.raises(CommandError, match="keep those"):
        call_command("rotate_keys", stderr=StringIO())

    said = capsys.readouterr().out
    assert f"residents_person.phone_sealed, row {wang.pk}" in said
    assert "1  residents_person.phone_sealed under sm4.k1" in said
    assert Person.objects.get(pk=wang.pk).phone_sealed == li.phone_sealed


def test_a_key_nobody_has_any_more_is_reported_too(wang, use_keys, capsys):
    use_keys(NEW)

    with pytest.raises(CommandError):
        call_command("rotate_keys", stderr=StringIO())

    assert "under sm4.k1" in capsys.readouterr().out


def test_long_values_come_in_smaller_batches(wang, li, old, use_keys, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH_SIZE", 100)
    use_keys(f"{NEW},{old}")
    column = next(c for c in rotation.sealed_columns() if str(c) == "residents_person.phone_sealed")

    assert list(rotation.batches(column)) == [[wang.pk], [li.pk]]


@pytest.fixture
def many(transactional_db):
    """Two thousand accounts under the old key."""
    users = [User(username=f"u{n}", name=f"u{n}") for n in range(2000)]
    for number, user in enumerate(users):
        user.set_phone(str(13900000000 + number))
    User.objects.bulk_create(users)


@pytest.mark.postgres
@pytest.mark.slow
def test_killed_midway_everything_is_readable_and_the_next_run_goes_on(many, old, use_keys):
    keys = f"{NEW},{old}"
    database = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/zerentian?", f"/{database}?")
    with subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys"],
        env={**os.environ, "DATABASE_URL": url, "ZERENTIAN_FIELD_KEYS": keys},
        cwd=house.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert "accounts_user.phone_sealed  10%" in child.stderr.readline()
        os.kill(child.pid, signal.SIGKILL)

    use_keys(keys)
    resealed = starts().count("sm4.k2.")
    assert 200 <= resealed < 2000
    assert all(user.phone == str(13900000000 + int(user.name[1:])) for user in User.objects.all())
    assert f"{2000 - resealed:,} values sealed again" in rotate()


@pytest.fixture
def change_meanwhile(monkeypatch):
    """While a batch is at work somebody gives Wang's account another number."""
    writers = []

    def change():
        user = User.objects.get(name="王秀兰")
        user.set_phone("13911112222")
        user.save()
        connection.close()

    def start_after(read):
        def reading(column, pks):
            rows = read(column, pks)
            if column.model is User and not writers:
                writers.append(threading.Thread(target=change))
                writers[0].start()
                assert eventually(lambda: not writers[0].is_alive() or somebody_waits_for_us())
            return rows

        monkeypatch.setattr(rotation, "held", reading)

    yield start_after
    writers[0].join()


def somebody_waits_for_us():
    waiting = (
        "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({waiting})")
        return cursor.fetchone()[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_change_made_meanwhile_is_kept(wang, old, use_keys, change_meanwhile):
    use_keys(f"{NEW},{old}")
    change_meanwhile(rotation.held)

    rotate()

    # The writer waited for the batch; it may still be waiting for its turn.
    assert eventually(lambda: User.objects.get(name="王秀兰").phone == "13911112222")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_holding_the_rows_the_change_would_be_lost(wang, old, use_keys, change_meanwhile):
    """Negative control."""
    use_keys(f"{NEW},{old}")
    change_meanwhile(lambda column, pks: list(column.old().filter(pk__in=pks)))

    rotate()

    assert User.objects.get(name="王秀兰").phone == "13800000001"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_rows_somebody_holds_come_in_a_later_pass(wang, li, old, use_keys, monkeypatch):
    use_keys(f"{NEW},{old}")
    holds, lets_go = threading.Event(), threading.Event()
    monkeypatch.setattr(rotation.time, "sleep", lambda seconds: (lets_go.set(), holder.join()))

    def hold():
        with rotation.transaction.atomic():
            User.objects.select_for_update().get(name="王秀兰")
            holds.set()
            lets_go.wait(BOUND)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(BOUND)

    assert "Nothing is left" in rotate()
    assert lets_go.is_set()
