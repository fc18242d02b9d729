"""State of emergency: said with a reason, for a while; a grave one by two people."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from notices.models import Emergency


class NotAnother(Exception):
    """Whoever said it cannot also be the second."""


class Over(Exception):
    """It has ended, or somebody has agreed already."""


def codes(at: datetime) -> list[str]:
    """Of the areas where urgent messages may go out now whatever the hour."""
    rows = Emergency.objects.filter(from_at__lte=at, until_at__gt=at)
    return [row.area_code for row in rows if row.counts]


def agree(row: Emergency, *, by: AbstractBaseUser, at: datetime) -> None:
    """Raises NotAnother, Over."""
    if by.pk == row.said_by_id:
        raise NotAnother
    open_row = Emergency.objects.filter(pk=row.pk, agreed_by=None, until_at__gt=at)
    if not open_row.update(agreed_by=by):
        raise Over


def end(row: Emergency, *, at: datetime) -> None:
    """From now on nights are quiet again; one that has not begun never does."""
    if row.from_at >= at:
        row.delete()
    else:
        Emergency.objects.filter(pk=row.pk, until_at__gt=at).update(until_at=at)
