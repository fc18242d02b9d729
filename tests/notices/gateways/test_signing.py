"""Signatures come out as in the examples of the manuals, and the fakes check what we send by hand."""

import hashlib
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from notices.channels import aliyun, tencent
from notices.channels.base import NotSent


def test_signatures_are_those_of_the_providers_own_clients():
    """Known answers: alibabacloud-openapi-util 0.2.4 and tencentcloud-sdk-python-common 3.1.195
    made them of the same requests."""
    query = aliyun.canonical_query(
        {
            "PhoneNumbers": "13800000001",
            "SignName": "责任田",
            "TemplateCode": "SMS_1",
            "TemplateParam": '{"yzm": "123456 ~*+/"}',
            "OutId": "ab",
        }
    )
    headers = {
        "host": "dysmsapi.aliyuncs.com",
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": "2026-11-28T08:00:00Z",
        "x-acs-signature-nonce": "n1",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    }
    signed = aliyun.authorization(query, headers, "testid", "testsecret")
    assert signed.endswith("9f1f0ef278c289afc7b1868e101b77dfe8671deba56adad00cf27f4cd675a739")

    at, body = datetime(2026, 11, 28, 8, tzinfo=UTC), '{"a": "责任田"}'.encode()
    facts = ["sms", "sms.tencentcloudapi.com", body, "testid", "testsecret"]
    signed = tencent.authorization(*facts, at=at)
    assert signed.endswith("d92ac7680a21fac2b9c21e49c1db574b1e14d57c5d9e3a2513c5e3a0261ea379")


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
