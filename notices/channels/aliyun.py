"""Text messages by Aliyun (SendSms of 2017-05-25), signed as its manual says (ACS3-HMAC-SHA256).

Tried against what its documents say it answers, never against itself (docs/channels.md).
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from django.utils import timezone

from notices.channels import answers
from notices.channels.base import Channel, Message, NotSent, Receipt, call, setting, text_receipt
from notices.channels.templates import template_of, values_for

ALGORITHM = "ACS3-HMAC-SHA256"
# What another try cannot change: the number, the template, or the values in it.
HOPELESS = {
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.MOBILE_COUNT_OVER_LIMIT",
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.SMS_TEMPLATE_ILLEGAL",
    "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.TEMPLATE_PARAMS_ILLEGAL",
    "isv.PARAM_LENGTH_LIMIT",
    "isv.PARAM_NOT_SUPPORT_URL",
    "isv.INVALID_PARAMETERS",
    "isv.INVALID_JSON_PARAM",
}


class AliyunTexts(Channel):
    name = "aliyun"
    needs = ("ZERENTIAN_ALIYUN_ID", "ZERENTIAN_ALIYUN_KEY", "ZERENTIAN_ALIYUN_SIGN")
    called = ("ZERENTIAN_ALIYUN_URL",)

    def send(self, message: Message) -> Receipt:
        template = template_of(self.name, message)
        asked = {
            "PhoneNumbers": message.to,
            "SignName": setting("ZERENTIAN_ALIYUN_SIGN"),
            "TemplateCode": template.code,
            "TemplateParam": json.dumps(values_for(template, message), ensure_ascii=False),
            "OutId": message.uid.hex,
        }
        url = setting("ZERENTIAN_ALIYUN_URL").rstrip("/")
        query = canonical_query(asked)
        answer = call(self.name, "POST", f"{url}/?{query}", headers=_headers(url, query), body=b"")
        code = answers.found(answer.body, "Code")
        if code is None:
            raise NotSent(f"Aliyun answered {answer.status}", code=str(answer.status))
        if code != "OK":
            raise NotSent(f"Aliyun: {code}"[:100], code=code, again=code not in HOPELESS)
        return text_receipt(message, answers.found(answer.body, "BizId") or "")

    def reaches(self, user) -> str | None:
        return user.phone or None


def _headers(url, query):
    headers = {
        "host": urlsplit(url).netloc,
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    }
    names = setting("ZERENTIAN_ALIYUN_ID"), setting("ZERENTIAN_ALIYUN_KEY")
    return {**headers, "Authorization": authorization(query, headers, *names)}


def canonical_query(asked: Mapping[str, str]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(each)}" for name, each in sorted(asked.items()))


def _quoted(text):
    return quote(text, safe="-_.~")


def authorization(query: str, headers: Mapping[str, str], key_id: str, key: str) -> str:
    """Of a POST to / without a body; `headers` are all signed, and named in small letters."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    hashed = headers["x-acs-content-sha256"]
    canonical = "\n".join(["POST", "/", query, lines, names, hashed])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(key.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
