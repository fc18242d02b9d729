"""What was copied or restored says nothing to anybody until somebody says that it is the house."""

import io
import shutil
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from config.backup import nightly
from foundation import house
from foundation.models import Backup, HousePlace
from notices import reminders, sweeps, tasks
from notices.channels import text_messages
from notices.channels.base import Message, uid_of
from notices.delivery import sending
from notices.models import Dispatch, Notice, Reminder
from tests.conftest import NOON
from tests.notices.test_outbox import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def wang_by_phone(wang):
    return wang.user


@pytest.fixture
def at_home(settings):
    """A house whose clock has ticked, as every house's does within half a minute."""
    tasks.sweep()
    assert HousePlace.objects.count() == 1


@pytest.fixture
def copied(at_home, settings, tmp_path):
    """The data folder copied, and the database with it, as far as one sees from there."""
    copy = tmp_path.with_name(tmp_path.name + "-copy")
    shutil.copytree(tmp_path, copy)
    settings.DATA = copy
    yield copy
    shutil.rmtree(copy)


def said(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_the_house_itself_goes_on_speaking(at_home, wang_by_phone, tmp_path):
    tell(wang_by_phone, channel="sms")
    tasks.sweep()

    assert len(list((tmp_path / "sms").iterdir())) == 1


def message(text):
    return Message(uid=uid_of("test", text), to="13800000001", text=text, event="test", values={})


def test_a_copy_sends_nothing_does_nothing_and_backs_nothing_up(
    copied, wang_by_phone, settings, monkeypatch
):
    begun = []
    monkeypatch.setattr(nightly, "_begin", begun.append)
    settings.BACKUP_FOLDER = str(copied / "backups")
    tell(wang_by_phone, channel="sms")
    reminders.remind(rule="old-notices", subject="*", period="x", due_at=NOON)

    tasks.sweep()
    nightly.tend(NOON)
    with pytest.raises(text_messages.NotSent, match="this_is_the_house"):
        text_messages.send(message("…"))
    with pytest.raises(CommandError, match="restored or copied"):
        call_command("backup", copied)

    assert (begun, Backup.objects.count(), (copied / "sms").exists()) == ([], 0, False)
    notice = Notice.objects.get(recipient=wang_by_phone)
    assert (notice.sent_at, notice.tries) == (None, 0)
    assert Reminder.objects.get(period="x").done_at is None


def test_a_clock_that_did_not_ask_would_have_sent_it(copied, wang_by_phone, monkeypatch):
    """The control."""
    monkeypatch.setattr(house, "is_home", lambda: True)
    tell(wang_by_phone, channel="sms")
    tasks.sweep()

    assert len(list((copied / "sms").iterdir())) == 1


@pytest.mark.parametrize("part", ["the mark alone", "the machine", "the database"])
def test_whatever_part_is_another_one_it_is_no_longer_home(at_home, part, tmp_path, monkeypatch):
    if part == "the mark alone":
        shutil.copy2(tmp_path / house.MARK, tmp_path / "other")
        (tmp_path / "other").replace(tmp_path / house.MARK)
    elif part == "the machine":
        (tmp_path / "machine-id").write_text("another")
        monkeypatch.setattr(house, "MACHINE", tmp_path / "machine-id")
    else:
        monkeypatch.setattr(house, "_database", lambda: "another")

    assert not house.is_home()


def test_once_said_what_was_due_before_is_listed_and_not_sent(copied, wang_by_phone, monkeypatch):
    monkeypatch.setattr(sweeps, "_sweeps", [lambda at: text_messages.send(message("码 4711"))])
    tell(wang_by_phone, channel="sms")
    reminders.remind(rule="old-notices", subject="*", period="x", due_at=NOON)

    words = said("this_is_the_house")

    left = Dispatch.objects.get(recipient=wang_by_phone)
    assert left.sent_at is None and left.given_up_at is not None
    assert "due before this house" in left.error
    assert "not sent: 1 messages" in words
    assert "1 × 码 ····" in words
    assert "4711" not in words
    assert Reminder.objects.get(period="x").done_at == NOON
    assert not (copied / "sms").exists()

    tell(wang_by_phone, channel="sms", key="later")
    assert sending.send_due(NOON + timedelta(minutes=1)) == 1
    assert said("this_is_the_house") == "This is the house already.\n"


def test_the_first_place_is_a_copy_by_then_and_a_second_machine_is_not(copied, settings, tmp_path):
    said("this_is_the_house", "--also")
    both = [house.is_home()]
    settings.DATA = tmp_path
    both.append(house.is_home())
    settings.DATA = copied
    house.move_in(at=NOON)
    settings.DATA = tmp_path

    assert both == [True, True]
    assert not house.is_home()


def test_while_it_is_being_restored_it_is_nobodys(at_home):
    house.being_restored().touch()

    assert not house.is_home()
    with pytest.raises(CommandError, match="has not finished"):
        call_command("this_is_the_house")
