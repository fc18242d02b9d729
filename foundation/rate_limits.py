"""How often somebody may do something. Counted in the database, so it holds without Redis."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from foundation.models import Tally


class TooOften(Exception):
    """The limit is reached; `again_at` says when the next try counts."""

    def __init__(self, again_at: datetime):
        super().__init__(again_at)
        self.again_at = again_at

    def minutes(self, at: datetime) -> int:
        """How long that is from then, in whole minutes, one at least."""
        return max(1, round((self.again_at - at).total_seconds() / 60))


def spend(what: str, who: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one use, or raise TooOften.

    One conditional UPDATE decides, so a hundred parallel tries still get exactly `limit`; the
    first of a window makes its row. Windows are fixed and begin at multiples of `per` on the
    clock on the wall: a day at midnight.
    """
    window_at = _begin(per, at)
    row = {"what": what, "who": who, "window_at": window_at}
    free = Tally.objects.filter(**row, count__lt=limit)
    if free.update(count=F("count") + 1):
        return
    Tally.objects.bulk_create([Tally(**row)], ignore_conflicts=True)
    if not free.update(count=F("count") + 1):
        raise TooOften(again_at=window_at + per)


def give_back(what: str, who: str, *, per: timedelta, at: datetime) -> None:
    """Take back one use that does not count after all."""
    row = {"what": what, "who": who, "window_at": _begin(per, at)}
    Tally.objects.filter(**row, count__gt=0).update(count=F("count") - 1)


def _begin(per: timedelta, at: datetime) -> datetime:
    seconds = int(per.total_seconds())
    ahead = int((timezone.localtime(at).utcoffset() or timedelta()).total_seconds())
    begins = (int(at.timestamp()) + ahead) // seconds * seconds - ahead
    return datetime.fromtimestamp(begins, tz=UTC)
