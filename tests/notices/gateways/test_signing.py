"""Signatures come out as in the examples of the manuals, and the fakes check what we send by hand."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from notices.channels import aliyun, tencent
from notices.channels.base import NotSent


def test_aliyun_gets_what_its_manual_says(channel, server, message):
    server.answers = lambda asked: (200, b'{"Code": "OK", "BizId": "1"}')
    channel("aliyun").send(message)
    [asked] = server.requests
    query = urlsplit(asked.path).query
    named = {name: each[0] for name, each in parse_qs(query).items()}
    assert json.loads(named.pop("TemplateParam")) == {"yzm": "123456", "minutes": "10"}
    assert named == {
        "PhoneNumbers": message.to,
        "SignName": "责任田",
        "TemplateCode": "SMS_1",
        "OutId": message.uid.hex,
    }
    signed = asked.headers["Authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    headers = {name: asked.headers[name] for name in signed}
    assert headers["x-acs-action"] == "SendSms" and headers["host"] == asked.headers["Host"]
    expected = aliyun.authorization(query, headers, "testid", "testsecret")
    assert asked.headers["Authorization"] == expected
    assert aliyun.authorization(query, headers, "testid", "other") != expected


def test_tencent_gets_what_its_manual_says(channel, server, message):
    server.answers = lambda asked: (200, b'{"Response": {"SendStatusSet": [{"Code": "Ok"}]}}')
    channel("tencent").send(message)
    [asked] = server.requests
    assert json.loads(asked.body) == {
        "PhoneNumberSet": [f"+86{message.to}"],
        "SmsSdkAppId": "1400006666",
        "SignName": "责任田",
        "TemplateId": "SMS_1",
        "TemplateParamSet": ["123456", "10"],
        "SessionContext": message.uid.hex,
    }
    at = datetime.fromtimestamp(int(asked.headers["X-TC-Timestamp"]), UTC)
    facts = ["sms", asked.headers["Host"], asked.body, "testid", "testsecret"]
    assert asked.headers["Authorization"] == tencent.authorization(*facts, at=at)
    assert asked.headers["X-TC-Action"] == "SendSms"


@pytest.mark.parametrize("name", ["aliyun", "tencent"])
def test_without_a_template_or_a_value_nothing_is_asked(channel, server, message, name):
    with pytest.raises(NotSent) as none:
        channel(name).send(message._replace(event="old-number"))
    with pytest.raises(NotSent) as lacks:
        channel(name).send(message._replace(values={"code": "1"}))
    assert (none.value.again, lacks.value.again) == (True, False)
    assert server.requests == []
