"""How the settings of channels are read: what our own modules read, they read here, too."""

import json
import re
from typing import Any

import environ

from config.environment.kinds import Kind, Words, names
from config.serving import proxies
from notices.channels import answers, filling

HOSTS_CALLED = names(
    r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?",
    Words(
        "要写主机名，用逗号隔开，端口不是平常的才写，像 sms.example.com,10.1.2.3:8080",
        "write host names, separated by commas, a port only if it is not the usual one, like"
        " sms.example.com,10.1.2.3:8080",
    ),
)
NETWORKS = Kind(
    lambda text: proxies.named(text.split(",")),
    Words(
        "要写网段，用逗号隔开，像 10.1.2.0/24；不能写 *",
        "write networks, separated by commas, like 10.1.2.0/24; never *",
    ),
)


def _headers(text: str) -> dict[str, str]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(text)
    for name, each in found.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not isinstance(each, str):
            raise ValueError(text)
        if not re.fullmatch(r"[ -~]*", each):  # no line ends
            raise ValueError(text)
    return found


HEADERS = Kind(
    _headers,
    Words(
        '要写 JSON，像 {"Authorization": "Bearer abc"}',
        'write JSON like {"Authorization": "Bearer abc"}',
    ),
)
BODY = Kind(
    filling.read,
    Words(
        '要写 JSON，像 {"mobile": "<to>", "content": "<text>"}，或者表单，像 mobile=<to>&content=<text>；'
        "能填的有 <to>、<text>、<uid>、<event>、<value:名字>，电话和话都要有",
        'write JSON like {"mobile": "<to>", "content": "<text>"}, or a form like'
        " mobile=<to>&content=<text>; what is filled in: <to>, <text>, <uid>, <event>,"
        " <value:NAME>; the number and the words are needed",
    ),
)
ANSWER = Kind(
    answers.read,
    Words(
        "要写 字段=值，像 code=0 或者 data.status=ok，几种都算就用 | 隔开；或者 /正则/",
        "write FIELD=VALUE like code=0 or data.status=ok, alternatives with |; or /regex/",
    ),
)
FIELD = Kind(
    answers.path,
    Words("要写回答里的字段，像 data.id", "write a field of the answer like data.id"),
)


def _word(text: str) -> str:
    if not re.fullmatch(r"[!-~]{1,200}", text):
        raise ValueError(text)
    return text


WORD = Kind(
    _word,
    Words("要照服务商给的写，中间没有空格", "write what the provider gave you, without spaces"),
)
SIGN = Kind(
    lambda text: text,
    Words("要写批下来的短信签名，不带【】", "write the approved signature without 【】"),
)


def _mail(text: str) -> dict[str, Any]:
    if not text.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")):
        raise ValueError(text)
    found: dict[str, Any] = environ.Env.email_url_config(text)
    if not found.get("EMAIL_HOST"):
        raise ValueError(text)
    return found


MAIL = Kind(
    _mail,
    Words(
        "要写 smtp+tls://用户:密码@主机:587 或者 smtp+ssl://用户:密码@主机:465",
        "write smtp+tls://USER:PASSWORD@HOST:587 or smtp+ssl://USER:PASSWORD@HOST:465",
    ),
)


def _address(text: str) -> str:
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
        raise ValueError(text)
    return text


EMAIL = Kind(_address, Words("要写一个邮箱地址", "write an e-mail address"))
