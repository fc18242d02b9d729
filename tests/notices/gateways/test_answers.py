"""Each channel against each answer its documents know, and against those no document promises."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from foundation import outbound
from notices.channels.base import NotSent
from notices.channels.filling import read as filling_read
from tests.foundation.listener import drip, half
from tests.notices.gateways.conftest import PHONE, WORDS


def js(status=200, **said):
    return lambda asked: (status, json.dumps(said).encode())


def tencent(**said):
    return js(Response={**said, "RequestId": "r"})


def tencent_set(code, **more):
    return tencent(SendStatusSet=[{"SerialNo": "5000:1", "Fee": 1, "Code": code, **more}])


def wecom(code, **more):
    """A token for whoever asks for one, then this."""

    def answers(asked):
        if asked.path.startswith("/cgi-bin/gettoken"):
            return js(errcode=0, access_token="t1", expires_in=7200)(asked)
        if asked.path.startswith("/cgi-bin/user/getuserid"):
            return js(errcode=0, userid="lin")(asked)
        return js(errcode=code, errmsg="…", **more)(asked)

    return answers


# channel, what the gateway answers, the code we keep, whether trying again may help (None: sent).
ANSWERS = [
    ("http", js(code="0", data={"id": 77}), "77", None),
    ("http", js(code="00"), "", None),
    ("http", js(code="bad_number"), "200", False),
    ("http", js(400, code="bad_number"), "400", False),
    ("http", js(code="no_credit"), "200", True),
    ("http", js(401, code="bad_key"), "401", True),
    ("http", js(429), "429", True),
    ("aliyun", js(Code="OK", BizId="9006^0", Message="OK"), "9006^0", None),
    ("aliyun", js(Code="isv.BUSINESS_LIMIT_CONTROL"), "isv.BUSINESS_LIMIT_CONTROL", True),
    ("aliyun", js(Code="isv.MOBILE_NUMBER_ILLEGAL"), "isv.MOBILE_NUMBER_ILLEGAL", False),
    ("aliyun", js(Code="isv.SMS_TEMPLATE_ILLEGAL"), "isv.SMS_TEMPLATE_ILLEGAL", False),
    ("aliyun", js(Code="isv.AMOUNT_NOT_ENOUGH"), "isv.AMOUNT_NOT_ENOUGH", True),
    ("aliyun", js(400, Code="SignatureDoesNotMatch"), "SignatureDoesNotMatch", True),
    ("aliyun", js(400, Code="Throttling.User"), "Throttling.User", True),
    ("tencent", tencent_set("Ok", Fee=2), "5000:1", None),
    ("tencent", tencent_set("LimitExceeded.PhoneNumberDailyLimit"), None, True),
    ("tencent", tencent_set("InvalidParameterValue.IncorrectPhoneNumber"), None, False),
    ("tencent", tencent_set("FailedOperation.TemplateIncorrectOrUnapproved"), None, False),
    ("tencent", tencent_set("FailedOperation.InsufficientBalanceInSmsPackage"), None, True),
    ("tencent", tencent(Error={"Code": "AuthFailure.SignatureFailure"}), None, True),
    ("tencent", tencent(Error={"Code": "RequestLimitExceeded"}), None, True),
    ("wecom", wecom(0, msgid="m-1"), "m-1", None),
    ("wecom", wecom(0, invaliduser="lin"), "invaliduser", False),
    ("wecom", wecom(45009), "45009", True),
    ("wecom", wecom(81013), "81013", False),
    ("wecom", wecom(60020), "60020", True),
    ("wecom", wecom(-1), "-1", True),
    ("robot", js(errcode=0), "", None),
    ("robot", js(errcode=93000), "93000", False),
    ("robot", js(errcode=45009), "45009", True),
]
# What any of them may do: nothing of it is an answer, and all of it is worth another try.
ANYBODY = {
    "500": lambda asked: (500, b'{"error": "oops"}'),
    "a page": lambda asked: (200, b"<html>502 Bad Gateway</html>"),
    "nothing": lambda asked: (200, b""),
    "deep": lambda asked: (200, b"[" * 5000),
    "half": half,
    "slow": drip,
}
NAMES = ["http", "aliyun", "tencent", "wecom", "robot"]


@pytest.mark.parametrize(("name", "answers", "code", "again"), ANSWERS)
def test_what_is_answered_is_understood(channel, server, message, name, answers, code, again):
    server.answers = answers
    way = channel(name)
    if again is None:
        assert way.send(message).reference == code
        return
    with pytest.raises(NotSent) as refused:
        way.send(message)
    assert refused.value.again is again
    assert code is None or refused.value.code == code
    assert_says_nothing(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_answer_is_tried_again(channel, server, message, name, monkeypatch):
    monkeypatch.setattr(outbound, "WHOLE", 0.1)
    monkeypatch.setattr(outbound, "FAILURES", 100)
    for answers in ANYBODY.values():
        server.answers = answers
        with pytest.raises(NotSent) as refused:
            channel(name).send(message)
        assert refused.value.again
        assert_says_nothing(refused.value)


def assert_says_nothing(error):
    """One line, without a number, a word or a secret of ours."""
    for each in (PHONE, "123456", "testsecret", "127.0.0.1", "\n"):
        assert each not in str(error) and each not in error.code


def test_a_gateway_without_a_success_test_would_take_a_page_for_a_yes(channel, server, message):
    """Negative control: what the setting is for."""
    server.answers = ANYBODY["a page"]
    assert channel("http", ZERENTIAN_SMS_SUCCESS=None).send(message).reference == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_repeat_is_known_by_what_it_carries(channel, server, message, name):
    """The same number of ours, where the gateway takes one; WeCom compares the words."""
    server.answers = next(each[1] for each in ANSWERS if each[0] == name)
    way = channel(name)
    for _ in range(2):
        way.send(message)
    first, second = (asked for asked in server.requests[-2:])
    carried = [each.path.encode() + each.body for each in (first, second)]
    if name in ("http", "aliyun", "tencent"):
        number = str(message.uid) if name == "http" else message.uid.hex
        assert all(number.encode() in each for each in carried)
    else:
        assert carried[0] == carried[1]
    if name == "wecom":
        assert json.loads(first.body)["enable_duplicate_check"] == 1


def test_what_is_said_costs_by_parts(channel, server, message):
    server.answers = js(code="0")
    for letters, parts in ((70, 1), (71, 2), (134, 2), (135, 3), (0, 1)):
        receipt = channel("http").send(message._replace(text="字" * letters))
        assert (receipt.parts, receipt.cost) == (parts, parts * 5)
    server.answers = tencent_set("Ok", Fee=3)
    assert channel("tencent").send(message)[1:] == (3, 15)
    assert channel("tencent", ZERENTIAN_SMS_PRICE=None).send(message).cost is None


# The generic gateway: words stay words


@pytest.mark.parametrize(
    "text", [WORDS, '", "to": ["1"], "x": "', "a&to=139\r\nX: y", "<to> <uid>", "\u2028\x00🙂"]
)
def test_no_words_become_part_of_the_request(channel, server, message, text):
    server.answers = js(code="0")
    said = message._replace(text=text)
    channel("http").send(said)
    asked = server.requests[-1]
    assert json.loads(asked.body) == {"to": [PHONE], "say": text, "id": str(message.uid)}
    assert asked.headers["Authorization"] == "Bearer secret"

    form = filling_read("mobile=<to>&msg=<text>&code=<value:code>&none=<value:other>")
    channel("http", ZERENTIAN_SMS_BODY=form).send(said)
    sent = dict(parse_qsl(server.requests[-1].body.decode(), keep_blank_values=True))
    assert sent == {"mobile": PHONE, "msg": text, "code": "123456", "none": ""}

    channel("http", ZERENTIAN_SMS_BODY=form, ZERENTIAN_SMS_METHOD="GET").send(said)
    asked = server.requests[-1]
    assert dict(parse_qsl(urlsplit(asked.path).query, keep_blank_values=True)) == sent
    assert (asked.command, asked.body) == ("GET", b"")
