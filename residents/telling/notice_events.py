"""What is told about the register, and what it answers before anything leaves the house."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.standing_in import covering
from notices import events
from notices.delivery import asked
from notices.delivery.asked import Signature
from notices.events import By, Event
from notices.models import Way
from residents.counter.ways_in import USED
from residents.models import Person
from residents.numbers import asked as about_numbers
from residents.numbers.telling import CONFIRMED, SHARED_NOW, WRITTEN

ACCOUNT = gettext_noop("您的登录方式有变动，不是您要改的，请马上告诉社区。")
OWN = {"aloud": ACCOUNT, "own": True, "by_residents": By((Way.TEXT,))}
BY_STAFF = By((Way.WECOM,), digest=True)
EVENTS = [
    Event("number", _("改了号码"), to_residents=tuple(WRITTEN.values()), **OWN),
    Event("number-shared", _("几个人一个号码"), to_residents=(SHARED_NOW,), for_staff=False, **OWN),
    Event("number-confirmed", _("确认了号码"), to_residents=(CONFIRMED,), for_staff=False, **OWN),
    Event("card", _("居民卡用过了"), to_residents=(USED,), for_staff=False, **OWN),
    Event("correction", _("提的更正"), while_posted=True, by_staff=BY_STAFF),
    Event("corrections", _("等着看的更正"), while_posted=True, by_staff=BY_STAFF),
    Event("meeting", _("身份证号相同，等答复"), while_posted=True, by_staff=BY_STAFF),
    Event("meetings", _("身份证号相同"), while_posted=True, by_staff=BY_STAFF),
]


def register() -> None:
    events.register(*EVENTS)
    asked.spares(about_numbers.gone)
    asked.shares(has_a_shared_phone)
    asked.signs(signature)
    asked.places(where_they_live)


def has_a_shared_phone(user: User) -> bool:
    return bool(user.phone) and about_numbers.shares(user.phone)


def signature(user: User, day: date) -> Signature | None:
    """Who goes to their grid that day, and the number of their community's office."""
    people = Person.objects.filter(user=user).select_related("community")
    person = people.first()
    if person is None:
        return None
    workers = covering.workers_of(person.grid_id, on=day) if person.grid_id else []
    office = person.community.nearest_office() if person.community else None
    worker = workers[0].user.name if workers else ""
    return Signature(worker, office.office_phone if office else "")


def where_they_live(accounts: list[int], day: date) -> dict[int, str]:
    """The grid, or the community where nobody knows the grid."""
    people = Person.objects.filter(user__in=accounts)
    rows = people.values_list("user", "grid__code", "community__code")
    return {user: grid or community or "" for user, grid, community in rows}
