"""One post that is given, moved or ended, and why it cannot be; each of several is asked by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from grids import postings, roles, second
from grids.models import Area, Posting
from office import proposals
from office.models import Proposal
from office.registers.staff_forms import NEEDS_AN_END, PLACE_ENDED, WRONG_LEVEL, apart

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """A post of somebody; `area` is where it is held afterwards, None for one that only ends.

    `from_on` is the first day of what is new: of the post, or without it. `posting` is the one that
    is moved or ended.
    """

    user: User
    role: str
    area: Area | None
    from_on: date
    until_on: date | None = None
    posting: Posting | None = None

    @property
    def takes_two(self) -> bool:
        return self.area is not None and roles.is_grave(self.role)

    @property
    def last_day(self) -> date:
        """Of the post that is left."""
        return self.from_on - ONE_DAY

    @property
    def kind(self) -> str:
        return Proposal.Kind.MOVE if self.posting else Proposal.Kind.APPOINT

    @property
    def name(self) -> str:
        place = self.posting.area if self.posting else self.area
        return f"{self.user.name} · {roles.ROLES[self.role].label} · {place.name if place else ''}"


def refusals(steps: list[Step], *, by: User, today: date) -> list[tuple[str, str]]:
    """[(whose post, why it cannot be)]: with one of them nothing is done at all.

    Nobody ends or moves their own, so somebody who administers the place stays: whoever asks.
    """
    found = []
    for step in steps:
        why = (
            (_going(step, by, today) if step.posting else _beside(step, steps))
            or _post(step, today)
            or (_beside(step, steps) if step.posting and step.area else "")
            or (_second(step, by, today) if step.takes_two else "")
        )
        if why:
            found.append((step.name, str(why)))
    return found


def _going(step, by, today):
    """A post that has begun is on record; only one that has not is taken away whole."""
    if step.user == by:
        return _("这是您自己的岗位，请同事来办。")
    begun = step.posting.from_on
    if step.from_on <= begun < today:
        words = _("这个岗位 %(day)s 就开始了，最后一天不能早于那天。")
        return words % {"day": date_format(begun)}
    return ""


def _beside(step, steps):
    """What else the same person is to get here."""
    for other in steps:
        if other is step or other.user != step.user:
            continue
        if (other.role, other.area) == (step.role, step.area):
            return _("同一个岗位写了两次。")
        if other.role in roles.apart_from(step.role):
            words = _("不能和“%(other)s”在一个人手里。")
            return words % {"other": roles.ROLES[other.role].label}
    return ""


def _post(step, today):
    if step.area is None:
        return _ending(step)
    until_on = step.posting.until_on if step.posting else step.until_on
    try:
        postings.check_level(step.area, step.role)
        postings.check_end(step.role, until_on)
        postings.check_place(step.area, step.from_on, today=today)
        if step.posting:
            postings.check_move(step.posting, to=step.area, on=step.from_on)
    except postings.WrongLevel:
        return WRONG_LEVEL
    except postings.NeedsAnEnd:
        return NEEDS_AN_END
    except postings.PlaceEnded:
        return PLACE_ENDED % {"name": step.area.name}
    except postings.NothingLeft:
        return _ends_anyway(step)
    except postings.HeldThere:
        return _("在那里已经有这个岗位。")
    if not step.posting:
        theirs = Posting.objects.filter(user=step.user, area=step.area, role=step.role)
        if theirs.within(step.from_on, until_on).exists():
            return _("在那里已经有这个岗位。")
    return apart(step.user, step.role, step.from_on, until_on)


def _ending(step):
    until_on = step.posting.until_on
    return _ends_anyway(step) if until_on and until_on < step.from_on else ""


def _ends_anyway(step):
    words = _("这个岗位本来就到 %(day)s 为止。")
    return words % {"day": date_format(step.posting.until_on)}


def _second(step, by, today):
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING, kind=step.kind)
    if waiting.filter(user=step.user, area=step.area, role=step.role).exists():
        return proposals.AlreadyWaits.sentence
    if not second.seconds(area=step.area, by=by, about=step.user, on=today):
        return proposals.NobodyThere.sentence
    return ""


def ending(posts: Iterable[Posting], last_day: date, to: Area | None) -> list[Step]:
    """Of posts that end with that day, and go on in `to` from the next one, if it is given; what
    begins later than that begins there on its own day."""
    first = last_day + ONE_DAY
    return [
        Step(post.user, post.role, to, max(first, post.from_on) if to else first, posting=post)
        for post in posts
    ]
