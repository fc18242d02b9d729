"""Which ways something may take: the rule of the place, narrowed by what the person chose."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from notices import events
from notices.events import Event
from notices.models import Audience, DeliveryRule, Notice, ToldBy, Way


@dataclass(frozen=True)
class Route:
    ways: tuple[str, ...] = ()
    digest: bool = False
    at_night: bool = False


class Rules:
    """All there are: an office has a handful, so they are read once for a batch."""

    def __init__(self, rows: Iterable[DeliveryRule]) -> None:
        self.rows = sorted(rows, key=lambda row: len(row.area_code), reverse=True)

    @classmethod
    def now(cls) -> "Rules":
        return cls(DeliveryRule.objects.all())

    def of(self, event: Event, audience: str, code: str) -> Route:
        """The longest code the place begins with; without any, what the event itself says."""
        for row in self.rows:
            if (row.event, row.audience) == (event.name, audience):
                if code.startswith(row.area_code):
                    return Route(tuple(row.ways), row.digest, not row.quiet)
        by = event.default(audience)
        return Route(tuple(by.ways), by.digest)


def route(rules: Rules, notice: Notice, code: str, told_by: ToldBy | None) -> Route:
    """On which ways this notice may leave, before it is asked whether they reach anybody."""
    event = events.of(notice.key)
    audience = event.audience(notice.text)
    if notice.channel == Notice.Channel.SMS:
        return Route((Way.TEXT,), at_night=True)
    found = rules.of(event, audience, code)
    if told_by is None:
        return found
    if audience == Audience.STAFF:
        narrowed = tuple(way for way in found.ways if way == told_by.way)
        return replace(found, ways=narrowed or found.ways)
    if told_by.choice == ToldBy.Choice.OWN:
        return found if event.own else Route()
    narrowed = tuple(way for way in found.ways if way == told_by.way)
    if event.own and told_by.way:
        narrowed = (told_by.way,)
    return replace(found, ways=narrowed)
