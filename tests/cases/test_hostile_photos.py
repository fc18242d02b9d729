"""Two hundred hostile files: each gets a sentence or becomes plain pixels, and memory stays bounded."""

import io
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.models import Photo
from config.management.commands.serve import FRUGAL
from foundation.pictures import photos
from tests.cases import hostile_photos
from tests.cases.hostile_photos import SECRET
from tests.waiting import Meeting

BOUND = 300  # MB of the whole process, at its highest


@pytest.fixture(scope="module")
def files():
    return hostile_photos.all_of_them()


def taken(content):
    """The picture, or the sentence."""
    try:
        return photos.take_in([SimpleUploadedFile("IMG_0001.jpg", content, "image/jpeg")])[0]
    except photos.BadPhoto as bad:
        return str(bad)


def test_each_gets_a_sentence_or_becomes_plain_pixels(files):
    kept, sentences = [], []
    for content in files:
        found = taken(content)
        (sentences if isinstance(found, str) else kept).append(found)

    assert len(files) >= 200 and len(sentences) >= 80 and len(kept) >= 40
    assert {sentence[:4] for sentence in sentences} == {"第 1 张"[:4]}
    for picture in kept:
        for content in (picture.full, picture.small):
            image = Image.open(io.BytesIO(content))
            assert image.format == "JPEG" and max(image.size) <= photos.SIDE
            assert not image.getexif() and not {"icc_profile", "comment", "exif"} & set(image.info)
            assert SECRET not in content
    print(f"\n{len(files)} files: {len(kept)} pictures, {len(sentences)} sentences, EXIF left 0")


def test_stored_as_they_come_they_would_tell(files):
    """Negative control: the secrets are in there."""
    assert sum(SECRET in content for content in files) >= 15
    assert sum(b"Exif" in content or b"eXIf" in content for content in files) >= 3


@pytest.mark.slow
def test_all_of_them_leave_the_process_below_its_bound(files, tmp_path):
    for number, content in enumerate(files):
        (tmp_path / f"{number:03}").write_bytes(content)

    peak = measured(tmp_path)

    assert peak < BOUND
    print(f"\npeak {peak:.0f} MB for {len(files)} files")


@pytest.mark.trial("photos")
def test_without_the_limit_of_pixels_they_would_not(tmp_path):
    """Negative control: one bomb is enough."""
    (tmp_path / "bomb").write_bytes(hostile_photos.png(8_000, 8_000))

    limits = "{'PNG': 10**9, 'JPEG': 10**9, 'WEBP': 10**9}"
    assert measured(tmp_path, limits=limits) > measured(tmp_path) + 40


def measured(folder, *, limits="photos.MOST_PIXELS"):
    """Megabytes at most of a process of its own, as a web worker is one."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(limits=limits), str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(photos.__file__).parents[2],
        env={**os.environ, **FRUGAL, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    return float(done.stdout)


MEASURE = r"""
import re, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from foundation.pictures import photos
from cases.models import Photo
settings.DATA = sys.argv[1]
photos.MOST_PIXELS = {limits}
files = [SimpleUploadedFile("x", p.read_bytes()) for p in sorted(Path(sys.argv[1]).iterdir())]
for file in files:
    try:
        photos.take_in([file])
    except photos.BadPhoto:
        pass
peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(peak)
"""


def most_at_once(monkeypatch, *, meet, people=8):
    """How many were being decoded at the same moment, when so many first wait for each other."""
    counting, now, most, meeting = threading.Lock(), [0], [0], Meeting(meet)

    def slowly(image):
        with counting:
            now[0] += 1
            most[0] = max(most[0], now[0])
        meeting.wait()
        time.sleep(0.05)  # one more, who should have waited, has time to come in
        with counting:
            now[0] -= 1
        return photos.Picture(b"", b"")

    monkeypatch.setattr(photos, "_encode", slowly)
    content = hostile_photos.saved("JPEG")
    with ThreadPoolExecutor(people) as pool:
        assert len(list(pool.map(lambda _: taken(content), range(people)))) == people
    return most[0]


def test_two_are_decoded_at_once_and_the_others_wait(monkeypatch):
    assert most_at_once(monkeypatch, meet=2) == photos.AT_ONCE == 2


def test_without_turns_all_would_be(monkeypatch):
    """Negative control."""
    monkeypatch.setattr(photos, "_locked", lambda turn, how: True)

    assert most_at_once(monkeypatch, meet=8) == 8


@pytest.mark.parametrize(
    "name",
    [
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
    ],
)
def test_no_name_comes_from_whoever_sent_it(name, from_phone, tmp_path):
    sent = SimpleUploadedFile("x", hostile_photos.saved("JPEG"), "image/jpeg")
    sent._name = name
    photo = from_phone(pictures=photos.take_in([sent])).photos.get()

    for file in (photo.file, photo.small):
        assert file.name.startswith("cases/") and file.name.endswith(".jpg")
        assert Path(file.path).resolve().is_relative_to((tmp_path / "media").resolve())
        assert name.strip("./") not in file.name or name in ("", ".", "..")


def test_a_name_kept_as_it_came_would_tell(from_phone, monkeypatch):
    """Negative control: without our own names, what was sent stands on the disk."""
    field = Photo._meta.get_field("file")
    monkeypatch.setattr(field, "upload_to", lambda photo, name: f"cases/{sent.name}")
    sent = SimpleUploadedFile("王秀兰家.jpg", hostile_photos.saved("JPEG"), "image/jpeg")

    photo = from_phone(pictures=photos.take_in([sent])).photos.get()

    assert "王秀兰" in photo.file.name
