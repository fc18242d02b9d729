"""How a proposal reads on a page."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from office.models import Proposal

LOOKS = {
    Proposal.State.WAITING: "pending",
    Proposal.State.CONFIRMED: "posted",
    Proposal.State.REFUSED: "refused",
    Proposal.State.WITHDRAWN: "plain",
}


def look_of(proposal: Proposal, now: datetime) -> tuple[str, str]:
    """The look of its badge, and the word in it."""
    if proposal.state == Proposal.State.WAITING and proposal.asked_at <= now - Proposal.LASTS:
        return "plain", _("没有人看，已经作罢")
    return LOOKS[proposal.state], proposal.get_state_display()


def facts_of(proposal: Proposal) -> list[tuple[str, str]]:
    """What is to happen, to whom, where, and who asked."""
    lines = [
        (_("什么事"), proposal.get_kind_display()),
        (_("关于谁"), _who(proposal)),
        (_("新的登录名"), _new_name(proposal)),
        (_("岗位"), proposal.get_role_display() if proposal.role else ""),
        (_("现在在哪里"), _from_where(proposal)),
        (_("区域"), proposal.area.name),
        (_("从哪天起"), _day(proposal.from_on)),
        (_("到哪天为止"), _until(proposal)),
        (_("登录码"), _new_code(proposal)),
        (_("提出的人"), f"{proposal.asked_by.name} · {_moment(proposal.asked_at)}"),
    ]
    if proposal.decided_by:
        who = f"{proposal.decided_by.name} · {_moment(proposal.decided_at)}"
        lines.append((_("看过的人"), who))
    lines.append((_("没有确认的原因"), proposal.refusal))
    return [(label, words) for label, words in lines if words]


def _who(proposal):
    username = proposal.user.username if proposal.user else proposal.username
    return _("%(name)s（%(username)s）") % {"name": proposal.who, "username": username}


def _new_name(proposal):
    return proposal.username if proposal.kind == Proposal.Kind.RENAME else ""


def _new_code(proposal):
    """Why a post somebody is given comes with a new code."""
    gives_post = proposal.kind in Proposal.GIVES_POST and proposal.kind != Proposal.Kind.OPEN
    if not (gives_post and proposal.half_sealed):
        return ""
    return _("最近有人单独给过登录码，所以确认后换一个新的，分两半。")


def _from_where(proposal):
    moves = proposal.kind == Proposal.Kind.MOVE and proposal.posting
    return proposal.posting.area.name if moves else ""


def _until(proposal):
    if proposal.kind == Proposal.Kind.HAND_OVER:
        return ""
    if proposal.kind == Proposal.Kind.EXTEND and proposal.until_on is None:
        return _("不定期")
    return _day(proposal.until_on)


def _day(day):
    return date_format(day) if day else ""


def _moment(at):
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
