"""What an installation's environment has said since its first day goes on working."""

import pytest

from notices.channels import text_messages

pytestmark = pytest.mark.django_db  # a text asks whether this is the house


@pytest.fixture
def sent(settings, tmp_path):
    def send_by(name):
        settings.SMS_CHANNEL = name
        text_messages.send("13800000001", "您好")
        return len(list((tmp_path / "sms").iterdir()))

    return send_by


def test_the_class_is_found_under_its_first_name(sent):
    assert sent("accounts.text_messages.FileSms") == 1


def test_and_under_todays(sent):
    assert sent("notices.channels.text_messages.FileSms") == 1


def test_a_name_nobody_ever_had_is_noticed(sent):
    with pytest.raises(ImportError):
        sent("accounts." + "text_messages.Pigeon")
