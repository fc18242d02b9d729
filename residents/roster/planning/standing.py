"""How the people of a roster stand in the register: where they live, which needs are noted."""

from collections.abc import Iterable
from datetime import date, timedelta

from foundation.batches import in_pieces
from residents.models import CareTag, Person, Residency

RENEW_WITHIN = timedelta(days=30)


class Standing:
    def __init__(self, people: Iterable[Person]):
        self.residencies, self.tags = {}, {}
        homes = {person.pk: person.home_id for person in people}
        for some in in_pieces(homes):
            for stay in Residency.objects.filter(person__in=some, until_on=None).order_by("pk"):
                if stay.dwelling_id == homes[stay.person_id]:
                    self.residencies[stay.person_id] = stay
            for tag in CareTag.objects.filter(person__in=some):
                self.tags[tag.person_id, tag.kind] = tag

    def residency_of(self, person: Person | None) -> Residency | None:
        return self.residencies.get(person.pk) if person else None

    def needs_tag(self, person: Person | None, kind: str, on: date) -> bool:
        """Not there yet, or about to expire."""
        tag = self.tags.get((person.pk, kind)) if person else None
        return tag is None or tag.expires_on < on + RENEW_WITHIN
