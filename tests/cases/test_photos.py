"""Only pixels we encoded ourselves are kept, and only who may see the case sees them."""

import io
import struct
import zlib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.models import Photo
from cases.views import reading
from foundation.pictures import child, limits, photos
from foundation.pictures import jpeg as jpeg_file
from tests import builders
from tests.cases.hostile_photos import chunk, saved


def upload(content, name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def opened(content):
    return Image.open(io.BytesIO(content))


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


def encoded(content, **most):
    """As the program does it, without the walls around it."""
    return photos.Picture(*child.encoded(content, limits.asked(0) | most))


def test_where_and_with_what_a_photo_was_taken_is_gone(picture):
    sent = picture((400, 200), exif=with_gps(), comment=b"SECRET-COMMENT", icc_profile=b"x" * 200)
    assert b"SECRET-CAMERA" in sent.read() and not sent.seek(0)

    [kept] = photos.take_in([sent])

    for content in (kept.full, kept.small):
        assert b"SECRET" not in content and b"Exif" not in content
        assert not opened(content).getexif() and "icc_profile" not in opened(content).info
    assert opened(kept.full).size == (200, 400)  # and it was held upright


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_was_sent_is_a_jpeg_of_a_reasonable_size(kind, picture):
    kept = encoded(picture((4000, 1000), kind).read())

    assert (opened(kept.full).format, opened(kept.full).size) == ("JPEG", (1600, 400))
    assert max(opened(kept.small).size) == 240


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "1", "P"])
def test_every_kind_of_png_can_be_read(mode):
    assert opened(encoded(saved("PNG", mode=mode)).full).mode == "RGB"


def test_sixteen_bits_and_four_inks_look_as_they_are():
    grey = io.BytesIO()
    Image.new("I;16", (20, 20), 0x8000).save(grey, "PNG")
    inks = io.BytesIO()
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(inks, "JPEG")

    assert opened(encoded(grey.getvalue()).full).getpixel((9, 9)) == (128, 128, 128)
    red, green, _blue = opened(encoded(inks.getvalue()).full).getpixel((9, 9))
    assert red > 200 and green < 60


def test_of_two_pictures_in_one_file_the_first_one_stays():
    """Phones keep a second picture, or how far away everything was, behind the one people see."""
    front, behind = Image.new("RGB", (400, 300), "red"), Image.new("RGB", (400, 300), "blue")
    out = io.BytesIO()
    front.save(out, "MPO", save_all=True, append_images=[behind], exif=with_gps())
    assert opened(out.getvalue()).n_frames == 2

    first = jpeg_file.first_picture(out.getvalue(), limits.asked(0))
    kept = opened(encoded(out.getvalue()).full)

    assert first.count(b"\xff\xd8\xff") == 1 and b"MPF" not in first
    assert kept.size == (300, 400) and kept.getpixel((9, 9))[0] > 200


def test_a_photo_of_a_newer_phone_is_told_what_to_do(picture):
    with pytest.raises(photos.BadPhoto, match="第 2 张是 HEIC.*JPG"):
        photos.take_in([picture(), upload(b"\0\0\0\x1cftypheic" + b"\0" * 90)])


def test_a_bomb_is_turned_away_by_its_header(monkeypatch):
    bomb = a_bomb()
    assert len(bomb) < 20_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))

    with pytest.raises(jpeg_file.TooMuch):
        encoded(bomb)


def test_without_the_limit_the_bomb_would_be_decoded():
    kept = encoded(a_bomb(4600), pixels={"PNG": 10**9})

    assert opened(kept.full).size == (1600, 1600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_has_the_limit_its_decoder_can_bear(kind):
    content = saved(kind, (60, 40))
    assert encoded(content, pixels={kind: 60 * 40})

    with pytest.raises(jpeg_file.TooMuch):
        encoded(content, pixels={kind: 60 * 40 - 1})


HOSTILE = {
    "truncated": saved("JPEG")[:900],
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": saved("GIF"),
    "html": b"<html><script>alert(1)</script>",
    "zip": b"PK\x03\x04" + b"\0" * 400,
    "pdf": b"%PDF-1.4 ...",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "fits": b"SIMPLE  =                    T",
    "header only": saved("JPEG")[:20],
    "png without pixels": a_bomb(8)[:33] + chunk(b"IEND", b""),
    "png with a lying length": a_bomb(8)[:33] + struct.pack(">I", 2**31 - 1) + b"IDATxx",
    "webp of nothing": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_get_a_sentence(what):
    with pytest.raises(photos.BadPhoto, match="第 1 张不是能打开的照片"):
        photos.take_in([upload(HOSTILE[what])])


def test_what_hides_behind_a_picture_is_left_behind():
    polyglot = saved("JPEG") + b"PK\x03\x04<script>alert('SECRET')</script>"

    kept = encoded(polyglot)

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
