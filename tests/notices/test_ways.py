"""Ways are told of before the start when something is missing, tried by hand, and silent in a copy."""

import ipaddress

import pytest
from django.core.management import CommandError, call_command

from config.serving import starting
from foundation import house, outbound
from notices.channels import door, filling, ways
from notices.channels.base import Message, NotSent, uid_of
from tests.conftest import NOON
from tests.foundation.listener import listening

HTTP = "notices.channels.http_gateway.HttpGateway"
BODY = filling.read("to=<to>&say=<text>")
LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]


def faults(settings, **named):
    settings.CHANNELS = settings.CHANNELS | named
    return [fault.en for fault in starting.channel_faults()]


def test_a_way_nobody_began_to_set_up_is_no_fault(settings):
    assert faults(settings) == []


def test_what_is_missing_is_named(settings):
    settings.SMS_CHANNEL = HTTP
    assert [fault.split()[-2] for fault in faults(settings)] == [
        "ZERENTIAN_SMS_URL",
        "ZERENTIAN_SMS_BODY",
    ]
    begun = {"ZERENTIAN_SMS_URL": "https://sms.example/x", "ZERENTIAN_SMS_BODY": BODY}
    [fault] = faults(settings, **begun)
    assert "ZERENTIAN_OUTBOUND_HOSTS does not name sms.example" in fault
    settings.OUTBOUND_HOSTS = ["sms.example"]
    assert faults(settings) == []
    [fault] = faults(settings, ZERENTIAN_WECOM_CORP="ww1", ZERENTIAN_WECOM_URL=None)[:1]
    assert "ZERENTIAN_WECOM_AGENT" in fault


def test_a_gateway_without_encryption_is_named(settings):
    settings.SMS_CHANNEL, settings.OUTBOUND_HOSTS = HTTP, ["sms.example"]
    begun = {"ZERENTIAN_SMS_URL": "http://sms.example/x", "ZERENTIAN_SMS_BODY": BODY}
    [fault] = faults(settings, **begun)
    assert "without encryption" in fault
    settings.OUTBOUND_PRIVATE = LOOPBACK
    assert faults(settings) == []


@pytest.mark.django_db
def test_a_test_message_says_what_came_of_it(settings, capsys, monkeypatch):
    monkeypatch.setattr(outbound, "_breakers", {})
    with listening(lambda asked: (503, b"")) as server:
        settings.SMS_CHANNEL, settings.OUTBOUND_PRIVATE = HTTP, LOOPBACK
        settings.OUTBOUND_HOSTS = [f"127.0.0.1:{server.port}"]
        with pytest.raises(CommandError, match="not set: ZERENTIAN_SMS_URL"):
            call_command("send_test", "text", "13800000001")
        begun = {"ZERENTIAN_SMS_URL": server.url, "ZERENTIAN_SMS_BODY": BODY}
        settings.CHANNELS = settings.CHANNELS | begun | {"ZERENTIAN_SMS_PRICE": 4}
        with pytest.raises(CommandError, match="503.*may help"):
            call_command("send_test", "text", "13800000001")
        server.answers = lambda asked: (200, b"")
        call_command("send_test", "text", "13800000001")
        assert "1 part(s), 4 fen" in capsys.readouterr().out

        house.move_out(at=NOON)
        asked = len(server.requests)
        with pytest.raises(CommandError, match="this_is_the_house"):
            call_command("send_test", "text", "13800000001")
        assert len(server.requests) == asked


@pytest.mark.parametrize("name", sorted(ways.WAYS))
def test_no_way_leads_around_the_door(name, monkeypatch, db):
    message = Message(uid=uid_of("t", 1), to="1", text="码 4711", event="x", values={})
    with door.set_aside() as listed:
        ways.send(name, message)
    assert listed == ["码 ····"]
    house.move_out(at=NOON)
    with pytest.raises(NotSent, match="this_is_the_house"):
        ways.send(name, message)
