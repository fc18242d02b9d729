"""What the street has made its own, beside the rules of the zone it lies in."""

from datetime import timedelta

from cases.models import Category, Deadline, Priority
from office.models import StreetOpening

HOURS, WORKDAYS = Deadline.Unit.WORKING_HOURS, Deadline.Unit.WORKDAYS
# Category, how pressing, within how long, and where that stands.
OWN = [
    ("政策咨询", Priority.NORMAL, 4, HOURS, "街道办事公开承诺，咨询半天内答复"),
    ("暖气不热", Priority.NORMAL, 1, WORKDAYS, "街道采暖期承诺，1 个工作日内上门"),
]
A_YEAR = timedelta(days=365)
"""So long the street has worked with the house: its contacts begin then."""


def make(world):
    known = {row.name: row for row in Category.objects.filter(name__in=[name for name, *_ in OWN])}
    Deadline.objects.bulk_create(
        Deadline(
            area=world.township,
            category=known[name],
            priority=priority,
            amount=amount,
            unit=unit,
            basis=basis,
        )
        for name, priority, amount, unit, basis in OWN
    )
    opened = {"opens_on": world.today - A_YEAR, "said_at": world.at - A_YEAR}
    StreetOpening.objects.create(street=world.township, begun_at=opened["said_at"], **opened)
