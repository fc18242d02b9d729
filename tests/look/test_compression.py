"""Pages leave packed, and how long they are tells nothing of what is in them."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse

from config.compression import PackedTextMiddleware

WORDS = "责任田：门门有人问，事事有人管。" * 60


@pytest.fixture
def answered(rf):
    def answered(response, accepts="gzip"):
        request = rf.get("/", headers={"accept-encoding": accepts})
        return PackedTextMiddleware(lambda request: response)(request)

    return answered


def test_a_page_is_packed_and_says_so(answered):
    answer = answered(HttpResponse(WORDS))

    assert gzip.decompress(answer.content).decode() == WORDS
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "Accept-Encoding")
    assert len(answer.content) < len(WORDS.encode()) / 5


def test_whoever_cannot_unpack_gets_it_plain(answered):
    assert answered(HttpResponse(WORDS), accepts="identity").content.decode() == WORDS


def test_photos_and_files_go_as_they_are(answered, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(WORDS)

    assert answered(HttpResponse(WORDS, content_type="image/webp")).content.decode() == WORDS
    assert "Content-Encoding" not in answered(FileResponse(file.open("rb")))


def lengths(answered):
    return {len(answered(HttpResponse(WORDS)).content) for _ in range(40)}


def test_the_same_page_is_never_the_same_length_for_long(answered):
    assert len(lengths(answered)) > 10


def test_without_chance_bytes_its_length_would_tell(answered, monkeypatch):
    monkeypatch.setattr(PackedTextMiddleware, "max_random_bytes", 0)

    assert len(lengths(answered)) == 1
