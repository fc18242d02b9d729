"""What can be read, one register for each kind of thing, as lines of words."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import SignInEvent, User
from foundation.models import Record
from grids.models import Posting, Reader
from grids.roles import ROLES
from reports.oversight import reach
from residents.reveal.disclosure import FIELDS

SHORT = 8  # letters by which one tells two devices or people apart


class Line(NamedTuple):
    """`who` did `what` at that moment; `more` says where and why. `device` leads to an answer."""

    at: datetime
    who: str
    what: str
    more: str
    device: str = ""


class Asked(NamedTuple):
    """What is looked for; empty asks for everything."""

    account: User | None = None
    device: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Register:
    slug: str
    label: str
    rows: Callable[[Reader, Asked], QuerySet]
    lines: Callable[[Iterable], list[Line]]


def between(rows, asked: Asked):
    rows = rows.filter(at__gte=asked.since) if asked.since else rows
    return rows.filter(at__lt=asked.until) if asked.until else rows


def sign_ins(reader, asked):
    rows = between(reach.sign_ins(reader), asked)
    rows = rows.filter(account=asked.account.uid) if asked.account else rows
    rows = rows.filter(device=asked.device) if asked.device else rows
    return rows.filter(kind=asked.kind) if asked.kind else rows


def of_actor(rows, account):
    """A record names who did it in its exact text alone."""
    return rows.filter(body__contains=f'"by": "{account.uid}"') if account else rows


def _records(kind: str, prefix: str = ""):
    def rows(reader, asked):
        found = between(reach.records(reader).filter(kind=kind), asked)
        found = found.filter(thing__startswith=prefix) if prefix else found
        return of_actor(found, asked.account)

    return rows


def names_of(uids) -> dict[str, str]:
    """Of staff; a resident's account stays a resident's account here."""
    known = User.objects.filter(uid__in={uid for uid in uids if uid}).filter(postings__isnull=False)
    return {str(uid): name for uid, name in known.distinct().values_list("uid", "name")}


def sign_in_lines(rows: Iterable[SignInEvent]) -> list[Line]:
    rows = list(rows)
    names = names_of(row.account for row in rows)
    return [
        Line(
            row.at,
            names.get(str(row.account), _("居民")) if row.account else _("没有这个账号"),
            row.get_kind_display(),
            " · ".join(filter(None, [row.get_by_display(), row.network])),
            row.device,
        )
        for row in rows
    ]


def _bodies(rows):
    rows = [(row, json.loads(row.body)) for row in rows]
    names = names_of(body["by"] for _row, body in rows)
    return [(row, body, names.get(body["by"], _("系统"))) for row, body in rows]


def look_lines(rows: Iterable[Record]) -> list[Line]:
    return [
        Line(
            row.at,
            who,
            FIELDS.get(body["field"], body["field"]),
            _("编号 %(person)s · %(why)s") % {"person": str(row.about)[:SHORT], "why": body["why"]},
        )
        for row, body, who in _bodies(rows)
    ]


def export_lines(rows: Iterable[Record]) -> list[Line]:
    return [
        Line(
            row.at,
            who,
            _("%(what)s，%(rows)s 行") % {"what": body["what"], "rows": body["rows"]},
            body["why"],
        )
        for row, body, who in _bodies(rows)
    ]


def post_lines(rows: Iterable[Record]) -> list[Line]:
    """The record keeps no values; whose post it is is read from the post, if it is still there."""
    rows = list(rows)
    keys = {row.thing.rpartition(":")[2] for row in rows}
    posts = Posting.objects.filter(pk__in=keys).select_related("user", "area")
    posts = {str(post.pk): post for post in posts}
    found = []
    for row, body, who in _bodies(rows):
        post = posts.get(row.thing.rpartition(":")[2])
        whose = f"{post.user.name} · {post.area.name}" if post else _("已经撤掉的岗位")
        what = ROLES[post.role].label if post else row.thing
        found.append(Line(row.at, who, what, f"{whose} · {_columns(body)}"))
    return found


def account_lines(rows: Iterable[Record]) -> list[Line]:
    rows = list(rows)
    keys = {row.thing.rpartition(":")[2] for row in rows}
    names = {
        str(pk): name for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "name")
    }
    return [
        Line(row.at, who, names.get(row.thing.rpartition(":")[2], row.thing), _columns(body))
        for row, body, who in _bodies(rows)
    ]


COLUMNS = {
    "user": _("人员"),
    "area": _("责任区域"),
    "role": _("岗位"),
    "from_on": _("开始日期"),
    "until_on": _("结束日期"),
    "handed_to": _("交给谁"),
    "moved_to": _("调到哪里"),
    "username": _("登录名"),
    "name": _("姓名"),
    "is_active": _("可以登录"),
    "password": _("密码或登录码"),
    "expires_at": _("登录卡"),
    "second_factor": _("换掉第二道验证"),
    "key": _("手机上的验证器"),
    "paper": _("纸上的码"),
}
"""What was changed, as people call it."""


def _columns(body):
    return "、".join(str(COLUMNS.get(name, name)) for name in body["changes"])


REGISTERS = {
    register.slug: register
    for register in (
        Register("sign-ins", _("登录"), sign_ins, sign_in_lines),
        Register("looks", _("看过的号码"), _records(Record.Kind.LOOKED), look_lines),
        Register("exports", _("导出"), _records(Record.Kind.EXPORTED), export_lines),
        Register("posts", _("任职"), _records(Record.Kind.CHANGED, "grids.posting:"), post_lines),
        Register(
            "accounts",
            _("账号和登录卡"),
            _records(Record.Kind.CHANGED, "accounts.user:"),
            account_lines,
        ),
    )
}
