"""WeCom (企业微信, and 政务微信 at an address of its own): messages of an application, and a group robot.

Tried against what its documents say it answers, never against itself (docs/channels.md).
"""

import json
import re
import threading
import time
from urllib.parse import urlencode

from notices.channels import answers
from notices.channels.base import Channel, Message, NotSent, Receipt, call, setting

PHONE = re.compile(r"1\d{10}")
LONGEST = 2048  # bytes of a text
EARLIER = 300
"""Seconds before its end at which a token is fetched anew."""
STALE = {40014, 42001}
"""The token is not, or no longer, good: fetched anew once."""
# What another try cannot change: whom it is for, or what it says.
HOPELESS = {40003, 40031, 44004, 45002, 46004, 60111, 81013, 82001, 93000}
TROUBLE = {
    -1: "busy",
    40001: "the secret is wrong",
    40013: "the corp ID is wrong",
    40056: "the AgentId is wrong",
    45009: "too many messages for now",
    45033: "too many at once",
    48002: "the application may not do this",
    60011: "the application may not write to them",
    60020: "our address is not on its list of trusted ones",
}

# (address, corp, secret) → (token, when it ends); of this process.
_tokens: dict[tuple[str, str, str], tuple[str, float]] = {}
_members: dict[tuple[str, str], str] = {}
_lock = threading.Lock()


class WeCom(Channel):
    """To one member; the address is their user ID, or the mobile number they are known by there."""

    name = "wecom"
    needs = ("ZERENTIAN_WECOM_CORP", "ZERENTIAN_WECOM_AGENT", "ZERENTIAN_WECOM_SECRET")
    called = ("ZERENTIAN_WECOM_URL",)

    def send(self, message: Message) -> Receipt:
        said = {
            "touser": self._member(message.to),
            "msgtype": "text",
            "agentid": setting("ZERENTIAN_WECOM_AGENT"),
            "text": {"content": _short(message.text)},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 1800,
        }
        body = self._ask("/cgi-bin/message/send", said)
        for names in ("invaliduser", "unlicenseduser"):
            if answers.found(body, names):
                raise NotSent("WeCom knows no such member", code=names, again=False)
        return Receipt((answers.found(body, "msgid") or "")[:80], 1, 0)

    def reaches(self, user) -> str | None:
        return user.phone or None

    def _member(self, to):
        """Members are found by their number once; wrong guesses in number would lock us out there."""
        if not PHONE.fullmatch(to):
            return to
        key = (setting("ZERENTIAN_WECOM_CORP"), to)
        if key not in _members:
            body = self._ask("/cgi-bin/user/getuserid", {"mobile": to})
            found = answers.found(body, "userid")
            if not found:
                raise NotSent("WeCom named no member", code="userid", again=False)
            _members[key] = found
        return _members[key]

    def _ask(self, path, said):
        """What it answers once it says 0; with a new token where the old one is no longer good."""
        fresh = False
        while True:
            token = self._token(fresh=fresh)
            url = f"{_base()}{path}?{urlencode({'access_token': token})}"
            try:
                return _post(self.name, url, said)
            except NotSent as error:
                if fresh or error.code not in map(str, STALE):
                    raise
                fresh = True

    def _token(self, *, fresh):
        key = (_base(), setting("ZERENTIAN_WECOM_CORP"), setting("ZERENTIAN_WECOM_SECRET"))
        with _lock:
            token, ends = _tokens.get(key, ("", 0.0))
            if not fresh and time.monotonic() < ends:
                return token
            asked = urlencode({"corpid": key[1], "corpsecret": key[2]})
            answer = call(self.name, "GET", f"{_base()}/cgi-bin/gettoken?{asked}")
            body = _judged(answer)
            token = answers.found(body, "access_token") or ""
            lives = answers.found(body, "expires_in") or ""
            if not token or not lives.isdecimal():
                raise NotSent("WeCom gave no token", code=str(answer.status))
            _tokens[key] = token, time.monotonic() + max(0, int(lives) - EARLIER)
            return token


class WeComRobot(Channel):
    """Into a group of staff; the address is the key of another group's robot, or nothing."""

    name = "robot"
    needs = ("ZERENTIAN_WECOM_ROBOT",)
    called = ("ZERENTIAN_WECOM_URL",)

    def send(self, message: Message) -> Receipt:
        key = message.to or setting("ZERENTIAN_WECOM_ROBOT")
        url = f"{_base()}/cgi-bin/webhook/send?{urlencode({'key': key})}"
        _post(self.name, url, {"msgtype": "text", "text": {"content": _short(message.text)}})
        return Receipt("", 1, 0)


def _base():
    return setting("ZERENTIAN_WECOM_URL").rstrip("/")


def _short(text):
    """What is longer they cut by themselves, in the middle of a letter."""
    return text.encode()[:LONGEST].decode(errors="ignore")


def _post(gateway, url, said):
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return _judged(call(gateway, "POST", url, headers=headers, body=body))


def _judged(answer):
    """The body of an answer that says 0. Raises NotSent."""
    code = answers.found(answer.body, "errcode")
    if answer.status != 200 or code is None or not re.fullmatch(r"-?\d{1,9}", code):
        raise NotSent(f"WeCom answered {answer.status}", code=str(answer.status))
    if code != "0":
        why = TROUBLE.get(int(code), f"errcode {code}")
        raise NotSent(f"WeCom: {why}", code=code, again=int(code) not in HOPELESS)
    return answer.body
