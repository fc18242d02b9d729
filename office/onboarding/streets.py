"""Which streets somebody administers, and which of them have not opened yet."""

from grids.models import Area, Reader
from grids.roles import Level
from office.models import StreetOpening
from office.scoped_admin import administered


def streets_of(reader: Reader):
    return administered(reader).valid(on=reader.day).filter(level=Level.TOWNSHIP).order_by("path")


def unopened(reader: Reader) -> list[Area]:
    """Those whose opening day is unsaid or still to come, each with its `opening` if it has one."""
    opened = StreetOpening.objects.open_on(reader.day)
    waiting = streets_of(reader).exclude(pk__in=opened.values("street"))
    return list(waiting.select_related("opening"))
