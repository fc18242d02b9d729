"""Text messages by Tencent Cloud (SendSms of 2021-01-11), signed as its manual says (TC3-HMAC-SHA256).

Tried against what its documents say it answers, never against itself (docs/channels.md).
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.utils import timezone

from notices.channels import answers
from notices.channels.base import Channel, Message, NotSent, Receipt, call, setting, text_receipt
from notices.channels.templates import template_of, values_for

ALGORITHM, SERVICE = "TC3-HMAC-SHA256", "sms"
TYPE = "application/json; charset=utf-8"
# What another try cannot change: the number, the template, or the values in it.
HOPELESS = {
    "InvalidParameterValue.IncorrectPhoneNumber",
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone",
    "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.TemplateIncorrectOrUnapproved",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
    "FailedOperation.ContainSensitiveWord",
    "InvalidParameterValue.TemplateParameterFormatError",
    "InvalidParameterValue.TemplateParameterLengthLimit",
    "InvalidParameterValue.ContentLengthLimit",
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
}


class TencentTexts(Channel):
    name = "tencent"
    needs = (
        "ZERENTIAN_TENCENT_ID",
        "ZERENTIAN_TENCENT_KEY",
        "ZERENTIAN_TENCENT_APP",
        "ZERENTIAN_TENCENT_SIGN",
    )
    called = ("ZERENTIAN_TENCENT_URL",)

    def send(self, message: Message) -> Receipt:
        template = template_of(self.name, message)
        asked = {
            "PhoneNumberSet": [f"+86{message.to}"],
            "SmsSdkAppId": setting("ZERENTIAN_TENCENT_APP"),
            "SignName": setting("ZERENTIAN_TENCENT_SIGN"),
            "TemplateId": template.code,
            "TemplateParamSet": list(values_for(template, message).values()),
            "SessionContext": message.uid.hex,
        }
        url = setting("ZERENTIAN_TENCENT_URL").rstrip("/")
        body = json.dumps(asked, ensure_ascii=False).encode()
        answer = call(self.name, "POST", f"{url}/", headers=_headers(url, body), body=body)
        error = answers.found(answer.body, "Response.Error.Code")
        code = error or answers.found(answer.body, "Response.SendStatusSet.0.Code")
        if code is None:
            raise NotSent(f"Tencent answered {answer.status}", code=str(answer.status))
        if code != "Ok":
            raise NotSent(f"Tencent: {code}"[:100], code=code, again=code not in HOPELESS)
        return _receipt(message, answer.body)

    def reaches(self, user) -> str | None:
        return user.phone or None


def _receipt(message, body):
    """With the number of parts they charge for, where they say it."""
    serial = answers.found(body, "Response.SendStatusSet.0.SerialNo") or ""
    receipt = text_receipt(message, serial)
    fee = answers.found(body, "Response.SendStatusSet.0.Fee") or ""
    if not fee.isdecimal() or not 0 < int(fee) < 100:
        return receipt
    price = setting("ZERENTIAN_SMS_PRICE")
    return receipt._replace(parts=int(fee), cost=None if price is None else int(fee) * price)


def _headers(url, body):
    at, host = timezone.now(), urlsplit(url).netloc
    names = setting("ZERENTIAN_TENCENT_ID"), setting("ZERENTIAN_TENCENT_KEY")
    return {
        "Host": host,
        "Content-Type": TYPE,
        "X-TC-Action": "SendSms",
        "X-TC-Version": "2021-01-11",
        "X-TC-Timestamp": str(int(at.timestamp())),
        "X-TC-Region": setting("ZERENTIAN_TENCENT_REGION"),
        "Authorization": authorization(SERVICE, host, body, *names, at=at),
    }


def authorization(
    service: str, host: str, body: bytes, key_id: str, key: str, *, at: datetime
) -> str:
    """Of a POST to /; content-type and host are signed."""
    names = "content-type;host"
    canonical = "\n".join(
        ["POST", "/", "", f"content-type:{TYPE}\nhost:{host}\n", names, _hash(body)]
    )
    day = at.astimezone(UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"{ALGORITHM}\n{int(at.timestamp())}\n{scope}\n{_hash(canonical.encode())}"
    signing = f"TC3{key}".encode()
    for each in (day, service, "tc3_request"):
        signing = hmac.new(signing, each.encode(), hashlib.sha256).digest()
    signature = hmac.new(signing, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}"


def _hash(content):
    return hashlib.sha256(content).hexdigest()
