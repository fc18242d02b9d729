"""What only the world can tell of the settings, asked before the first request is.

The settings themselves were read when Django was (config/environment). Here: can the data folder be
written, do the classes exist, does the database or Redis say no, do the keys open the data. A
database or a Redis that is merely away is no wrong setting: the house starts and says so on
/healthz; one that answers and refuses us is.
"""

import re
from collections.abc import Iterator
from functools import partial
from inspect import isclass
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils.module_loading import import_string

from config.celery import app
from config.environment.kinds import Words
from config.serving import pooler
from foundation import keys, outbound
from foundation.database_errors import passes
from notices.channels import text_messages, ways
from tools.data_folder import writable
from tools.install import Trouble

# A server that is there and says no; in the languages servers of PostgreSQL usually speak.
REFUSED = re.compile(
    r"authentication failed|no password supplied|does not exist|no pg_hba|permission denied"
    # PgBouncer's own; the last is what it says to whom it was not made known by ZERENTIAN_POOLER
    r"|no such (user|database)|unsupported startup parameter"
    r"|认证失败|不存在|没有.*pg_hba|权限不够",
    re.I,
)
NOT_A_DATABASE = ("file is not a database", "unable to open database file", "malformed", "readonly")
REDIS_REFUSES = ("AuthenticationError", "ResponseError", "NoPermissionError")


def faults() -> list[Words]:
    """A sentence for each thing that is wrong; nobody starts with one."""
    checks = (folder_faults, class_faults, channel_faults, database_faults, queue_faults)
    return [fault for check in checks for fault in check()]


def folder_faults() -> Iterator[Words]:
    """Closes the folder to everybody else on the machine, whoever made it."""
    try:
        writable(Path(settings.DATA))
    except Trouble as trouble:
        yield Words("ZERENTIAN_DATA 的数据文件夹写不进去。", f"ZERENTIAN_DATA: {trouble}")


def class_faults() -> Iterator[Words]:
    """A class that is not there would only be missed when the first message leaves."""
    named = {
        "ZERENTIAN_SMS_CHANNEL": (text_messages.channel, "send"),
        "ZERENTIAN_STATIC_STORAGE": (
            partial(import_string, settings.STORAGES["staticfiles"]["BACKEND"]),
            "url",
        ),
    }
    for name, (find, method) in named.items():
        try:
            found = find()
            fits = isclass(found) and callable(getattr(found, method, None))
        except Exception:  # importing somebody's module may end in anything
            fits = False
        if not fits:
            yield Words(
                f"{name} 说的类找不到，或者没有 {method}。",
                f"{name} names no class that can be imported and has `{method}`.",
            )


def channel_faults() -> Iterator[Words]:
    """A way out that is begun and not finished, or whose server nobody has allowed to be called."""
    try:
        used = ways.in_use()
    except Exception:  # the class of texts is not there: told above
        return
    for each in used:
        for name in each.lacking():
            yield Words(
                f"{each.name} 还缺 {name}，见 docs/channels.md。",
                f"{each.name} cannot work without a fitting {name} (docs/channels.md).",
            )
        for name in each.called:
            if (url := settings.CHANNELS[name]) and (why := _not_called(url)):
                yield Words(
                    f"{name} 的服务器不让打：要用 https，主机名要写进 ZERENTIAN_OUTBOUND_HOSTS。",
                    f"{name} is not called: {why}.",
                )


def _not_called(url: str) -> str:
    try:
        outbound.allowed(url)
    except outbound.Caged as caged:
        return str(caged)
    if url.lower().startswith("http:") and not settings.OUTBOUND_PRIVATE:
        return "without encryption only networks in ZERENTIAN_OUTBOUND_PRIVATE are called"
    return ""


def database_faults() -> Iterator[Words]:
    """Does it say no; and were its rows sealed with the keys we have."""
    if (
        connection.vendor == "sqlite"
        and not (file := Path(settings.DATABASES["default"]["NAME"])).exists()
    ):
        if not file.parent.is_dir():
            yield _no_database(f"{file.parent} is no folder")
        return  # `migrate` makes it
    try:
        tables = connection.introspection.table_names()
    except Error as error:
        if says_no(error):
            yield _no_database(_line(error))
        return
    if "accounts_recordhead" in tables:
        yield from key_faults()
    if settings.POOLED:
        yield from pooler_faults()


def pooler_faults() -> Iterator[Words]:
    """Who connects without limits of time would hold up everybody else."""
    try:
        pooler.limit_the_role()
    except Error as error:
        if not passes(error):
            yield Words(
                "ZERENTIAN_POOLER 的用户没有时间限制，自己也设不了（docs/deployment.md）。",
                f"ZERENTIAN_POOLER: its role has no limits of time and may not set them: {_line(error)}",
            )
    try:
        one = pooler.leads_to_it()
    except Error as error:  # away, or only the machine that makes backups reaches it
        if says_no(error):
            yield _no_database(_line(error), "DATABASE_URL")
        return
    if not one:
        yield Words(
            "ZERENTIAN_POOLER 和 DATABASE_URL 通向两个不同的数据库。",
            "ZERENTIAN_POOLER and DATABASE_URL lead to two databases; a backup would be of the other.",
        )


def _line(error: Error) -> str:
    return str(error).strip().partition("\n")[0]


def _no_database(why: str, name: str = "") -> Words:
    name = name or ("ZERENTIAN_POOLER" if settings.POOLED else "DATABASE_URL")
    return Words(
        f"{name} 的数据库不让进，或者不是我们的数据库。",
        f"{name}: the database refuses us: {why}",
    )


def says_no(error: Exception) -> bool:
    if connection.vendor == "sqlite":
        return any(words in str(error) for words in NOT_A_DATABASE)
    return bool(REFUSED.search(str(error)))


def key_faults() -> Iterator[Words]:
    try:
        fit = {
            "ZERENTIAN_FIELD_KEYS": keys.field_keys_fit(),
            "ZERENTIAN_INDEX_KEY": keys.index_key_fits(),
        }
    except Error:  # away again, or its tables are not up to date yet
        return
    for name in (name for name, fits in fit.items() if not fits):
        yield Words(
            f"{name} 不是这些数据用的密钥：把原来的密钥放回来，什么都没有改动。",
            f"{name} is not what this data was sealed with: put the former keys back. "
            "Nothing has been changed.",
        )


def queue_faults() -> Iterator[Words]:
    if not settings.REDIS_URL:
        return
    patience = {"socket_connect_timeout": 2, "socket_timeout": 2}
    try:
        with app.connection_for_write(transport_options=patience) as broker:
            broker.default_channel.client.ping()
    except Exception as error:
        if any(type(each).__name__ in REDIS_REFUSES for each in _chain(error)):
            yield Words(
                "REDIS_URL 的 Redis 不让进：看一看密码和库号。",
                "REDIS_URL: Redis refuses us; look at the password and the number of the database.",
            )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
