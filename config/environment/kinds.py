"""How a setting is read. Each kind says in both languages what has to be written."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import environ

from config.serving import proxies


class Words(NamedTuple):
    """One sentence in Chinese and in English: it is said before any language could be chosen."""

    zh: str
    en: str


@dataclass(frozen=True)
class Kind:
    """`read(text)` gives the value or raises ValueError; `must` says what has to be written."""

    read: Callable[[str], Any]
    must: Words


YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def _switch(text: str) -> bool:
    if text.lower() not in YES + NO:
        raise ValueError(text)
    return text.lower() in YES


SWITCH = Kind(_switch, Words("要写 1（是）或者 0（不是）", "write 1 (yes) or 0 (no)"))


def whole_number(low: int, high: int) -> Kind:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return Kind(
        read, Words(f"要写 {low} 到 {high} 的整数", f"write a whole number from {low} to {high}")
    )


def one_of(*names: str) -> Kind:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError(text)
        return text

    return Kind(
        read, Words(f"要写 {' 或者 '.join(names)} 中的一个", f"write one of {' or '.join(names)}")
    )


def _matching(pattern: str, must: Words) -> Kind:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return text

    return Kind(read, must)


CLASS = _matching(
    r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+",
    Words("要写一个 Python 类的全名，中间用点隔开", "write the dotted name of a Python class"),
)
NAME = _matching(
    r"[\w.-]+",
    Words("要写一个名字：字母、数字、点和横线", "write a name of letters, digits, dots and dashes"),
)
PASSWORD = _matching(r"\S+", Words("要写一个密码，中间没有空格", "write a password without spaces"))
ADDRESS = _matching(
    r"https?://[^\s/]+(/\S*)?",
    Words(
        "要写 http:// 或者 https:// 开头的网址",
        "write an address that begins with http:// or https://",
    ),
)


def names(pattern: str, must: Words) -> Kind:
    """Several, separated by commas."""

    def read(text: str) -> list[str]:
        found = [each.strip() for each in text.split(",") if each.strip()]
        if not found or not all(re.fullmatch(pattern, each) for each in found):
            raise ValueError(text)
        return found

    return Kind(read, must)


HOSTS = names(
    r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\]",
    Words(
        "要写地址栏里的主机名，用逗号隔开，不带 http:// 和端口",
        "write the host names of the address bar, separated by commas, without http:// and port",
    ),
)
ORIGINS = names(
    r"https?://[^\s/,]+",
    Words(
        "每一个都要以 http:// 或者 https:// 开头，后面只有主机名和端口",
        "write each with http:// or https:// in front and only host and port behind",
    ),
)


PROXIES = Kind(
    lambda text: proxies.named(text.split(",")),
    Words(
        "要写自己代理的地址或网段，用逗号隔开，像 127.0.0.1,10.0.0.0/24；不能写 *",
        "write the addresses or networks of your own proxies, separated by commas,"
        " such as 127.0.0.1,10.0.0.0/24; never *",
    ),
)


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if "\0" in text or (path.exists() and not path.is_dir()):
        raise ValueError(text)
    return path


FOLDER = Kind(_folder, Words("要写一个文件夹的路径", "write the path of a folder"))


def _hours(text: str) -> str:
    """As notices/quiet_hours.py reads it."""
    if not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", text):
        raise ValueError(text)
    for each in text.split("-"):
        time.fromisoformat(each)
    return text


HOURS = Kind(
    _hours,
    Words(
        "要写两个时刻，像 21:00-08:00；写成一样就是没有",
        "write two times like 21:00-08:00; twice the same is none",
    ),
)


def _database(text: str) -> dict[str, Any]:
    if urlsplit(text).scheme not in ("postgres", "postgresql", "sqlite"):
        raise ValueError(text)
    database: dict[str, Any] = environ.Env.db_url_config(text)
    if not database.get("NAME") or database["NAME"] == ":memory:":
        raise ValueError(text)
    return database


DATABASE = Kind(
    _database,
    Words(
        "要写 postgres://用户:密码@主机/库名",
        "write postgres://USER:PASSWORD@HOST/NAME of a database",
    ),
)
QUEUES = ("redis", "rediss", "redis+socket", "sentinel")


def _queue(text: str) -> str:
    for each in text.split(";"):
        parts = urlsplit(each)
        place = parts.path if parts.scheme == "redis+socket" else parts.hostname
        if parts.scheme not in QUEUES or not place:
            raise ValueError(text)
        _ = parts.port  # raises ValueError unless it is a number of a port
        if parts.scheme != "redis+socket" and not re.fullmatch(r"/?\d*", parts.path):
            raise ValueError(text)
    return text


QUEUE = Kind(
    _queue,
    Words(
        "要写 redis:// 开头的地址，像 redis://主机:6379/0；有哨兵就把它们都写上，用分号隔开，像"
        " sentinel://:密码@主机:26379/0",
        "write an address that begins with redis://, like redis://HOST:6379/0; or all Sentinels, "
        "separated by semicolons, like sentinel://:PASSWORD@HOST:26379/0",
    ),
)


# Keys


def signing_key(least: int) -> Kind:
    def read(text: str) -> str:
        if len(text) < least or len(set(text)) < 10:
            raise ValueError(text)
        return text

    return Kind(
        read,
        Words(f"要写至少 {least} 个随机的字符", f"write at least {least} random characters"),
    )


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(text) from None
    if len(set(key)) < 4:  # all the same: a place holder
        raise ValueError(text)
    return key


def _field_keys(text: str) -> str:
    """As foundation/sealing/columns.py reads it: the first seals, each of them opens."""
    ids = []
    for pair in text.split(","):
        key_id, colon, key = pair.strip().partition(":")
        if not colon or not re.fullmatch(r"[\w-]+", key_id) or len(_key(key)) != KEY_BYTES:
            raise ValueError(text)
        ids.append(key_id)
    if len(ids) != len(set(ids)):
        raise ValueError(text)
    return text


KEY_BYTES = 16
"""What SM4 takes; AES takes it as well, so either cipher opens what the other sealed."""
FIELD_KEYS = Kind(
    _field_keys,
    Words(
        "要写 编号:密钥，密钥是 16 个随机字节的 base64；有几把就用逗号隔开，编号不能重复",
        "write id:key, the key being 16 random bytes in base64; several with commas, ids only once",
    ),
)


def _index_key(text: str) -> str:
    if len(_key(text)) < KEY_BYTES:
        raise ValueError(text)
    return text


INDEX_KEY = Kind(
    _index_key,
    Words(
        "要写 32 个随机字节的 base64（至少 16 个）",
        "write 32 random bytes in base64 (16 at the least)",
    ),
)
