"""How often somebody may do something. Counted in the database, so it holds without Redis."""

from datetime import UTC, datetime, timedelta

from django.db.models import F

from accounts.models import Tally


class TooOften(Exception):
    """The limit is reached; `again_at` says when the next try counts."""

    def __init__(self, again_at: datetime):
        super().__init__(again_at)
        self.again_at = again_at


def spend(what: str, who: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one use, or raise TooOften.

    One conditional UPDATE decides, so a hundred parallel tries still get exactly `limit`.
    Windows are fixed and begin at multiples of `per`.
    """
    seconds = int(per.total_seconds())
    window_at = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    row = {"what": what, "who": who, "window_at": window_at}
    Tally.objects.bulk_create([Tally(**row)], ignore_conflicts=True)
    if not Tally.objects.filter(**row, count__lt=limit).update(count=F("count") + 1):
        raise TooOften(again_at=window_at + per)
