"""What the office reads about the backups, and once a year about the sheet in the safe."""

import io
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import CommandError, call_command

from config.backup import sheet, signs
from foundation import house
from foundation.models import Backup
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock.now` is the time."""

    class Clock:
        now = NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def office(client, bai):
    def first_page():
        client.force_login(bai)  # a year later, too
        return unescape(client.get("/admin/").content.decode())

    return first_page


def printed():
    """The proof codes of a sheet just printed."""
    out = io.StringIO()
    call_command("make_keys", stdout=out)
    lines = out.getvalue().splitlines()
    return [line.split(". ")[1] for line in lines if ". " in line and line[:3].strip().isdigit()]


def test_the_office_reads_when_the_last_backup_was_and_what_is_to_be_done(office, settings, clock):
    assert "还没有备份" in office()

    settings.BACKUP_FOLDER = "/backups"
    assert "第一次备份还没有做成" in office()

    Backup.objects.create(begun_at=NOON, beat_at=NOON, ended_at=NOON, file_name="x", size=1)
    assert '<p class="muted small">上次备份：刚刚</p>' in office()

    assert [sign.is_well for sign in signs.for_the_office(NOON + timedelta(hours=31))] == [False]

    house.move_out(at=NOON)
    assert "这里是恢复或复制出来的一套" in office()


def test_a_copy_of_its_words_in_english(client, bai):
    client.force_login(bai)
    client.cookies["language"] = "en"

    page = client.get("/admin/").content.decode()
    assert "There is no backup yet." in page
    assert "Last backup" not in page


def test_once_a_year_eight_characters_of_the_sheet_are_asked_for(office, settings, clock):
    codes = printed()
    newest = sheet.newest()
    assert "核对过密钥页" not in office() and "密钥页请在2027年3月10日以前核对" in office()

    clock.now = NOON + timedelta(days=366)
    assert "一年没有核对过密钥页" in office() and 'href="/key-sheet/"' in office()
    with pytest.raises(CommandError, match="not proof code 1 of the sheet"):
        call_command("prove_sheet", codes[1])
    assert sheet.proved_at(newest) is None

    call_command("prove_sheet", codes[0].lower())
    assert sheet.proved_at(newest) == clock.now and "核对过密钥页" not in office()

    clock.now += timedelta(days=366)
    with pytest.raises(CommandError, match="not proof code 2"):
        call_command("prove_sheet", codes[0])
    for code in codes[1:]:
        call_command("prove_sheet", code)
    clock.now += timedelta(days=366)
    assert "核对码都用过了" in office()


def test_a_key_made_since_is_missing_on_the_sheet(office, monkeypatch):
    printed()
    with_another = {**sheet.fingerprints(), "k2": "0123456789abcdef"}
    monkeypatch.setattr(sheet, "fingerprints", lambda: with_another)

    assert sheet.newest().lacks == [("k2", "0123456789abcdef")]
    assert "密钥页是旧的" in office()


def test_the_page_to_print_holds_every_line_and_stays_in_its_file(tmp_path):
    paper = tmp_path / "sheet.html"
    call_command("make_keys", "--paper", paper, stdout=io.StringIO())
    page = paper.read_text()

    assert all(f"{name}-1/" in page for name in ("R", "I", "Fk1"))
    assert page.count("<svg") == 3
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert paper.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="is there already"):
        call_command("make_keys", "--paper", paper)
