"""What the office is told before posts end: matters that would be in the hands of nobody there."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext_noop

from cases.models import Case, Status
from grids.boundaries.parts import Sentence
from grids.models import Area, Posting
from grids.roles import Duty
from office.posts import leaving

IN_THEIR_HANDS = gettext_noop("%(name)s手里有 %(n)s 件没办结的事，从那天起就看不到了，要另外派人。")


def register() -> None:
    leaving.also(left_in_hands)


def left_in_hands(posts: list[Posting], day: date, to: Area | None) -> list[Sentence]:
    """Open cases sent to somebody who handles none there any more; confidential ones are not said."""
    users = {post.user_id: post.user.name for post in posts}
    gone = [post.pk for post in posts]
    stay = Posting.objects.on(day).filter(user__in=users).exclude(pk__in=gone)
    stay = stay.allowing(Duty.HANDLE_CASES).values_list("user", "area__path")
    cases = Case.objects.open().filter(handler__in=users, confidential=False)
    cases = cases.filter(status=Status.DISPATCHED)
    paths = [(post.user_id, post.area.path) for post in posts]
    rest, number = list(stay), Counter[int]()
    if to is not None:
        rest += [(post.user_id, to.path) for post in posts]
    for handler, path in cases.values_list("handler", "grid__path"):
        if _covers(paths, handler, path) and not _covers(rest, handler, path):
            number[handler] += 1
    by_name = sorted((users[pk], pk) for pk in number)
    return [(IN_THEIR_HANDS, {"name": name, "n": number[pk]}) for name, pk in by_name]


def _covers(posts, user, path):
    return any(user == whose and path.startswith(area) for whose, area in posts)
