"""Appoint, relieve: who is responsible for an area, and until when."""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from grids.models import Area, Posting
from grids.roles import ROLES


class WrongLevel(Exception):
    """This role cannot be held in an area of that level."""


def check_level(area: Area, role: str) -> None:
    """Whether the role can be held there. Raises WrongLevel."""
    if area.level not in ROLES[role].levels:
        raise WrongLevel(f"{role} cannot be held in a {area.level}")


@transaction.atomic
def appoint(*, user: User, area: Area, role: str, from_on: date, until_on: date | None = None):
    """Give somebody a post from that day on. Raises WrongLevel."""
    check_level(area, role)
    return Posting.objects.create(
        user=user, area=area, role=role, from_on=from_on, until_on=until_on
    )


@transaction.atomic
def relieve(*, posting: Posting, on: date) -> None:
    """The day named is the first without the post; what came before stays on record.

    A post that would end before it began is taken away whole.
    """
    last_day = on - timedelta(days=1)
    if last_day < posting.from_on:
        posting.delete()
        return
    posting.until_on = last_day
    posting.save(update_fields=["until_on"])


@transaction.atomic
def end(*, posting: Posting, last_day: date | None) -> None:
    """Say until when a post is held, that day included; a later day makes it longer."""
    posting.until_on = last_day
    posting.save(update_fields=["until_on"])
