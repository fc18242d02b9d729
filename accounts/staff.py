"""Accounts of people who work here: opened, renamed, switched off, given a new start.

A password is chosen by its owner and known to nobody else. Who forgot theirs, or is new, gets a
code from the street office: good once, for ten minutes, and for nothing but choosing a password.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import two_people
from accounts.factors import once_good
from accounts.models import Enablement, User
from foundation.audit import trail
from foundation.audit.events import leaves_record

CODE_LIFE = timedelta(minutes=10)
LENGTH = 12


class OpensMore(Exception):
    """The account also opens somebody's own pages as a resident; a code would open them, too."""


@leaves_record("staff-account-opened")
@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
) -> User:
    """An account nobody can sign in to until its owner has chosen a password."""
    user = User.objects.create_user(username, None, name=name)
    act = Enablement.Act.OPENED
    two_people.note(user=user, act=act, by=by, confirmed_by=confirmed_by, at=at)
    changes = {"username": ("", username), "name": ("", name)} | _confirmed(confirmed_by)
    trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=by, at=at)
    return user


@leaves_record("staff-account-changed")
@transaction.atomic
def change_account(
    *, user: User, by: User | None, at: datetime, confirmed_by: User | None = None, **columns
) -> None:
    """Another sign-in name, another name, switched on or off.

    Pages call `grids.letting_in.change_account`, which knows what of it takes two people.
    """
    before = User.objects.select_for_update().get(pk=user.pk)
    changes = {name: (getattr(before, name), value) for name, value in columns.items()}
    for name, value in columns.items():
        setattr(user, name, value)
    user.save(update_fields=list(columns))
    if changes := trail.differing(changes):
        changes |= _confirmed(confirmed_by)
        trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=by, at=at)


@leaves_record("password-taken-away")
@transaction.atomic
def give_code(
    *,
    user: User,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
    begins: str = "",
    lasts: timedelta = CODE_LIFE,
) -> str:
    """The old password and its sessions end now; the code returned is shown this once.

    `begins` is the part of it somebody else holds already. Pages call
    `grids.letting_in.give_code`, which knows whose code takes two people. Raises OpensMore: whoever holds the code holds the
    account until its owner notices.
    """
    if user.phone_index or hasattr(user, "person"):
        raise OpensMore
    code = begins + once_good.make(LENGTH - len(begins))
    user.set_password(code)
    user.code_until = at + lasts
    user.save(update_fields=["password", "code_until"])
    act = Enablement.Act.CODED
    two_people.note(user=user, act=act, by=by, confirmed_by=confirmed_by, at=at)
    changes = {"password": ("", f"code until {user.code_until.isoformat()}")}
    changes |= _confirmed(confirmed_by)
    trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=by, at=at)
    return code


def _confirmed(user):
    """For the record: who the second person was, if it took one."""
    return {"confirmed_by": ("", user.uid)} if user else {}


def use_up_code(user: User, *, at: datetime) -> bool:
    """Whether this code was still good; from now on it is not."""
    spent = make_password(None)
    alive = User.objects.filter(pk=user.pk, password=user.password, code_until__gte=at)
    if not alive.update(password=spent, code_until=None):
        return False
    user.password, user.code_until = spent, None
    return True


@leaves_record("password-chosen")
@transaction.atomic
def choose_password(*, user: User, password: str, at: datetime) -> None:
    """Every other session of this account ends."""
    user.set_password(password)
    user.code_until = None
    user.save(update_fields=["password", "code_until"])
    changes = {"password": ("", f"chosen {at.isoformat()}")}
    trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=user, at=at)
