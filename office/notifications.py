"""What people are told about grave posts and ways in: before, so that they can object, and after."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.watching import watchers
from notices import outbox
from office.models import Proposal

PLEASE_CONFIRM_SEVERAL = gettext_noop(
    "%(who)s用组织表提出了要两个人办的事，请您一起看一看，要不要确认。"
)
PLEASE_CONFIRM_TOGETHER = gettext_noop(
    "%(who)s一次提出了几件要两个人办的事，请您一起看一看，要不要确认。"
)
PLEASE_CONFIRM_CARDS = gettext_noop(
    "%(who)s打印了登录卡，其中有几张要您也看过才能用，请您看一看，要不要确认。"
)
PLEASE_CONFIRM = gettext_noop("%(who)s提出一件要两个人办的事，请您看一看，要不要确认。")
ABOUT_YOU = {
    Proposal.Kind.APPOINT: gettext_noop("%(who)s提出给您安排一个岗位，等第二个人确认。"),
    Proposal.Kind.HAND_OVER: gettext_noop("%(who)s提出把一个岗位交给您，等第二个人确认。"),
    Proposal.Kind.MOVE: gettext_noop("%(who)s提出把您的岗位调到别的区域，等第二个人确认。"),
    Proposal.Kind.EXTEND: gettext_noop("%(who)s提出延长您的任期，等第二个人确认。"),
    Proposal.Kind.CODE: gettext_noop(
        "%(who)s提出给您的账号一个新的登录码，等第二个人确认。不是您要的，请马上告诉街道的其他同事。"
    ),
    Proposal.Kind.REPLACE: gettext_noop(
        "%(who)s提出换掉您的第二道验证，等第二个人确认。不是您要的，请马上告诉街道的其他同事。"
    ),
    Proposal.Kind.RENAME: gettext_noop("%(who)s提出改您的登录名，等第二个人确认。"),
    Proposal.Kind.SWITCH_ON: gettext_noop("%(who)s提出重新启用您的账号，等第二个人确认。"),
    Proposal.Kind.CARD: gettext_noop(
        "%(who)s给您打印了一张登录卡，等第二个人确认。不是您要的，请马上告诉街道的其他同事。"
    ),
}
DONE = gettext_noop("%(second)s确认了您提出的事。")
DONE_ABOUT_YOU = gettext_noop("%(who)s提出、%(second)s确认的，关于您账号的事办好了。")
TO_KNOW = gettext_noop(
    "%(who)s提出、%(second)s确认：%(name)s有了一个要两个人才能给的岗位或登录码。"
)
TO_KNOW_ACCOUNT = {
    Proposal.Kind.REPLACE: gettext_noop(
        "%(who)s提出、%(second)s确认：%(name)s的第二道验证换掉了。"
    ),
    Proposal.Kind.RENAME: gettext_noop("%(who)s提出、%(second)s确认：%(name)s的登录名改了。"),
    Proposal.Kind.SWITCH_ON: gettext_noop(
        "%(who)s提出、%(second)s确认：%(name)s的账号重新启用了。"
    ),
}
REFUSED = gettext_noop("您提出的事没有确认，看看原因。")

OWN_ENTRY = gettext_noop(
    "您自己也住在辖区里吗？请认一下自己的居民登记：自己和家里人的事，系统就会提醒交给别的同事办。"
)


def ask_seconds(proposal: Proposal, seconds: list[User], *, at: datetime) -> None:
    """Once for all that one workbook, one sheet of cards or one page asks for."""
    if together := _together(proposal):
        key, link, text = together
        told = {"text": text, "values": {"who": proposal.asked_by.name}, "link": link, "about": key}
        for user in seconds:
            outbox.tell(to=user, key=f"{key}:{user.pk}", at=at, **told)
        return
    for user in seconds:
        _tell(user, proposal, "ask", PLEASE_CONFIRM, at, who=proposal.asked_by.name)


def _together(proposal):
    """(key, page, words) of what it was asked for with, if it was."""
    if file := proposal.file:
        there = reverse("office:proposals-of-file", args=[file.uid])
        return f"proposals-of-file:{file.uid}", there, PLEASE_CONFIRM_SEVERAL
    if sheet := proposal.sheet:
        there = reverse("office:proposals-of-sheet", args=[sheet.uid])
        return f"proposals-of-sheet:{sheet.uid}", there, PLEASE_CONFIRM_CARDS
    if uid := proposal.together:
        there = reverse("office:proposals-together", args=[uid])
        return f"proposals-together:{uid}", there, PLEASE_CONFIRM_TOGETHER
    return None


def tell_concerned(proposal: Proposal, *, at: datetime) -> None:
    """Whose account it is hears of it before anything happens, and can object."""
    if proposal.user and proposal.user != proposal.asked_by:
        text, who = ABOUT_YOU[proposal.kind], proposal.asked_by.name
        _tell(proposal.user, proposal, "about", text, at, link=False, who=who)


def tell_done(proposal: Proposal, *, at: datetime) -> None:
    """Whoever asked, the person concerned, and whoever watches over such things there."""
    settle(proposal, at=at)
    names = {"who": proposal.asked_by.name, "second": proposal.decided_by.name}
    _tell(proposal.asked_by, proposal, "done", DONE, at, **names)
    if proposal.user != proposal.asked_by:
        _tell(proposal.user, proposal, "you", DONE_ABOUT_YOU, at, link=False, **names)
    told = {proposal.asked_by, proposal.decided_by, proposal.user}
    for user in watchers(proposal.area, on=timezone.localdate(at)):
        if user not in told:
            names["name"] = proposal.who
            text = TO_KNOW_ACCOUNT.get(proposal.kind, TO_KNOW)
            _tell(user, proposal, "know", text, at, link=False, **names)


def tell_refused(proposal: Proposal, *, at: datetime) -> None:
    settle(proposal, at=at)
    _tell(proposal.asked_by, proposal, "refused", REFUSED, at)


def settle(proposal: Proposal, *, at: datetime) -> None:
    """Nobody needs to look at it any more."""
    outbox.settle(about=_key(proposal, "ask"), at=at)
    together = _together(proposal)
    if together and not proposal.asked_with_it().waiting(at).exists():
        outbox.settle(about=together[0], at=at)


def offer_own_entry(user: User, *, at: datetime) -> None:
    """Whoever begins here is asked whether they are registered here, too."""
    link = reverse("residents:own-entry")
    outbox.tell(to=user, key=f"own-entry:{user.pk}", text=OWN_ENTRY, link=link, at=at)


def _tell(user, proposal, what, text, at, *, link=True, **values):
    there = reverse("office:proposal", args=[proposal.uid]) if link else ""
    key = _key(proposal, what)
    outbox.tell(to=user, key=key, text=text, values=values, link=there, about=key, at=at)


def _key(proposal, what):
    return f"proposal:{proposal.uid}:{what}"
