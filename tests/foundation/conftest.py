from unittest.mock import patch

import pytest
from django.db import connections

from config.database_settings import complete
from foundation.audit import trail
from tests.foundation.rows import NoRoom


@pytest.fixture
def no_record():
    """`with no_record():` the record takes no more rows."""
    return lambda: patch.object(trail, "_append", side_effect=NoRoom)


@pytest.fixture
def lite(django_db_blocker, tmp_path):
    """A connection of the product's own to an embedded database of two numbers."""
    default = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "db.sqlite3")}
    complete(default)
    connections.databases["lite"] = {**connections.databases["default"], **default}
    connection = connections["lite"]
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE numbers (n INTEGER UNIQUE)")
        yield connection
        connection.close()
    del connections["lite"], connections.databases["lite"]
