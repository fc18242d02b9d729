"""Grave posts and ways in: asked for by one person, done by the yes of a second one.

    waiting → confirmed | refused | withdrawn

Nothing happens before the yes, and then all of it does, in the transaction of the yes: the account,
the post, the code. What may have changed since the question is asked again. Who asked is on
record as the one who did it, who confirmed beside it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import staff, two_people
from accounts.factors import once_good
from accounts.models import User
from foundation.audit import reasons
from grids import second
from grids.models import Area, Posting, Reader, posts
from grids.roles import Duty
from office import notifications
from office.carrying_out import ACTS, CODE_LIFE, REFUSED
from office.models import CardSheet, OrganisationFile, Proposal
from office.registers.reach import is_all_ours
from office.security.reach import staff_of

HALF = staff.LENGTH // 2  # letters of a code that each of the two people knows
KEPT = timedelta(days=3 * 365)
Kind, State = Proposal.Kind, Proposal.State


class CannotBeDone(Exception):
    """It cannot be asked for or decided like this; `sentence` says why."""

    sentence = _("这件事现在办不了。")


class NobodyThere(CannotBeDone):
    sentence = _(
        "这件事要第二个人确认，可是现在没有人能当第二个人。请区县的工作人员来确认，"
        "或者请管服务器的人用 manage.py appoint_first 设一位第二确认人。"
    )


class AlreadyWaits(CannotBeDone):
    sentence = _("同样的事已经提过一次，正在等第二个人确认。")


class NotWaiting(CannotBeDone):
    sentence = _("这件事已经有人看过了，或者已经过了一个星期。")


class NotASecond(CannotBeDone):
    sentence = _(
        "这件事要请别的同事确认：最近 30 天里，您和提出的人有一方给另一方开过账号、安排过岗位"
        "或给过登录码，或者这些都是同一个人办的。"
    )


class AskerGone(CannotBeDone):
    sentence = _("提出的人现在不管这个区域了，这件事不能再办。请回绝，需要的话由别的同事重新提。")


class Changed(CannotBeDone):
    sentence = _("提出以后情况变了：登录名有人用了、岗位已经有了，或者任期变了。请回绝，重新提。")


class NotTheirs(Exception):
    """The reader does not stand second there, or asked for it, or it is about them."""


@transaction.atomic
def ask(
    *,
    kind: Kind,
    area: Area,
    by: User,
    at: datetime,
    user: User | None = None,
    username: str = "",
    name: str = "",
    posting: Posting | None = None,
    role: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    file: OrganisationFile | None = None,
    sheet: CardSheet | None = None,
    together: UUID | None = None,
) -> Proposal:
    """Put it down, and ask whoever may confirm it. Raises NobodyThere, AlreadyWaits.

    `file`, `sheet`, `together`: the workbook, the cards or the page that asks for several, of which
    whoever confirms is told once.
    """
    others = second.seconds(area=area, by=by, about=user, on=timezone.localdate(at))
    if not others:
        raise NobodyThere
    # Whatever lapsed makes room for the same question.
    lapsed = Proposal.objects.filter(state=State.WAITING, asked_at__lte=at - Proposal.LASTS)
    lapsed.update(state=State.WITHDRAWN, half_sealed="")
    about = {"user": user, "username": username, "name": name, "posting": posting, "role": role}
    about |= {"from_on": from_on, "until_on": until_on}
    about |= {"file": file, "sheet": sheet, "together": together}
    proposal = Proposal(kind=kind, area=area, asked_by=by, asked_at=at, **about)
    proposal.half = once_good.make(HALF) if _ends_in_a_code(kind, user) else ""
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        raise AlreadyWaits from None
    notifications.ask_seconds(proposal, others, at=at)
    notifications.tell_concerned(proposal, at=at)
    return proposal


def ask_for_account(
    *,
    kind: Kind,
    user: User,
    by: User,
    at: datetime,
    username: str = "",
    sheet: CardSheet | None = None,
) -> Proposal:
    """A way into an account that weighs heavily. Raises as `ask` does."""
    place = second.place_of_account(user, on=timezone.localdate(at))
    if place is None:  # it weighs nothing any more, so one person is enough
        raise Changed
    about = {"user": user, "username": username, "sheet": sheet}
    return ask(kind=kind, area=place, by=by, at=at, **about)


def proposed_where(user: User, day: date) -> list[Area]:
    """Where somebody is proposed for a post: what opens their account takes two from then on."""
    rows = Proposal.objects.waiting(timezone.now()).filter(kind__in=Proposal.GIVES_POST, user=user)
    return [row.area for row in rows.select_related("area")]


def _ends_in_a_code(kind, user):
    """A post given to an account somebody alone made or opened lately begins with a new code,
    or whoever still has the old one would hold the post."""
    if kind in Proposal.WITH_CODE:
        return True
    return kind in Proposal.GIVES_POST and two_people.is_in_another_hand(user, timezone.localdate())


@transaction.atomic
def confirm(*, proposal: Proposal, by: User, at: datetime) -> str:
    """Do what was asked for. Returns the second half of a code, where it ends in one.

    Raises NotTheirs, and the refusals above, all of them CannotBeDone.
    """
    proposal = _waiting(proposal, by, at)
    if not second_for(proposal, by, at):
        raise NotASecond
    if not _still_administers(proposal, at):
        raise AskerGone
    try:
        with transaction.atomic():
            code = ACTS[proposal.kind](proposal, confirmed_by=by, at=at)
    except second.NotASecond:
        raise NotASecond from None
    except REFUSED:
        raise Changed from None
    _decide(proposal, State.CONFIRMED, by, at)
    notifications.tell_done(proposal, at=at)
    return code[HALF:]


def confirm_several(
    *, chosen: Iterable[Proposal], by: User, at: datetime
) -> tuple[list[tuple[Proposal, str]], list[tuple[Proposal, str]]]:
    """One yes to several, each of which is done by itself and has its own record.

    Returns those that are done, with the second half of a code where one ends in it, and those
    that could not be, with the sentence why; they wait as before.
    """
    done, left = [], []
    for proposal in chosen:
        try:
            half = confirm(proposal=proposal, by=by, at=at)
        except NotTheirs:
            left.append((proposal, NotWaiting.sentence))
        except CannotBeDone as refusal:
            left.append((proposal, refusal.sentence))
        else:
            proposal.refresh_from_db()
            done.append((proposal, half))
    return done, left


@transaction.atomic
def refuse(*, proposal: Proposal, reason: str, by: User, at: datetime) -> None:
    """Nothing happens, and whoever asked hears why. Raises NotTheirs, NotWaiting, reasons.TooShort."""
    reason = reasons.in_one_line(reason)
    proposal = _waiting(proposal, by, at)
    proposal.refusal, proposal.half = reason, ""
    _decide(proposal, State.REFUSED, by, at)
    notifications.tell_refused(proposal, at=at)


@transaction.atomic
def withdraw(*, proposal: Proposal, at: datetime) -> bool:
    """Whoever asked needs it no longer. False if somebody decided before."""
    waiting = Proposal.objects.filter(pk=proposal.pk, state=State.WAITING)
    if not waiting.update(state=State.WITHDRAWN, half_sealed=""):
        return False
    notifications.settle(proposal, at=at)
    return True


def second_for(proposal: Proposal, user: User, at: datetime) -> bool:
    """Whether this user counts as the second person for it that day."""
    about = {"by": proposal.asked_by, "about": proposal.user}
    return user in second.seconds(area=proposal.area, on=timezone.localdate(at), **about)


def forget_old(at: datetime) -> None:
    """Halves of codes that are good no longer, and rows of more than three years ago."""
    decided = Proposal.objects.filter(decided_at__lt=at - CODE_LIFE).exclude(half_sealed="")
    decided.update(half_sealed="")
    Proposal.objects.filter(asked_at__lt=at - KEPT).delete()


def _waiting(proposal, by, at):
    """The row, held, if it still waits and this reader may decide about it."""
    reader = Reader.of(by, day=timezone.localdate(at))
    if not Proposal.objects.to_confirm(reader).filter(pk=proposal.pk).exists():
        raise NotTheirs
    rows = Proposal.objects.waiting(at).select_for_update(of=["self"])
    held = rows.select_related("asked_by", "user", "area").filter(pk=proposal.pk).first()
    if held is None:
        raise NotWaiting
    return held


def _still_administers(proposal, at):
    reader = Reader.for_job(proposal.asked_by, timezone.localdate(at))
    if proposal.kind == Kind.REPLACE:
        return staff_of(reader).filter(pk=proposal.user.pk).exists()
    if proposal.kind not in Proposal.GIVES_POST:
        return is_all_ours(reader, proposal.user)
    places = [proposal.area]
    if proposal.kind == Kind.MOVE and proposal.posting:  # from where, too
        places.append(proposal.posting.area)
    return all(posts.holds(reader, Duty.ADMINISTER, place) for place in places)


def _decide(proposal, state, by, at):
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, at
    proposal.save()
