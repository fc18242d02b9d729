"""Only pixels we encoded ourselves are kept, and only who may see the case sees them."""

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.models import Photo
from cases.views import reading
from config.management.commands.serve import FRUGAL
from foundation.pictures import photos
from tests import builders


def upload(content, name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def opened(content):
    return Image.open(io.BytesIO(content))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_bomb(side=9400):
    """A PNG of 88 megapixels in a few kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def with_gps():
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: turn by a quarter
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[2] = (40.0, 39.0, 30.0)
    return exif


def test_where_and_with_what_a_photo_was_taken_is_gone(picture):
    sent = picture((400, 200), exif=with_gps(), comment=b"SECRET-COMMENT", icc_profile=b"x" * 200)
    assert b"SECRET-CAMERA" in sent.read() and not sent.seek(0)

    [kept] = photos.take_in([sent])

    for content in (kept.full, kept.small):
        assert b"SECRET" not in content and b"Exif" not in content
        assert not opened(content).getexif() and "icc_profile" not in opened(content).info


def test_a_photo_held_upright_stands_upright(picture):
    [kept] = photos.take_in([picture((400, 200), exif=with_gps())])

    assert opened(kept.full).size == (200, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_was_sent_is_a_jpeg_of_a_reasonable_size(kind, picture):
    [kept] = photos.take_in([picture((4000, 1000), kind)])

    assert (opened(kept.full).format, opened(kept.full).size) == ("JPEG", (1600, 400))
    assert max(opened(kept.small).size) == 240


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "1", "I;16", "P"])
def test_every_kind_of_png_can_be_read(mode):
    out = io.BytesIO()
    Image.new(mode, (20, 20)).save(out, "PNG")

    [kept] = photos.take_in([upload(out.getvalue())])

    assert opened(kept.full).mode == "RGB"


def test_a_bomb_is_turned_away_by_its_header(monkeypatch):
    bomb = a_bomb()
    assert len(bomb) < 20_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))

    with pytest.raises(photos.BadPhoto, match="尺寸太大"):
        photos.take_in([upload(bomb)])


def test_without_the_limit_the_bomb_would_be_decoded(monkeypatch):
    monkeypatch.setitem(photos.MOST_PIXELS, "PNG", 10**9)

    [kept] = photos.take_in([upload(a_bomb(6400))])

    assert opened(kept.full).size == (1600, 1600)


@pytest.mark.parametrize(
    ("kind", "side", "options"),
    [
        ("PNG", 4480, {}),
        ("WEBP", 2650, {}),
        ("JPEG", 6400, {"quality": 5}),
        ("JPEG", 4010, {"quality": 5, "progressive": True}),
    ],
    ids=str,
)
def test_each_kind_has_the_limit_its_decoder_can_bear(kind, side, options, picture):
    with pytest.raises(photos.BadPhoto, match="尺寸太大"):
        photos.take_in([picture((side, side), kind, **options)])


@pytest.mark.trial("photos")
def test_the_largest_allowed_photos_leave_the_process_below_300_mb(tmp_path, picture):
    """Measured in a process of its own, as a web worker is one."""
    worst = [
        picture((4470, 4470), "PNG", mode="RGBA"),
        picture((2640, 2640), "WEBP", mode="RGBA"),
        picture((6320, 6320), quality=5),
        picture((3990, 3990), progressive=True, subsampling=0, quality=5),
    ]
    for order, photo in enumerate(worst):
        (tmp_path / f"{order}.img").write_bytes(photo.read())

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(photos.__file__).parents[2],
        env={**os.environ, **FRUGAL, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )

    assert int(done.stdout) < 300


MEASURE = r"""
import re, sys
from pathlib import Path
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from foundation.pictures import photos
files = [SimpleUploadedFile("x", p.read_bytes()) for p in sorted(Path(sys.argv[1]).glob("*.img"))]
assert len(photos.take_in(files)) == 4
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def jpeg():
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(out, "JPEG")
    return out.getvalue()


def gif():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "GIF")
    return out.getvalue()


HOSTILE = {
    "truncated": jpeg()[:1500],
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": gif(),
    "html": b"<html><script>alert(1)</script>",
    "zip": b"PK\x03\x04" + b"\0" * 400,
    "pdf": b"%PDF-1.4 ...",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "fits": b"SIMPLE  =                    T",
    "header only": jpeg()[:20],
    "png without pixels": a_bomb(8)[:33] + chunk(b"IEND", b""),
    "png with a lying length": a_bomb(8)[:33] + struct.pack(">I", 2**31 - 1) + b"IDATxx",
    "webp of nothing": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_get_a_sentence(what):
    with pytest.raises(photos.BadPhoto, match="第 1 张"):
        photos.take_in([upload(HOSTILE[what])])


def test_what_hides_behind_a_picture_is_left_behind():
    polyglot = jpeg() + b"PK\x03\x04<script>alert('SECRET')</script>"

    [kept] = photos.take_in([upload(polyglot)])

    assert b"SECRET" not in kept.full and b"<script>" not in kept.full


def test_names_on_disk_come_from_nowhere(from_phone, picture):
    sent = picture(name="../../王秀兰家.jpg")
    photo = from_phone(pictures=photos.take_in([sent])).photos.get()

    assert photo.file.name.startswith("cases/") and photo.file.name.endswith(".jpg")
    assert "王" not in photo.file.name and ".." not in photo.file.name


class TestWhoMayLook:
    @pytest.fixture
    def photo(self, from_phone, picture):
        return from_phone(pictures=photos.take_in([picture()])).photos.get()

    def test_who_sees_the_case_and_who_reported_it(
        self, photo, as_user, is_missing, lin, zhou, chen, bai, gao, wang, li
    ):
        address = f"/cases/photo/{photo.uid}/"
        for user in (lin, chen, bai, wang):
            assert as_user(user).get(address).status_code == 200
        for user in (zhou, gao, li):
            assert is_missing(as_user(user), address, photo.uid)

    def test_a_view_that_asked_nobody_is_noticed(self, photo, as_user, zhou, monkeypatch):
        monkeypatch.setattr(reading, "_may_look", lambda user, photo: True)

        assert as_user(zhou).get(f"/cases/photo/{photo.uid}/").status_code == 200

    @pytest.mark.parametrize("who", ["lin", "staff", "bai", "li"])
    def test_of_a_confidential_case_only_the_named(
        self, who, request, as_user, is_missing, chen, from_phone, picture
    ):
        photo = from_phone(confidential=True, pictures=photos.take_in([picture()])).photos.get()
        address = f"/cases/photo/{photo.uid}/"

        assert is_missing(as_user(request.getfixturevalue(who)), address, photo.uid)
        assert as_user(chen).get(address).status_code == 200

    def test_what_the_handler_took_is_not_for_the_reporter(
        self, as_user, lin, chen, wang, from_phone, picture, now
    ):
        case = builders.bring(from_phone(), "dispatched", desk=chen, worker=lin, at=now)
        as_user(lin).post(
            f"/cases/{case.uid}/handle/", {"version": 3, "note": "换了", "photos": [picture()]}
        )
        photo = Photo.objects.get(stage="handle")

        assert as_user(chen).get(f"/cases/photo/{photo.uid}/").status_code == 200
        assert as_user(wang).get(f"/cases/photo/{photo.uid}/").status_code == 404

    def test_a_picture_can_do_nothing_but_be_looked_at(self, photo, as_user, lin):
        for size in ("", "?size=small"):
            answer = as_user(lin).get(f"/cases/photo/{photo.uid}/{size}")
            headers = {
                "Content-Type": "image/jpeg",
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Cache-Control": "private, no-store",
            }
            assert {name: answer[name] for name in headers} == headers
            assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"

    def test_a_file_that_is_gone_is_a_missing_page(self, photo, as_user, lin):
        photo.file.storage.delete(photo.file.name)

        assert as_user(lin).get(f"/cases/photo/{photo.uid}/").status_code == 404

    def test_a_stranger_is_sent_to_sign_in_whether_it_is_there_or_not(self, photo, client):
        there = client.get(f"/cases/photo/{photo.uid}/")
        nowhere = client.get(f"/cases/photo/{uuid4()}/")

        assert there.status_code == nowhere.status_code == 302
