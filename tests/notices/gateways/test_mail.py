"""E-mail by Django's backend, to a server that answers as SMTP knows it."""

import email
from email.policy import default

import pytest

from config.environment.channels.kinds import MAIL
from notices.channels.base import NotSent
from notices.channels.mail import Mail
from tests.notices.gateways.post_office import post_office

TO = "lin@example.cn"


@pytest.fixture
def server(settings):
    with post_office() as server:
        address = f"smtp://127.0.0.1:{server.server_address[1]}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        named = {"ZERENTIAN_MAIL": MAIL.read(address), "ZERENTIAN_MAIL_FROM": "tian@example.cn"}
        settings.CHANNELS = settings.CHANNELS | named
        yield server


def test_a_letter_says_it_inside_and_nothing_outside(server, message):
    for _ in range(2):
        Mail().send(message._replace(to=TO))
    letters = [email.message_from_bytes(each, policy=default) for each in server.letters]
    assert [each["Message-ID"] for each in letters] == [f"<{message.uid}@example.cn>"] * 2
    assert letters[0].get_content().strip() == message.text
    assert (letters[0]["To"], letters[0]["From"]) == (TO, "tian@example.cn")
    assert not any(each in letters[0]["Subject"] for each in ("123456", "验证码"))


@pytest.mark.parametrize(
    ("step", "said", "code", "again"),
    [
        ("RCPT", "550 no such user", "550", False),
        ("RCPT", "450 busy", "450", True),
        ("MAIL", "451 later", "451", True),
        ("DATA", "554 spam", "554", True),
    ],
)
def test_what_the_server_refuses(server, message, step, said, code, again):
    server.refuses[step] = said
    with pytest.raises(NotSent) as refused:
        Mail().send(message._replace(to=TO))
    assert (refused.value.code, refused.value.again) == (code, again)
    assert TO not in str(refused.value)


def test_a_server_that_is_away_and_an_address_that_is_none(server, message):
    with pytest.raises(NotSent) as refused:
        Mail().send(message._replace(to="lin@example.cn\nBcc: x@example.cn"))
    assert not refused.value.again
    server.server_close()
    server.shutdown()
    with pytest.raises(NotSent) as away:
        Mail().send(message._replace(to=TO))
    assert away.value.again
