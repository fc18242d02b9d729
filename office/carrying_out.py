"""What the yes to a proposal does, kind by kind; each answers with the code, if it ends in one."""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError

from accounts import staff
from accounts.evidence.whence import Whence
from accounts.factors import cards
from accounts.models import User
from grids import letting_in, postings
from grids.models import Posting
from office import notifications
from office.models import Proposal

CODE_LIFE = timedelta(hours=1)  # two people have to reach the owner
Kind = Proposal.Kind


class Outdated(Exception):
    """Somebody else has the sign-in name by now, or its owner has chosen a password."""


REFUSED = (
    Outdated,
    IntegrityError,
    postings.CannotGive,
    Posting.DoesNotExist,
    staff.OpensMore,
)
"""What they raise where something is not as it was when it was asked for."""


def _open(proposal, **about):
    if User.objects.filter(username=proposal.username).exists():
        raise Outdated
    about |= {"by": proposal.asked_by}
    user = staff.open_account(username=proposal.username, name=proposal.name, **about)
    postings.appoint(user=user, **_post(proposal), **about)
    proposal.user = user
    notifications.offer_own_entry(user, at=about["at"])
    return _code(proposal, **about)


def _appoint(proposal, **about):
    postings.appoint(user=proposal.user, by=proposal.asked_by, **_post(proposal), **about)
    return _code(proposal, **about)


def _post(proposal):
    post = {"area": proposal.area, "role": proposal.role}
    return post | {"from_on": proposal.from_on, "until_on": proposal.until_on}


def _hand_over(proposal, **about):
    posting = Posting.objects.select_related("user", "area").get(pk=proposal.posting_id)
    given = {"to": proposal.user, "on": proposal.from_on, "by": proposal.asked_by}
    postings.hand_over(posting=posting, **given, **about)
    return _code(proposal, **about)


def _move(proposal, **about):
    posting = Posting.objects.select_related("user", "area").get(pk=proposal.posting_id)
    given = {"to": proposal.area, "on": proposal.from_on, "by": proposal.asked_by}
    postings.move(posting=posting, **given, **about)
    return _code(proposal, **about)


def _extend(proposal, **about):
    posting = Posting.objects.select_related("user", "area").get(pk=proposal.posting_id)
    given = {"last_day": proposal.until_on, "by": proposal.asked_by}
    postings.end(posting=posting, **given, **about)
    return _code(proposal, **about)


def _code(proposal, **about):
    """The code whose first half whoever asked has, if it is to end in one."""
    if not proposal.half:
        return ""
    about |= {"by": proposal.asked_by, "begins": proposal.half, "lasts": CODE_LIFE}
    return letting_in.give_code(user=proposal.user, **about)


def _card(proposal, **about):
    """The card with the first half was printed when it was asked for, for whoever has no password;
    who has chosen one meanwhile keeps it."""
    if proposal.user.code_until is None and proposal.user.has_usable_password():
        raise Outdated
    about |= {"by": proposal.asked_by, "begins": proposal.half, "lasts": cards.LASTS}
    return letting_in.give_code(user=proposal.user, **about)


def _replace(proposal, **about):
    about |= {"by": proposal.asked_by, "begins": proposal.half, "lasts": CODE_LIFE}
    return letting_in.replace_factor(user=proposal.user, whence=Whence("office"), **about)


def _rename(proposal, **about):
    if User.objects.filter(username=proposal.username).exists():
        raise Outdated
    about |= {"by": proposal.asked_by, "username": proposal.username}
    letting_in.change_account(user=proposal.user, **about)
    return ""


def _switch_on(proposal, **about):
    letting_in.change_account(user=proposal.user, by=proposal.asked_by, is_active=True, **about)
    return ""


ACTS: dict[str, Callable[..., str]] = {
    Kind.OPEN: _open,
    Kind.APPOINT: _appoint,
    Kind.HAND_OVER: _hand_over,
    Kind.MOVE: _move,
    Kind.EXTEND: _extend,
    Kind.CODE: _code,
    Kind.REPLACE: _replace,
    Kind.RENAME: _rename,
    Kind.SWITCH_ON: _switch_on,
    Kind.CARD: _card,
}
