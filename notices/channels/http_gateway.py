"""A text gateway of anybody, described by settings: address, headers, body, and what its answers mean."""

from urllib.parse import urlsplit

from notices.channels import answers
from notices.channels.base import Channel, Message, NotSent, Receipt, call, setting, text_receipt

THROTTLED = 429


class HttpGateway(Channel):
    """One request for one message; `<uid>` in the body lets a gateway know a repeat for what it is."""

    name = "http"
    needs = ("ZERENTIAN_SMS_URL", "ZERENTIAN_SMS_BODY")
    called = ("ZERENTIAN_SMS_URL",)

    def send(self, message: Message) -> Receipt:
        kind, body = setting("ZERENTIAN_SMS_BODY").filled(_blanks(message))
        url, method = setting("ZERENTIAN_SMS_URL"), setting("ZERENTIAN_SMS_METHOD")
        headers = {**(setting("ZERENTIAN_SMS_HEADERS") or {})}
        if method == "GET":
            url += ("&" if urlsplit(url).query else "?") + body.decode()
            body = None
        else:
            headers.setdefault("Content-Type", kind)
        answer = call(self.name, method, url, headers=headers, body=body)
        _judge(answer)
        place = setting("ZERENTIAN_SMS_REFERENCE")
        return text_receipt(message, (place and answers.found(answer.body, place)) or "")

    def reaches(self, user) -> str | None:
        return user.phone or None

    @classmethod
    def lacking(cls):
        yield from super().lacking()
        body = setting("ZERENTIAN_SMS_BODY")
        if body and body.kind == "json" and setting("ZERENTIAN_SMS_METHOD") == "GET":
            yield "ZERENTIAN_SMS_METHOD"  # an address carries a form


def _blanks(message):
    blanks = {"to": message.to, "text": message.text}
    blanks |= {"uid": str(message.uid), "event": message.event}
    return blanks | {f"value:{name}": each for name, each in message.values.items()}


def _judge(answer):
    """Raises NotSent."""
    hopeless, taken = setting("ZERENTIAN_SMS_HOPELESS"), setting("ZERENTIAN_SMS_SUCCESS")
    code = str(answer.status)
    if hopeless and hopeless(answer.body):
        raise NotSent("the gateway refuses this message", code=code, again=False)
    if answer.status == THROTTLED:
        raise NotSent("the gateway takes no more for now", code=code)
    if not 200 <= answer.status < 300:
        raise NotSent(f"the gateway answered {answer.status}", code=code)
    if taken and not taken(answer.body):
        raise NotSent("the gateway did not say that it took the message", code=code)
