"""What an installation's environment has said since its first day goes on working."""

import pytest
from django.conf import settings

from notices.channels import text_messages
from notices.channels.base import Message, uid_of

pytestmark = pytest.mark.django_db  # a text asks whether this is the house


@pytest.fixture
def sent(settings, tmp_path):
    def send_by(name):
        settings.SMS_CHANNEL = name
        facts = {"to": "13800000001", "text": "您好", "event": "test", "values": {}}
        text_messages.send(Message(uid=uid_of("test", 1), **facts))
        return len(list((tmp_path / "sms").iterdir()))

    return send_by


def test_the_class_is_found_under_its_first_name(sent):
    assert sent("accounts.text_messages.FileSms") == 1


def test_and_under_its_second(sent):
    assert sent("notices.channels." + "text_messages.FileSms") == 1


def test_and_under_todays(sent):
    assert sent("notices.channels.files.Files") == 1


class Pigeon:
    """A class an installation wrote when a channel was two words."""

    def send(self, phone, text):
        folder = settings.DATA / "sms"
        folder.mkdir()
        (folder / phone).write_text(text)


def test_a_class_of_an_installation_goes_on_sending(sent):
    assert sent(f"{__name__}.Pigeon") == 1


def test_a_name_nobody_ever_had_is_noticed(sent):
    with pytest.raises(ImportError):
        sent("accounts." + "text_messages.Pigeon")
