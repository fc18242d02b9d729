"""The office shows on a page that the printed key sheet is still in the safe."""

import logging
from html import unescape

import pytest

from config.backup import proving, sheet
from foundation.models import Record, SheetProof
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def codes(settings, tmp_path):
    """Those of a sheet just printed, in a data folder of its own."""
    settings.DATA = tmp_path
    made, _private, codes = sheet.make(at=NOON)
    sheet.keep(made)
    return codes


@pytest.fixture
def page(client, bai):
    """`page()` opens it, `page(code)` types the code that is asked for: (status, what it says)."""
    client.force_login(bai)

    def open_or_type(code=None, **fields):
        answer = client.get("/key-sheet/")
        assert answer["Cache-Control"].count("no-store") == 1
        if code is not None:
            asked = answer.context["form"].initial | {"code": code} | fields
            answer = client.post("/key-sheet/", asked, follow=True)
        return answer.status_code, unescape(answer.content.decode())

    return open_or_type


def test_the_code_that_is_asked_for_counts_once_and_stands_in_the_record(page, codes):
    assert "第 <strong>1</strong> 个" in page()[1]

    status, said = page(f" {codes[0][:4].lower()}-{codes[0][4:]}")
    assert status == 200 and "核对好了" in said and "第 <strong>2</strong> 个" in said
    assert "上次核对：今天" in said and "还有 11 个核对码" in said
    # The same page sent again, or by a colleague a moment later.
    assert page(codes[0], number=1)[0] == 200
    assert SheetProof.objects.get().proved_at == NOON
    assert Record.objects.filter(thing__startswith="foundation.sheetproof:").count() == 1


@pytest.mark.parametrize("number", [0, -1, 3, 13, 10**12])
def test_no_other_code_of_the_sheet_counts(page, codes, number):
    code = codes[number - 1] if number in range(-1, 13) else codes[0]
    assert page(code, number=number)[0] == 422
    assert not SheetProof.objects.exists()


def test_what_was_typed_is_never_said_again_nor_logged(page, codes, caplog):
    caplog.set_level(logging.DEBUG)
    for typed, sentence in (
        ("WR0N-GC0D", "不是这一张上的第 1 个核对码"),
        ("R-1/4 7G3K 09AB 7G3K 09AB Q8", "密钥的那几行不要打在电脑上"),
    ):
        status, said = page(typed)
        assert status == 422 and sentence in said
        assert typed not in said and typed not in caplog.text
    assert page(codes[0], key_id="00000000")[0] == 422
    assert not SheetProof.objects.exists()


def test_whoever_guesses_waits(page, codes, monkeypatch):
    for _ in range(proving.TRIES):
        assert page("WR0NGC0D")[0] == 422
    status, said = page(codes[0])
    assert status == 429 and "试得太勤了" in said and not SheetProof.objects.exists()

    monkeypatch.setattr(proving, "TRIES", proving.TRIES + 1)  # only the limit stood in the way
    assert page(codes[0])[0] == 200


def test_the_page_says_why_there_is_nothing_to_type(page, codes, monkeypatch):
    for code in codes:
        assert page(code)[0] == 200
    assert "核对码都用过了" in page()[1]

    monkeypatch.setattr(sheet, "fingerprints", lambda: {"k2": "0123456789abcdef"})
    assert "密钥页是旧的" in page()[1]
    sheet.file().write_text("{}")
    assert "记录对不上" in page()[1]
    sheet.file().unlink()
    assert "还没有密钥页" in page()[1] and 'name="code"' not in page()[1]
