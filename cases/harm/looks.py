"""Who looked at somebody's numbers inside a confidential matter: shown only once that is safe.

"谁看过我的号码" lies on a phone that others at home may hold. A look by anybody who had to do with
a confidential matter of this home tells that there is one; so it waits until the officer in charge
releases it, for the person who reported and for everybody they live with. The record has it at once.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from cases.models import Case, Step
from residents.models import Person


def withheld(person: Person) -> Q:
    """Rows of the record about this person that are not shown to them yet; two or three queries."""
    hidden = Q()
    for case in _secrets_of_home(person):
        released = case.looks_released_at
        since = Q(at__gt=released) if released else Q(at__gte=case.reported_at)
        for uid in _involved(case):
            hidden |= since & Q(body__contains=f'"by": "{uid}"')
    return hidden


@transaction.atomic
def release(*, case: Case, by: User, at: datetime) -> None:
    """From now on the people concerned read who has looked until now; later looks wait again."""
    Case.objects.filter(pk=case.pk).update(looks_released_at=at)
    state = {"from_status": case.status, "to_status": case.status}
    Step.objects.create(case=case, action=Step.RELEASED, by=by, at=at, **state)


def _secrets_of_home(person) -> Iterable[Case]:
    home = Q(reporter=person)
    if person.home_id:
        home |= Q(reporter__home=person.home_id) | Q(dwelling=person.home_id)
    if person.household_id:
        home |= Q(reporter__household=person.household_id)
    cases = Case.objects.filter(home, confidential=True)
    return cases.prefetch_related("named__user", "steps")


def _involved(case) -> set:
    """Everybody who ever had to do with it, also who was sent and is no longer named."""
    named = {name.user.uid for name in case.named.all()}
    ids = {step.by_id for step in case.steps.all()}
    ids |= {step.detail.get("handler") for step in case.steps.all()}
    return named | set(User.objects.filter(pk__in=ids - {None}).values_list("uid", flat=True))
