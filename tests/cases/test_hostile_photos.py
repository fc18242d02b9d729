"""A photo that would cost much ends with the program that decodes it; the house goes on.

A few of every day; all of them, with what each costs, in tests/open/test_pictures.py.
"""

import fcntl
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Photo
from foundation.pictures import child, limits, photos, turns
from tests.cases import costly_photos, hostile_photos
from tests.waiting import BOUND, eventually

TOO_LARGE, TRY_AGAIN = "第 1 张照片的尺寸太大了", "再试一次"


def upload(content):
    return SimpleUploadedFile("IMG_0001.jpg", content, "image/jpeg")


def taken(content):
    """The picture, or the sentence."""
    try:
        return photos.take_in([upload(content)])[0]
    except photos.BadPhoto as bad:
        return str(bad)


def comes_in(content=None):
    return isinstance(taken(content or hostile_photos.saved("JPEG")), photos.Picture)


# What it may cost.


def test_too_many_scans_are_counted_before_any_is_decoded(monkeypatch):
    monkeypatch.setattr("PIL.Image.open", lambda *args, **kwargs: pytest.fail("decoded"))
    with pytest.raises(child.jpeg.TooMuch):
        child.encoded(costly_photos.with_scans(40), limits.asked(0))


@pytest.mark.parametrize("what", ["segments", "coefficients"])
def test_so_is_whatever_else_there_may_be_much_of(what):
    content = costly_photos.with_scans(0)
    assert child.encoded(content, limits.asked(0))

    with pytest.raises(child.jpeg.TooMuch):
        child.encoded(content, limits.asked(0) | {what: 1})


def test_what_wants_more_time_than_it_may_have_ends_alone(monkeypatch):
    """Not counted, twenty thousand scans would keep it busy for minutes."""
    for limit in ("MOST_SCANS", "MOST_SEGMENTS"):
        monkeypatch.setattr(limits, limit, 10**9)
    monkeypatch.setattr(limits, "SECONDS", 0.4)

    assert TOO_LARGE in taken(costly_photos.with_scans(20_000))
    monkeypatch.setattr(limits, "SECONDS", BOUND)
    assert comes_in()


def test_what_wants_more_memory_than_it_may_have_ends_alone(monkeypatch):
    monkeypatch.setitem(limits.MOST_PIXELS, "PNG", 10**9)
    monkeypatch.setattr(limits, "MEMORY", 128 * 1024 * 1024)

    assert TOO_LARGE in taken(hostile_photos.png(12_000, 12_000))
    assert comes_in()


# Whose turn it is.


@contextmanager
def locked(*names):
    """As others hold it: the turn, or seats."""
    with ExitStack() as held:
        files = [held.enter_context(open(turns.place(name), "ab")) for name in names]
        for file in files:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield files


def all_seats():
    return [f"photo-seat-{number}" for number in range(turns.SEATS)]


def test_while_others_are_looked_at_one_waits_for_the_turn():
    with ThreadPoolExecutor(1) as pool, locked(turns.TURN) as [turn]:
        waiting = pool.submit(comes_in)
        assert eventually(lambda: not can_lock("photo-seat-0"))
        assert not waiting.done()
        fcntl.flock(turn, fcntl.LOCK_UN)

        assert waiting.result(BOUND)


def can_lock(name):
    try:
        with locked(name):
            return True
    except BlockingIOError:
        return False


def test_a_turn_that_does_not_come_says_try_again(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.3)
    with locked(turns.TURN):
        assert TRY_AGAIN in taken(hostile_photos.saved("JPEG"))
    monkeypatch.setattr(limits, "PATIENCE", BOUND)
    assert comes_in()


def test_a_program_that_took_no_turn_would_be_noticed(monkeypatch, tmp_path):
    """Negative control: with a turn for everybody they would all be decoded together."""
    (tmp_path / "own").mkdir()
    with locked(turns.TURN):
        monkeypatch.setattr(turns, "TURN", "own/turn")
        assert comes_in()


def test_when_all_seats_are_taken_it_says_so_at_once_and_with_one_more_it_would_not(monkeypatch):
    with locked(*all_seats()):
        assert TRY_AGAIN in taken(hostile_photos.saved("JPEG"))
        monkeypatch.setattr(turns, "SEATS", turns.SEATS + 1)
        assert comes_in()


def test_what_was_written_stays_when_photos_had_no_turn(as_user, wang):
    client = as_user(wang)
    form = client.get("/my/report/").context["form"]
    category = next(value for value, _name in form.fields["category"].choices)
    words = {"client_id": form.initial["client_id"], "category": category, "words": "三楼灯坏了"}

    with locked(*all_seats()):
        photo = upload(hostile_photos.saved("JPEG"))
        answer = client.post("/my/report/", words | {"photos": [photo]})

    assert answer.status_code == 422
    assert "三楼灯坏了" in answer.text and TRY_AGAIN in answer.text
    photo = upload(hostile_photos.saved("JPEG"))
    assert client.post("/my/report/", words | {"photos": [photo]}).status_code == 302
    assert Photo.objects.count() == 1


# What it is called.

NAMES = [
    "../../etc/passwd",
    "..\\..\\x.jpg",
    "/etc/cron.d/x",
    "a/../../b.jpg",
    "CON.jpg",
    "x.jpg\0.php",
    ".htaccess",
    "x.php",
    "%2e%2e%2fx",
    "‮gpj.exe",
    "a" * 300 + ".jpg",
    "王秀兰家.jpg",
    "",
    ".",
    "..",
]


def named(name):
    sent = upload(hostile_photos.saved("JPEG", (8, 8)))
    sent._name = name
    return sent


def test_no_name_comes_from_whoever_sent_it(from_phone, tmp_path):
    for names in (NAMES[:5], NAMES[5:10], NAMES[10:]):
        case = from_phone(pictures=photos.take_in(list(map(named, names))))
        for photo, name in zip(case.photos.order_by("pk"), names, strict=True):
            for file in (photo.file, photo.small):
                assert file.name.startswith("cases/") and file.name.endswith(".jpg")
                assert Path(file.path).resolve().is_relative_to((tmp_path / "media").resolve())
                assert name.strip("./") not in file.name or name in ("", ".", "..")


def test_a_name_kept_as_it_came_would_tell(from_phone, monkeypatch):
    """Negative control: without our own names, what was sent stands on the disk."""
    field = Photo._meta.get_field("file")
    monkeypatch.setattr(field, "upload_to", lambda photo, name: f"cases/{sent.name}")
    sent = named("王秀兰家.jpg")

    photo = from_phone(pictures=photos.take_in([sent])).photos.get()

    assert "王秀兰" in photo.file.name
