"""Lin logs a contact while others hold the database, and presses once more when they let go.

python -m tests.ops.contact_while_held      on the embedded database of ZERENTIAN_DATA
"""

import contextlib
import re
import sqlite3
from html import unescape
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402  (nothing of it may be imported before)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import builders, neighbourhood  # noqa: E402
from visits.models import Visit  # noqa: E402

NOTE = "三楼的灯坏了，\r\n她说“夜里”上楼 <要> 摸黑。"


def at_the_door():
    """A client of Lin's, and a door of hers."""
    areas = neighbourhood.areas()
    lin = neighbourhood.staff("lin", areas["east"])
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(lin)
    now = timezone.now().isoformat()
    session = client.session
    session.update({"by": "password", "since": now, "seen": now, "idle": None, "factor": "key"})
    session.save()
    return client, builders.make_door(areas["east"], "301")


def page_of(door):
    return f"/today/door/{door.pk}/"


def typed(client, address):
    page = client.get(address).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    words = {"outcome": "nobody", "channel": "door", "note": NOTE, "needs": "一盏灯"}
    return {"csrfmiddlewaretoken": token, "client_id": str(uuid4()), **words}


def hidden_fields(page):
    """What pressing the button sends, by name."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    }


def words_come_back(held):
    """`held()` is a context in which nobody can write. Raises AssertionError."""
    client, door = at_the_door()
    address = page_of(door)
    fields = typed(client, address)
    with held():
        answer = client.post(address, fields)
        assert answer.status_code == 503, answer.status_code
        assert answer["Retry-After"] == "10"
        assert "no-store" in answer["Cache-Control"]
        assert Visit.objects.count() == 0
    again = hidden_fields(answer.text)
    same = {**fields, "csrfmiddlewaretoken": again["csrfmiddlewaretoken"]}
    assert again == same, again

    for _ in range(2):  # a double tap
        assert client.post(address, again).status_code == 302
    assert [visit.note for visit in Visit.objects.all()] == [NOTE.replace("\r\n", "\n")]


@contextlib.contextmanager
def somebody_writes():
    """A transaction on SQLite that does not end."""
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


if __name__ == "__main__":
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.1
    settings.ALLOWED_HOSTS += ["testserver"]
    words_come_back(somebody_writes)
    print("came back")
