import copy
import shutil

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.access.walk import Walk, unlimited
from tests.access.world import neighbourhood, settle, sign_in_everybody
from tests.conftest import SignedInClient


@pytest.fixture(scope="package")
def standing(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world and everybody's session, built once for the tests of this folder.

    It stands in a transaction of its own, and each test in a savepoint of that. A fixture of a
    package ends before the next test of another folder begins, however the tests are dealt out to
    processes, so no other test ever meets it. Every test of this folder that needs a database
    walks in this world; the others live elsewhere.
    """
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        with override_settings(DATA=folder):
            world = settle(*neighbourhood())
            clients = sign_in_everybody(world)
        yield world, {role: client.cookies for role, client in clients.items()}, folder
        transaction.set_rollback(True)


@pytest.fixture
def put_files_back(standing, tmp_path):
    """The files of the world as they were built: no rollback reaches them."""
    return lambda: shutil.copytree(standing[2], tmp_path, dirs_exist_ok=True)


@pytest.fixture
def world(standing, put_files_back, db):
    """The world as it was built: whatever a test changes, in memory or in a file, is its own."""
    put_files_back()
    return copy.deepcopy(standing[0])


@pytest.fixture
def walk(world, standing, settings):
    unlimited(settings)
    clients = {}
    for role, cookies in standing[1].items():
        clients[role] = SignedInClient()
        clients[role].cookies = copy.deepcopy(cookies)
    return Walk(world, clients)
