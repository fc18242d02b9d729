"""Whose doings the audit post reads: those of staff and residents of its areas."""

from django.db.models import Q

from accounts.models import SignInEvent, User
from foundation.audit.trail import HOUSE
from foundation.models import Record
from grids.models import Area, Reader
from grids.roles import Duty
from residents.models import Person


def areas(reader: Reader):
    return Area.objects.with_duty(reader, Duty.AUDIT)


def staff(reader: Reader):
    """Everybody who holds or held a post there."""
    return User.objects.filter(postings__area__in=areas(reader)).distinct()


def sign_ins(reader: Reader):
    """Of staff and residents there; what names no account was tried on the house as a whole."""
    if not reader.holds(Duty.AUDIT):
        return SignInEvent.objects.none()
    residents = User.objects.filter(person__in=Person.objects.with_duty(reader, Duty.AUDIT))
    known = Q(account__in=staff(reader).values("uid")) | Q(account__in=residents.values("uid"))
    return SignInEvent.objects.filter(known | Q(account=None))


def records(reader: Reader):
    """Of the chains of its areas; of that of the house, what concerns accounts of its staff."""
    mine = Q(scope__in=areas(reader).values("code"))
    names = [f"accounts.user:{pk}" for pk in staff(reader).values_list("pk", flat=True)]
    return Record.objects.filter(mine | Q(scope=HOUSE, thing__in=names))
