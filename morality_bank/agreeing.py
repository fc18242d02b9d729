"""Before two banks settle, each of them says yes; the second yes does it.

For a bank speaks its president. Where it has none, or the one there is has spoken for the other
bank already, the street office speaks for it. Who spoke for the two banks are two people.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import two_people
from accounts.models import User
from grids.models import Posting, Reader, posts
from grids.roles import Duty
from morality_bank import notifications, settling
from morality_bank.contention import patiently
from morality_bank.models import Bank, Settlement

State = Settlement.State


class CannotAgree(Exception):
    sentence = _("这件事现在办不了，请刷新再看。")


class NotTheirs(CannotAgree):
    sentence = _("这一家要由它自己的行长来同意。")


class SamePerson(CannotAgree):
    sentence = _("两家要由两个人分别同意，您已经替一家同意过了，请另一家的行长来。")


class Decided(CannotAgree):
    sentence = _("刚才有人办过了。请看看现在的样子再定。")


@transaction.atomic
def ask(*, old: Bank, new: Bank, by: User, at: datetime) -> Settlement:
    """Ask both banks; a president who asks says yes for their own. The one that waits is returned.

    Raises NotTheirs for somebody of neither bank and not of the street office above.
    """
    waiting = Settlement.objects.waiting().filter(old=old, new=new).first()
    if waiting is not None:
        return waiting
    reader = _reader(by, at)
    if not any(_oversees(reader, bank) for bank in (old, new)):
        raise NotTheirs
    row = Settlement(old=old, new=new, asked_by=by, asked_at=at)
    for side in row.open_sides:
        if posts.holds(reader, Duty.DECIDE_DEEDS, getattr(row, side).community):
            setattr(row, f"{side}_by", by)
            break  # whoever presides over both says yes for one of them
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Settlement.objects.waiting().get(old=old, new=new)
    notifications.ask_presidents(row, presidents(row, at), at=at)
    return row


@patiently
@transaction.atomic
def agree(*, row: Settlement, by: User, at: datetime) -> settling.Pair | None:
    """Yes for the bank this person speaks for; the second yes settles, and what went is returned.

    Raises Decided, SamePerson, NotTheirs, contention.Busy.
    """
    row = _held(row)
    side = side_of(row, by, at)
    setattr(row, f"{side}_by", by)
    if row.open_sides:
        row.save()
        return None
    row.state, row.decided_at = State.SETTLED, at
    row.save()
    notifications.settle_asked(row, at=at)
    return settling.settle(old=row.old, new=row.new, by=by, at=at)


@transaction.atomic
def decline(*, row: Settlement, by: User, at: datetime) -> None:
    """No, of either bank or of whoever asked; nothing moves. Raises Decided, NotTheirs."""
    row = _held(row)
    reader = _reader(by, at)
    if by != row.asked_by and not any(_oversees(reader, bank) for bank in (row.old, row.new)):
        raise NotTheirs
    row.state, row.decided_at = State.DECLINED, at
    row.save()
    notifications.settle_asked(row, at=at)
    notifications.tell_declined(row, by=by, at=at)


def side_of(row: Settlement, by: User, at: datetime) -> str:
    """Which side this person would say yes for: "old" or "new". Raises NotTheirs, SamePerson."""
    reader, day = _reader(by, at), timezone.localdate(at)
    said = [user for user in (row.old_by, row.new_by) if user is not None]
    for side in row.open_sides:
        if _speaks(reader, getattr(row, side), but=said, day=day):
            if not all(two_people.are_two(user, by, day) for user in said):
                raise SamePerson
            return side
    raise SamePerson if by in said else NotTheirs


def may_agree(row: Settlement, by: User, at: datetime) -> bool:
    try:
        side_of(row, by, at)
    except CannotAgree:
        return False
    return True


def presidents(row: Settlement, at: datetime) -> list[User]:
    """Who is asked: whoever speaks for a bank that has not said yes."""
    day = timezone.localdate(at)
    said = [user.pk for user in (row.old_by, row.new_by) if user is not None]
    found: dict[User, None] = {}
    for side in row.open_sides:
        community = getattr(row, side).community
        theirs = Posting.objects.on(day).allowing(Duty.DECIDE_DEEDS).filter(area=community)
        theirs = theirs.filter(user__is_active=True).exclude(user__in=said)
        if not theirs.exists():
            theirs = Posting.objects.on(day).allowing(Duty.ADMINISTER).over(community)
            theirs = theirs.filter(user__is_active=True).exclude(user__in=said)
        found |= {post.user: None for post in theirs.select_related("user").order_by("pk")}
    return list(found)


def _speaks(reader, bank, *, but, day):
    if posts.holds(reader, Duty.DECIDE_DEEDS, bank.community):
        return True
    if not posts.holds(reader, Duty.ADMINISTER, bank.community):
        return False
    theirs = Posting.objects.on(day).allowing(Duty.DECIDE_DEEDS).filter(area=bank.community)
    return not theirs.filter(user__is_active=True).exclude(user__in=but).exists()


def _oversees(reader, bank):
    duties = (Duty.DECIDE_DEEDS, Duty.ADMINISTER)
    return any(posts.holds(reader, duty, bank.community) for duty in duties)


def _reader(user, at):
    return Reader.of(user, day=timezone.localdate(at))


def _held(row):
    rows = Settlement.objects.select_for_update(of=["self"])
    rows = rows.select_related("old__community", "new__community", "old_by", "new_by", "asked_by")
    held = rows.get(pk=row.pk)
    if held.state != State.WAITING:
        raise Decided
    return held
