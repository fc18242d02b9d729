"""Background work: a rule was changed, and the people it is about get their days anew."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.batches import in_pieces
from foundation.work.queue import Kind
from grids.models import Area, inside
from residents import care
from residents.first_contacts import register
from residents.models import CareTag, ContactTier, Person
from residents.models.needs import AGE
from visits.due_dates import facts as read
from visits.due_dates.working_out import work_out
from visits.models import Recomputation

State = Recomputation.State


def people_about(about: str, area: Area | None, *, on: date) -> QuerySet[Person]:
    """Whom a rule about that, of that area, can be for: living there, of the tier, need or age."""
    people = Person.objects.here()
    if area is not None:
        people = people.filter(inside(area))
    if about in care.Tier.values:
        return people.filter(tier=about)
    if about.startswith(AGE):
        return people.filter(birth_on__lte=_years_before(on, int(about.removeprefix(AGE))))
    return people.filter(pk__in=CareTag.objects.valid(on).filter(kind=about).values("person"))


def first_days(people: Iterable[int], *, on: date) -> dict[int, date]:
    """When those are due who begin to wait for a first contact: spread, in walking order."""
    waiting = defaultdict(list)
    for some in in_pieces(people):
        rows = Person.objects.filter(pk__in=some, last_contact_on=None, next_due_on=None)
        rows = list(rows.select_related("home", "community"))
        known = read.of(rows, read.rules_at(rows), on=on)
        for person in rows:
            if rules := known[person.pk].rules:
                strictest = min(rules, key=lambda rule: rule.every_days)
                each = register.of(person)._replace(tier=strictest.about)
                waiting[person.community].append(each)
    days: dict[int, date] = {}
    for community, some in waiting.items():
        days |= register.spread(some, place=community, after=on)  # type: ignore[arg-type]
    return days


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # born on a 29th of February
        return on.replace(year=on.year - years, day=28)


def come_of_age(*, day: date) -> int:
    """Who has reached the age of a rule and has no day yet; run every morning, safe to skip and repeat."""
    ages = ContactTier.objects.exclude(from_age=0).values_list("from_age", flat=True)
    if not (youngest := min(ages, default=0)):
        return 0
    people = people_about(f"{AGE}{youngest}", None, on=day).filter(next_due_on=None)
    pks = list(people.values_list("pk", flat=True))
    return work_out(pks, on=day, first=first_days(pks, on=day))


def _work(row: Recomputation, signs, at: datetime) -> None:
    """In pieces, each whole: whoever goes on with it after somebody died finds the first ones done."""
    on = timezone.localdate(at)
    people = list(
        people_about(row.about, row.area, on=on).order_by("pk").values_list("pk", flat=True)
    )
    first, changed, done = first_days(people, on=on), row.changed, 0
    signs(done, len(people))
    for some in in_pieces(people):
        changed += work_out(some, on=on, first=first)
        done += len(some)
        row.held().update(changed=changed)
        signs(done, len(people))
    row.move_on(State.TO_DO, state=State.DONE, done_at=at, changed=changed)


def _give_up(row: Recomputation, why: str) -> None:
    row.move_on(State.TO_DO, state=State.STOPPED)


def says(row: Recomputation) -> str:
    if row.is_waiting:
        return _("新的规定存好了，正在排队重新算谁该联系。")
    values = {"now": f"{min(row.done, row.total):,}", "all": f"{row.total:,}"}
    return _("正在照新的规定重新算谁该联系，已算 %(now)s 位，共 %(all)s 位") % values


RECOMPUTATIONS = Kind(
    Recomputation,
    steps={State.TO_DO: _work},
    may=lambda row, on: True,  # the rule holds already, whoever wrote it
    give_up=_give_up,
    says=says,
)
