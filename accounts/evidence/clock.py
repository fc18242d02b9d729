"""Whether the clock of this machine goes with the clocks of those who work here.

Deadlines, quiet hours and the second factor all hang on it. The form of the sign-in sends along
what time it is in the browser; of staff whose password was right it is counted for an hour at a
time whether that was the same, ahead or behind, and nothing of who it was. One wrong clock says
little; when more of them differ to one side than agree, the wrong one is ours.
"""

from datetime import datetime, timedelta

from django.db.models import Sum

from foundation import rate_limits
from foundation.models import Tally

WHAT = "browser clock"
SAME, AHEAD, BEHIND = "same", "ahead", "behind"
APART = timedelta(seconds=60)
LEAST = 3
"""So many have to differ."""
LOOKED_BACK = timedelta(days=1)
ENOUGH = 1_000_000  # an hour; no limit, only a count


def compare(in_browser: str, *, at: datetime) -> None:
    """Count one reading, in milliseconds since 1970 as browsers say it; anything else says nothing."""
    if not (in_browser.isascii() and in_browser.isdecimal() and len(in_browser) < 16):
        return
    apart = timedelta(milliseconds=int(in_browser)) - timedelta(seconds=at.timestamp())
    side = SAME if abs(apart) <= APART else AHEAD if apart > APART else BEHIND
    rate_limits.spend(WHAT, side, limit=ENOUGH, per=timedelta(hours=1), at=at)


def goes_right(at: datetime) -> bool:
    lately = Tally.objects.filter(what=WHAT, window_at__gt=at - LOOKED_BACK)
    counted = dict(lately.values_list("who").annotate(Sum("count")))
    apart = max(counted.get(AHEAD, 0), counted.get(BEHIND, 0))
    return apart < LEAST or apart <= counted.get(SAME, 0)
