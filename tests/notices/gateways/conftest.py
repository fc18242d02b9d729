"""A server of this machine in the place of each gateway, and the settings that lead to it."""

import ipaddress

import pytest

from foundation import outbound
from notices.channels import aliyun, filling, http_gateway, tencent, wecom
from notices.channels import answers as said
from notices.channels.base import Message, uid_of
from notices.models import TextTemplate
from tests.foundation.listener import listening

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]
PHONE = "13800000001"
WORDS = '您的登录验证码是 123456，"10" 分钟内有效。& 不要告诉任何人\\。'
HTTP = {
    "ZERENTIAN_SMS_METHOD": "POST",
    "ZERENTIAN_SMS_BODY": filling.read('{"to": ["<to>"], "say": "<text>", "id": "<uid>"}'),
    "ZERENTIAN_SMS_HEADERS": {"Authorization": "Bearer secret"},
    "ZERENTIAN_SMS_SUCCESS": said.read("code=0|code=00"),
    "ZERENTIAN_SMS_HOPELESS": said.read("code=bad_number"),
    "ZERENTIAN_SMS_REFERENCE": "data.id",
}
CHANNELS = {
    "http": (http_gateway.HttpGateway, HTTP, "ZERENTIAN_SMS_URL"),
    "aliyun": (
        aliyun.AliyunTexts,
        {
            "ZERENTIAN_ALIYUN_ID": "testid",
            "ZERENTIAN_ALIYUN_KEY": "testsecret",
            "ZERENTIAN_ALIYUN_SIGN": "责任田",
        },
        "ZERENTIAN_ALIYUN_URL",
    ),
    "tencent": (
        tencent.TencentTexts,
        {
            "ZERENTIAN_TENCENT_ID": "testid",
            "ZERENTIAN_TENCENT_KEY": "testsecret",
            "ZERENTIAN_TENCENT_APP": "1400006666",
            "ZERENTIAN_TENCENT_SIGN": "责任田",
            "ZERENTIAN_TENCENT_REGION": "ap-guangzhou",
        },
        "ZERENTIAN_TENCENT_URL",
    ),
    "wecom": (
        wecom.WeCom,
        {
            "ZERENTIAN_WECOM_CORP": "ww1",
            "ZERENTIAN_WECOM_AGENT": 1000002,
            "ZERENTIAN_WECOM_SECRET": "testsecret",
        },
        "ZERENTIAN_WECOM_URL",
    ),
    "robot": (wecom.WeComRobot, {"ZERENTIAN_WECOM_ROBOT": "key-1"}, "ZERENTIAN_WECOM_URL"),
}


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(outbound, "_breakers", {})
    monkeypatch.setattr(wecom, "_tokens", {})
    monkeypatch.setattr(wecom, "_members", {})


@pytest.fixture
def server():
    with listening() as server:
        yield server


@pytest.fixture
def channel(server, settings, db):
    """`channel(name, **settings)`: set up, with the server in the place of the real one."""

    def channel(name, **more):
        made, needed, url = CHANNELS[name]
        prices = {"ZERENTIAN_SMS_PRICE": 5}
        settings.CHANNELS = settings.CHANNELS | prices | needed | {url: server.url} | more
        settings.OUTBOUND_HOSTS = [f"127.0.0.1:{server.port}"]
        settings.OUTBOUND_PRIVATE = LOOPBACK
        return made()

    for provider in ("aliyun", "tencent"):
        facts = {"provider": provider, "event": "sign-in-code", "code": "SMS_1"}
        TextTemplate.objects.create(**facts, parameters="yzm=code, minutes")
    return channel


@pytest.fixture
def message():
    facts = {"to": PHONE, "text": WORDS, "event": "sign-in-code"}
    return Message(
        uid=uid_of("test", 1), **facts, values={"code": "123456", "minutes": "10", "n": "1"}
    )
