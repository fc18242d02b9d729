"""How often each tier asks for a contact, by the rules of the place: community, street, house."""

from typing import Any

from grids.models import nearest, scopes
from residents import care
from residents.models import ContactTier


class Tiers:
    """The rules of some places, read in one query; a place is as in `grids.models.scopes`."""

    def __init__(self, rows: list[ContactTier], places: tuple):
        self._rows, self._places = rows, places
        self._at: dict[tuple, dict[str, int]] = {}

    def days(self, place: Any) -> dict[str, int]:
        """{tier: how many days may pass between two contacts} at one of the places."""
        key = tuple(scopes(place))
        if key not in self._at:
            held = nearest(self._rows, place)
            self._at[key] = {tier: rule.every_days for tier, rule in held.items()}
        return self._at[key]

    def of(self, person: Any) -> int:
        """Days between two contacts of somebody who has a tier, where they live."""
        return self.days(person)[person.tier]

    def rhythm(self, place: Any, tier: str) -> str:
        """How often, in words, for lists and doors; the names of tiers are for the office."""
        return care.rhythm(self.days(place).get(tier))

    def rhythms(self, tier: str) -> list[str]:
        """The same over all of the places: more than one where streets differ."""
        days = {self.days(place).get(tier) for place in self._places} - {None}
        return [care.rhythm(each) for each in sorted(days)]


def at(*places: Any) -> Tiers:
    return Tiers(list(ContactTier.objects.holding_at(*places)), places)
