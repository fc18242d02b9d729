"""What somebody wants to see of today's list: in the address, and kept for the session."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.parameters import as_whole_number
from grids.models import Reader
from residents import care
from visits import tried

KEPT = "today"
ALL = "all"  # ?all=1: nothing is left out any more
BY_LATENESS = "late"  # ?order=late
# By how often, for the names of tiers are for the office; and how often is a rule of the place.
TIERS = [
    (care.Tier.HIGH, _("联系最勤的")),
    (care.Tier.KEY, _("联系较勤的")),
    (care.Tier.GENERAL, _("隔得久一点的")),
]


@dataclass(frozen=True)
class Filters:
    """Each as it stands in the address, "" for all."""

    grid: str = ""
    tier: str = ""
    late: str = ""
    tried: str = ""
    phone: str = ""
    order: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Filters":
        """What may stand in an address or a session is anything; only what we know counts."""
        known = {
            "grid": lambda value: as_whole_number(value) is not None,
            "tier": lambda value: value in care.Tier.values,
            "late": lambda value: value == "1",
            "tried": lambda value: value in ("yes", "no"),
            "phone": lambda value: value == "none",
            "order": lambda value: value == BY_LATENESS,
        }
        return cls(
            **{
                name: value
                for name, fits in known.items()
                if isinstance(value := said.get(name), str) and fits(value)
            }
        )

    @classmethod
    def for_request(cls, request: Any) -> "Filters":
        """Those of the address, which are kept; without any, those kept."""
        if not {ALL, *asdict(cls())} & set(request.GET):
            kept = request.session.get(KEPT)
            return cls.of(kept) if isinstance(kept, dict) else cls()
        filters = cls.of(request.GET)
        chosen = filters.chosen()
        if request.session.get(KEPT, {}) != chosen:
            request.session[KEPT] = chosen
        return filters

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def url(self, **changes: str) -> str:
        chosen = replace(self, **changes).chosen() or {ALL: "1"}
        return f"{reverse('visits:today')}?{urlencode(chosen)}"

    @property
    def everything(self) -> str:
        """The same grid and order with nobody left out."""
        return self.url(tier="", late="", tried="", phone="")

    @property
    def by_lateness(self) -> bool:
        return self.order == BY_LATENESS

    def narrowing(self) -> list[str]:
        """In words, what besides the grid leaves somebody out."""
        words = {
            "late": _("晚了的"),
            "tried": _("去过没人的") if self.tried == "yes" else _("最近没去过的"),
            "phone": _("没有电话的"),
        }
        named = [str(dict(TIERS)[self.tier])] if self.tier else []
        return named + [str(label) for name, label in words.items() if getattr(self, name)]

    def condition(self, reader: Reader, at: datetime) -> Q:
        """For people; the grid is not part of it."""
        found = Q()
        if self.tier:
            found &= Q(tier=self.tier)
        if self.late:
            found &= Q(next_due_on__lt=reader.day)
        if self.phone:
            found &= Q(phone_sealed="")
        if self.tried:
            remembered = tried.is_remembered(reader, at)
            found &= remembered if self.tried == "yes" else ~remembered | Q(home=None)
        return found
