"""Who is away on a day, who is there instead, what nobody covers, and who leads where it lies."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from accounts.models import User
from grids import roles
from grids.models import Posting, StandIn
from grids.models.absences import may_stand_in
from grids.roles import Duty, Level


class Uncovered(NamedTuple):
    """Somebody who is away, and of their posts those that nobody has that day."""

    user: User
    posts: list[Posting]


def away(on: date) -> set[int]:
    """The keys of everybody who is away that day."""
    return set(StandIn.objects.on(on).values_list("absent", flat=True))


def in_place_of(
    users: Iterable[User], *, on: date, duty: Duty | None = None
) -> dict[int, User | None]:
    """{key of somebody who is away: who has their work that day, None for nobody}.

    Who was named is nobody without a post of their own that lets them have it (Reader.held says the
    same); with a duty, some of their work that asks for it. One query, two where somebody is away.
    """
    rows = StandIn.objects.on(on).filter(absent__in=[user.pk for user in users])
    rows = list(rows.select_related("by"))
    posts = _posts_of(rows, on)

    def has_it(row):
        theirs = [post for post in posts[row.absent_id] if duty is None or post.allows(duty)]
        own = posts[row.by_id]
        return row.by.is_active and any(may_stand_in(own, post) for post in theirs)

    return {row.absent_id: row.by if row.by and has_it(row) else None for row in rows}


def _posts_of(rows, on) -> dict[int | None, list[Posting]]:
    """By person, of whoever is away and whoever stands in."""
    found: dict[int | None, list[Posting]] = defaultdict(list)
    people = {row.absent_id for row in rows} | {row.by_id for row in rows if row.by_id}
    if people:
        for post in Posting.objects.on(on).filter(user__in=people).select_related("area__parent"):
            found[post.user_id].append(post)
    return found


def present(users: Iterable[User], *, on: date, duty: Duty | None = None) -> list[User]:
    """Those who are there, with whoever stands in for the others, in what asks for the duty if one
    is named; whom nobody covers is left out."""
    users = list(users)
    instead = in_place_of(users, on=on, duty=duty)
    found = [instead.get(user.pk, user) for user in users]
    return list({user.pk: user for user in found if user}.values())


class AtWork(NamedTuple):
    """Who goes from door to door in a grid today; `instead_of` whom they stand in for."""

    user: User
    instead_of: User | None = None


def workers_of(grid: int, *, on: date) -> list[AtWork]:
    """Of the grid with that key, for the people who live there. Two queries, three where one is away."""
    posts = Posting.objects.on(on).filter(area=grid, role="grid_worker", user__is_active=True)
    users = [post.user for post in posts.select_related("user").order_by("from_on", "pk")]
    instead = in_place_of(users, on=on, duty=Duty.LOG_CONTACTS)
    found = {}
    for user in users:
        if there := instead.get(user.pk, user):
            found.setdefault(there.pk, AtWork(there, user if there != user else None))
    return list(found.values())


def not_away(users: Iterable[User], *, on: date) -> list[User]:
    """Those who are there themselves."""
    users = list(users)
    rows = StandIn.objects.on(on).filter(absent__in=[user.pk for user in users])
    gone = set(rows.values_list("absent", flat=True))
    return [user for user in users if user.pk not in gone]


def uncovered(day: date, *, only: Iterable[int] | None = None) -> list[Uncovered]:
    """Whoever is away that day and has posts of which nobody takes care; `only` of these accounts.

    A stand-in whose own post has ended, or whose account is off, is nobody. Two queries.
    """
    rows = StandIn.objects.on(day).select_related("absent", "by").order_by("absent__name", "pk")
    rows = list(rows if only is None else rows.filter(absent__in=list(only)))
    posts, found = _posts_of(rows, day), []
    for row in rows:
        own = posts[row.by_id] if row.by and row.by.is_active else []
        theirs = [post for post in posts[row.absent_id] if roles.lent(post.role)]
        if left := [post for post in theirs if not may_stand_in(own, post)]:
            found.append(Uncovered(row.absent, left))
    return found


def who_leads(post: Posting, *, on: date) -> list[User]:
    """Who is told that nobody has this post today: of a grid its lead, else who sorts out in its
    community; of a community the street. Whoever is away is not there to be told."""
    gone = away(on) | {post.user_id}
    held = Posting.objects.on(on).over(post.area).filter(user__is_active=True)
    circles = [held.allowing(Duty.ADMINISTER)]
    if post.area.level == Level.GRID:
        near = held.allowing(Duty.TRIAGE_CASES).filter(area=post.area.parent_id)
        circles = [held.allowing(Duty.LEAD_GRID).filter(area=post.area), near, *circles]
    for circle in circles:
        users = User.objects.filter(pk__in=circle.values("user")).order_by("pk")
        if found := [user for user in users if user.pk not in gone]:
            return found
    return []
