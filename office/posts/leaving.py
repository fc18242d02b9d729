"""What would be left without anybody when posts end or move: each app says what it knows of.

An app registers when it is ready: `leaving.also(sentences)`, where `sentences(leaving, day, to)`
gets the posts that are left, the first day without them, and the place they go on in, if they do.
"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_noop

from grids import roles
from grids.boundaries.parts import Sentence
from grids.boundaries.sight import SEEING
from grids.models import Area, Posting
from grids.roles import Duty, Level

Says = Callable[[list[Posting], date, Area | None], list[Sentence]]

NO_WORKER = gettext_noop("%(place)s从那天起没有网格员。")
NO_SECRETARY = gettext_noop("%(place)s从那天起没有书记：没有人受理保密的事，也没有人审定好事。")

_says: list[Says] = []


def also(sentences: Says) -> None:
    _says.append(sentences)


def without_anybody(leaving: list[Posting], day: date, to: Area | None) -> list[Sentence]:
    """Places first, then what the apps know of."""
    found = [
        *_empty(leaving, day, Duty.HANDLE_CASES, Level.GRID, NO_WORKER),
        *_empty(leaving, day, Duty.RECEIVE_CONFIDENTIAL, Level.COMMUNITY, NO_SECRETARY),
    ]
    return found + [sentence for says in _says for sentence in says(leaving, day, to)]


def _empty(leaving, day, duty, level, text) -> list[Sentence]:
    places = {post.area for post in leaving if post.area.level == level and post.allows(duty)}
    gone = [post.pk for post in leaving]
    posts = Posting.objects.on(day).allowing(duty).filter(area__in=places, user__is_active=True)
    held = set(posts.exclude(pk__in=gone).values_list("area", flat=True))
    empty = sorted((place for place in places if place.pk not in held), key=lambda each: each.path)
    return [(text, {"place": place.name}) for place in empty]


def lose_sight(
    leaving: list[Posting], day: date, *, to: Area | None
) -> list[tuple[str, list[str]]]:
    """[(who, the places they see no more, or less of)], by name."""
    users = {post.user for post in leaving}
    rest: dict[int, list[tuple[str, frozenset[Duty]]]] = {}
    stay = Posting.objects.on(day).filter(user__in=users).exclude(pk__in=[p.pk for p in leaving])
    for post in stay.select_related("area"):
        rest.setdefault(post.user_id, []).append((post.area.path, post.duties))
    lost: dict[tuple[str, int], list[str]] = {}
    for post in sorted(leaving, key=lambda each: each.area.path):
        others = list(rest.get(post.user_id, []))
        if to is not None:
            others.append((to.path, roles.ROLES[post.role].duties))
        seen = {d for path, duties in others if post.area.path.startswith(path) for d in duties}
        if (SEEING & post.duties) - seen:
            lost.setdefault((post.user.name, post.user_id), []).append(post.area.name)
    return [(name, places) for (name, _key), places in sorted(lost.items())]
