"""Somebody away today, somebody who will be, and a handover that waits for its successor."""

from datetime import timedelta

from demo import cast
from demo.world import uid
from grids import handing_over
from grids.models import Posting
from grids.standing_in import absences
from grids.standing_in.candidates import candidates

BEGAN, GOES_ON = timedelta(days=2), timedelta(days=4)
AHEAD, LASTS = timedelta(days=9), timedelta(days=2)
HANDED_OVER_IN = timedelta(days=14)


def say(world):
    chance = world.chance("absences")
    lin, zhou, bai = (world.cast[each.username] for each in (cast.LIN, cast.ZHOU, cast.BAI))
    _is_away(world, chance)
    _will_be_away(world, chance, lin, zhou)
    _hands_over(world, chance, zhou, bai)


def _is_away(world, chance):
    """A grid lead since the day before yesterday; a colleague whom nobody plays stands in."""
    [*_others, grid] = _grids_of(world, world.communities[0])
    lead, at = world.staff.lead_of(grid.pk), world.at - BEGAN
    days = {"from_on": world.today - BEGAN, "until_on": world.today + GOES_ON}
    played = world.cast.values()
    others = [each.user for each in candidates(lead, **days) if each.user not in played]
    absences.say(uid=uid(chance), user=lead, **days, stand_in=others[0], by=lead, at=at)


def _will_be_away(world, chance, lin, zhou):
    first = world.today + AHEAD
    days = {"from_on": first, "until_on": first + LASTS}
    absences.say(uid=uid(chance), user=lin, **days, stand_in=zhou, by=lin, at=world.at)


def _hands_over(world, chance, zhou, bai):
    """A worker's grids to a neighbour of hers, who has not answered yet."""
    played = world.cast.values()
    workers = [world.staff.worker_of(grid.pk) for grid in world.grids]
    leaving = next(each for each in workers if each not in played)
    posts = Posting.objects.filter(user=leaving, role="grid_worker").order_by("pk")
    day = world.today + HANDED_OVER_IN
    handing_over.ask(
        user=leaving, to=zhou, posts=posts, on=day, by=bai, at=world.at, uid=uid(chance)
    )


def _grids_of(world, community):
    return [grid for grid in world.grids if grid.parent == community]
