"""据说已搬走: who is said at the door to have moved away stays on it until somebody confirms it.

Each of them is a proposal of residents.corrections, under an id made of the entry's own, so that
taking back the entry takes back the proposal.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.utils import timezone

from residents.corrections import workflow
from residents.models import Correction, Person
from visits.models import Outcome, Visit


def propose(visit: Visit, people: Iterable[Person]) -> None:
    """Raises workflow.CannotBeDone, rate_limits.TooOften."""
    day = timezone.localdate(visit.occurred_at)
    for person in people:
        workflow.propose(
            client_id=_key(visit, person.uid),
            kind=Correction.Kind.MOVED_AWAY,
            value={"on": day.isoformat()},
            person=person,
            by=visit.by,
            at=visit.received_at,
        )


def take_back(visit: Visit, *, by, at) -> None:
    """What waits of it is taken back. Raises workflow.MovedOn where somebody has decided."""
    if visit.outcome != Outcome.MOVED:
        return
    keys = [_key(visit, uid) for uid in visit.people.values_list("uid", flat=True)]
    for correction in Correction.objects.filter(uid__in=keys).order_by("person"):
        if correction.state != Correction.State.WITHDRAWN:
            workflow.withdraw(correction=correction, by=by, at=at)


def of(corrections: Iterable[Correction]) -> set[int]:
    """Keys of the people who are said to have moved away, of what waits about a door."""
    gone = Correction.Kind.MOVED_AWAY
    return {each.person_id for each in corrections if each.kind == gone and each.person_id}


def _key(visit: Visit, uid: UUID) -> UUID:
    return uuid5(visit.client_id, f"moved:{uid}")
