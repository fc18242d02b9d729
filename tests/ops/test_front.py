"""A request is whole before a thread is taken; what is too slow or too large is answered."""

import asyncio
import errno
import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.test.client import encode_multipart

from config.serving import bodies, front
from config.serving.bodies import REFUSED, Shelf
from config.serving.refused_bodies import SAYS, BodyLimitMiddleware, typed_in
from tests import loops
from tests.conftest import SignedInClient
from tests.waiting import BOUND

MANY = 2**30


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    """Nobody waits half a minute for clients that never end."""
    monkeypatch.setattr(front, "LINGER", 0.05)


def scope(headers=(), **facts):
    return {
        "method": "POST",
        "raw_path": b"/a/%E4%BD%A0%00",
        "query_string": b"q=%E4",
        "server": ("127.0.0.1", "8000"),
        "client": ("203.0.113.7", "4711"),
        "http_version": "1.1",
        "scheme": "http",
        "headers": [(b"host", b"street"), *headers],
        **facts,
    }


class Turn:
    """Lets the others go on."""

    def __await__(self):
        yield


class Client:
    """Sends these pieces, then nothing more: it waits for ever."""

    def __init__(self, *pieces, ends=True, goes=False):
        last = [{"type": "http.disconnect"}] if goes else []
        self.messages = [{"type": "http.request", "body": p, "more_body": True} for p in pieces]
        if ends and not goes:
            self.messages[-1]["more_body"] = False
        self.messages += last
        self.sent = []

    async def receive(self):
        if self.messages:
            await Turn()
            return self.messages.pop(0)
        return await asyncio.get_running_loop().create_future()

    async def send(self, message):
        self.sent.append(message)

    @property
    def answer(self):
        return b"".join(message.get("body", b"") for message in self.sent)


def told(environ, start_response):
    """A page that says what arrived."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    arrived = environ["wsgi.input"].read()
    return BytesIO(f"{environ.get(REFUSED, 'whole')} {len(arrived)}".encode())


def ask(*clients, page=told, shelf=None, headers=((b"transfer-encoding", b"chunked"),)):
    """Each asks at the same time; they carry their answers."""
    asked = front.Front(page, shelf or Shelf(largest=MANY, room=MANY))

    async def all_of_them():
        await asyncio.gather(*(asked(scope(headers), c.receive, c.send) for c in clients))

    loops.run(all_of_them())
    asked.threads.shutdown()
    return [client.answer for client in clients]


def test_a_body_arrives_whole_and_an_answer_leaves_whole():
    long = b"x" * (bodies.IN_MEMORY + 1)
    client = Client(b"a", long, b"b")

    assert ask(client) == [f"whole {len(long) + 2}".encode()]
    assert ask(Client(b"a"), page=lambda environ, start: start("200 OK", []) or BytesIO(long)) == [
        long
    ]


def test_one_slow_body_takes_no_thread_and_is_answered(monkeypatch):
    monkeypatch.setattr(bodies, "GRACE", 0.05)
    threads = []

    def page(environ, start_response):
        threads.append(environ.get(REFUSED, "whole"))
        return told(environ, start_response)

    slow, quick = Client(b"a", ends=False), Client(b"b")

    assert ask(slow, quick, page=page) == [b"408 1", b"whole 1"]
    assert threads == ["whole", 408]  # the quick one was not behind the slow one


def test_what_has_come_earns_time_for_the_rest():
    assert [bodies.time_for(size) for size in (0, 10_000, 10**9)] == [20, 40, 1800]


@pytest.mark.parametrize(
    ("header", "beginning"),
    [((b"content-length", b"11"), b"413 5"), ((b"transfer-encoding", b"chunked"), b"413 7")],
)
def test_of_more_than_a_request_may_have_only_the_beginning_is_read(header, beginning, monkeypatch):
    monkeypatch.setattr(bodies, "BEGINNING", 5)
    shelf = Shelf(largest=7, room=MANY)
    if header[0] == b"transfer-encoding":
        monkeypatch.setattr(bodies, "BEGINNING", 9)

    client = Client(b"x" * 4, b"x" * 4, ends=False)
    assert ask(client, shelf=shelf, headers=[header]) == [beginning]
    assert shelf.held == 0


@pytest.mark.parametrize("answer", [b"a sentence", b""])
def test_what_was_refused_is_let_pass_before_the_answer_ends(answer, monkeypatch):
    """A browser that still sends when the connection closes shows an error of its own."""
    monkeypatch.setattr(front, "LINGER", BOUND)
    client = Client(b"x" * 8, *[b"x" * 4] * 5)
    left = []

    async def send(message):
        client.sent.append(message)
        left.append((message["type"], message.get("more_body"), len(client.messages)))

    client.send = send
    said = ask(
        client,
        page=lambda _environ, start: start("413", []) or BytesIO(answer),
        shelf=Shelf(largest=7, room=MANY),
    )
    assert said == [answer]
    ended = [
        waiting for kind, more, waiting in left if more is False or (not answer and "start" in kind)
    ]
    assert set(ended) == {0} and left[-1][1] is False
    assert not answer or left[0][2] == 5  # who reads at once hears it at once


def test_where_the_room_ends_the_largest_gives_way_and_a_short_form_comes_in():
    shelf = Shelf(largest=100, room=100)
    large, larger = Client(b"x" * 40, ends=False), Client(b"x" * 55, ends=False)

    assert ask_in_turn(shelf, large, larger, Client(b"x" * 9)) == [b"", b"503 55", b"whole 9"]


def ask_in_turn(shelf, waits, *others):
    """The others, while the first one waits; it is let go in the end."""
    asked = front.Front(told, shelf)
    facts = scope([(b"transfer-encoding", b"chunked")])

    async def all_of_them():
        waiting = asyncio.ensure_future(asked(facts, waits.receive, waits.send))
        await asyncio.gather(*(asked(facts, c.receive, c.send) for c in others))
        waiting.cancel()

    loops.run(all_of_them())
    asked.threads.shutdown()
    return [client.answer for client in (waits, *others)]


def test_who_goes_away_half_way_is_no_request():
    shelf = Shelf(largest=MANY, room=MANY)

    assert ask(Client(b"half", goes=True), page=None, shelf=shelf) == [b""]
    assert shelf.held == 0


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EIO, 503)])
def test_a_disk_that_takes_nothing_is_no_crash(number, status, monkeypatch):
    def takes_nothing(*_arguments, **_options):
        raise OSError(number, "no")

    monkeypatch.setattr(bodies, "TemporaryFile", takes_nothing)
    monkeypatch.setattr(bodies, "WITHOUT_DISK", 7)
    monkeypatch.setattr(bodies, "IN_MEMORY", 5)

    assert ask(Client(b"123", b"45678")) == [f"{status} 3".encode()]


def test_the_environment_is_the_one_of_wsgi():
    headers = [
        (b"x-forwarded-for", b"203.0.113.7"),
        (b"x_forwarded_for", b"198.51.100.99"),  # would pass for the one above
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"a"),
        (b"accept", b"b"),
        (b"content-type", b"text/plain"),
        (b"content-length", b"999"),
    ]
    environ = front.environ_of(scope(headers), SimpleNamespace(size=3, file=None))

    assert {name: environ[name] for name in environ if name.startswith("HTTP_")} == {
        "HTTP_HOST": "street",
        "HTTP_X_FORWARDED_FOR": "203.0.113.7",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_ACCEPT": "a,b",
    }
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert environ["PATH_INFO"].encode("latin-1") == "/a/你\0".encode()
    assert (environ["QUERY_STRING"], environ["REMOTE_ADDR"]) == ("q=%E4", "203.0.113.7")


def test_an_answer_that_breaks_on_its_way_is_a_sentence():
    def breaks(environ, start_response):
        start_response("200 OK", [])
        return (1 / number for number in (1, 0))

    client = Client(b"a")

    assert "是我们这边的错" in ask(client, page=breaks)[0].decode()
    assert client.sent[0]["status"] == 500


@pytest.mark.parametrize(
    ("status", "sentence", "code"),
    [
        (408, "太慢", "too_slow"),
        (413, "太大", "too_large"),
        (503, "太多", "unavailable"),
        (507, "磁盘满了", "full"),
    ],
)
def test_what_was_refused_is_said(status, sentence, code, client, db):
    page = client.post("/report/", **{REFUSED: status})
    answer = client.post("/api/v1/me/", **{REFUSED: status})

    assert (page.status_code, answer.status_code) == (status, status)
    assert sentence in page.content.decode() and answer.json()["code"] == code
    waits = {each.headers.get("Retry-After") for each in (page, answer)}
    assert waits == {"60" if status in (503, 507) else None}


def half_a_form(client, path, status, *, referer=None, **fields):
    """What is there of a form when it ends in the middle of a photo."""
    photo = SimpleUploadedFile("photo.jpg", b"x" * 1000, "image/jpeg")
    body = encode_multipart("-edge", {**fields, "photo": photo})[:-500]
    headers = {"referer": referer} if referer else {}
    extra = {REFUSED: status, "headers": headers}
    return client.post(path, body, content_type="multipart/form-data; boundary=-edge", **extra)


@pytest.mark.parametrize("status", SAYS)
def test_words_that_had_come_stand_in_the_form_again(status, client, lin, home):
    client.force_login(lin)
    form = f"/cases/new/?door={home.pk}"
    here = {"referer": f"http://testserver{form}"}

    answer = half_a_form(client, form, status, **here, words="三楼的灯坏了", password="secret")
    assert (answer.status_code, answer["Location"]) == (303, form)
    page = client.get(form).content.decode()
    assert "三楼的灯坏了" in page and str(SAYS[status]) in page and "secret" not in page
    assert "三楼的灯坏了" not in client.get(form).content.decode()  # given once

    # Neither to a form we do not know nor to somebody we do not.
    assert half_a_form(client, form, status, words="三楼的灯坏了").status_code == status
    client.logout()
    assert half_a_form(client, form, status, **here, words="三楼的灯坏了").status_code == status


def test_words_that_had_come_while_the_disk_is_full_can_be_copied(lin, home):
    client = SignedInClient(enforce_csrf_checks=True)
    client.force_login(lin)
    form = f"/cases/new/?door={home.pk}"
    token = re.search(
        'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(form).content.decode()
    )
    fields = {"csrfmiddlewaretoken": token[1], "words": "三楼的灯坏了", "password": "se cret"}

    page = half_a_form(client, form, 507, **fields).content.decode()
    assert "三楼的灯坏了" in page and "se cret" not in page
    assert "<form" not in page  # what had not come would be missing from it
    assert "三楼" not in half_a_form(client, form, 507, words="三楼").content.decode()  # lured


@pytest.mark.parametrize(
    ("kind", "came", "fields"),
    [
        ("application/x-www-form-urlencoded", b"a=1&b=%E7%81%AF&c=hal", {"a": "1", "b": "灯"}),
        ("application/x-www-form-urlencoded", b"a=hal", {}),
        ("multipart/form-data; boundary=e", b"--e\r\nContent-Dispos", {}),
        ("multipart/form-data; boundary=e", b"", {}),
        ("multipart/form-data", b"--\r\n", {}),
        ("text/plain", b"a=1&b=2", {}),
    ],
)
def test_half_a_field_is_none(kind, came, fields):
    request = RequestFactory().post("/", came, content_type=kind, **{REFUSED: 408})
    assert typed_in(request).dict() == fields


def test_no_header_can_claim_it():
    headers = [(b"zerentian.refused", b"503"), (b"zerentian-refused", b"503")]
    environ = front.environ_of(scope(headers), SimpleNamespace(size=0, file=None))
    passes = BodyLimitMiddleware(lambda request: "came in")

    assert REFUSED not in environ
    assert passes(RequestFactory().get("/")) == "came in"
