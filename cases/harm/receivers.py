"""Who takes on that somebody is being hurt at home, community by community."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.models import User
from accounts.two_people import Hands
from cases.models import Case, HarmReceiver
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import watching
from grids.models import Area, Posting, Reader
from grids.models.posts import reaching
from grids.roles import Duty, Level
from residents.models import Person
from residents.own.entries import not_close

ABOVE = (Level.TOWNSHIP, Level.DISTRICT, Level.CITY)


CHOSEN = gettext_noop(
    "%(who)s定了：%(place)s有人在家里被伤害，以后会告诉您。不合适的话，请马上告诉街道。"
)
CHOSEN_OF = gettext_noop("%(who)s定了：%(place)s有人在家里被伤害，以后会告诉%(name)s。")
LET_GO = gettext_noop(
    "%(who)s定了：%(place)s有人在家里被伤害，以后不再告诉您。不对的话，请马上告诉街道。"
)
LET_GO_OF = gettext_noop("%(who)s定了：%(place)s有人在家里被伤害，以后不再告诉%(name)s。")


class NotFromHere(Exception):
    """Whoever takes it on sorts out cases in the community or above it, and does not choose themselves."""

    sentence = gettext_lazy("接待人要从受理这个社区的事的人里选：社区的，或者街道的；不能选自己。")


class Chosen(NamedTuple):
    """One receiver who still may be; `from_here` when they work in the community itself."""

    row: HarmReceiver
    from_here: bool


def candidates(community: Area, *, by: User, on: date) -> list[User]:
    """Whom `by` may choose: whoever sorts out cases in the community, or above it.

    Not themselves, nor an account they may be hiding behind: that would be to give oneself what
    others tell in confidence. Whom the reports reach anyway, by a post that takes two, may be chosen.
    """
    hands, receiving = Hands(on), _holding(Duty.RECEIVE_CONFIDENTIAL, community, on=on)
    found = _holding(Duty.TRIAGE_CASES, community, on=on)
    return [user for user in found if user in receiving or hands.are_two(by, user)]


def chosen(communities: Iterable[Area], *, on: date) -> dict[Area, list[Chosen]]:
    """Those who still have such a post; whoever lost it receives nothing any more. Two queries."""
    rows = HarmReceiver.objects.filter(community__in=communities, user__is_active=True)
    rows = list(rows.select_related("user").order_by("pk"))
    posts = Posting.objects.on(on).filter(user__in={row.user_id for row in rows})
    posts_of: dict[int, list[Posting]] = {}
    for post in posts.select_related("area"):
        posts_of.setdefault(post.user_id, []).append(post)
    found: dict[Area, list[Chosen]] = {community: [] for community in communities}
    for community in communities:
        for row in (row for row in rows if row.community_id == community.pk):
            theirs = posts_of.get(row.user_id, [])
            if reaching(theirs, Duty.TRIAGE_CASES, community):
                from_here = any(post.area.path.startswith(community.path) for post in theirs)
                found[community].append(Chosen(row, from_here))
    return found


def where_chosen(user: User, *, on: date) -> list[Area]:
    """The communities whose receiver somebody is."""
    areas = Area.objects.filter(harm_receivers__user=user)
    return [
        area
        for area, rows in chosen(areas, on=on).items()
        if any(each.row.user_id == user.pk for each in rows)
    ]


def wanting(found: list[Chosen]) -> list[str]:
    """What a community's receivers lack, in sentences; nothing when they are complete."""
    lacks = []
    if len(found) < 2:
        lacks.append(_("要有两位以上。"))
    if not any(each.row.is_woman for each in found):
        lacks.append(_("要有一位女性。"))
    if all(each.from_here for each in found):
        lacks.append(_("要有一位不在这个社区工作的人，比如街道的。"))
    return lacks


def incomplete(reader: Reader, *, on: date) -> list[Area]:
    """The communities whose receivers this person chooses and that lack some."""
    found = chosen(communities_set_by(reader), on=on)
    return [community for community, rows in found.items() if wanting(rows)]


def of_community(community: Area, *, on: date) -> list[User]:
    """Whom a report reaches first, before anybody is kept from it."""
    return next(_circles(community, on=on), [])


def told(community: Area, reporter: Person | None, *, on: date) -> list[User]:
    """Whom a report would reach first, as whoever reports is told beforehand: none of their home."""
    found = of_community(community, on=on)
    return found if reporter is None else not_close(found, reporter)


def of_case(case: Case, *, on: date) -> list[User]:
    """Whom this report reaches first: of the first circle in which anybody is left."""
    return next(filter(None, _left(case, on=on)), [])


def next_circle(case: Case, *, on: date) -> list[User]:
    """Whom it goes on to when nobody took it on: the first circle with somebody not yet named."""
    named = set(case.named.values_list("user_id", flat=True))
    for circle in _left(case, on=on):
        if fresh := [user for user in circle if user.pk not in named]:
            return fresh
    return []


def may_receive(case: Case, users: Iterable[User]) -> list[User]:
    """Without whom it is kept from, and without anybody of the reporter's household."""
    kept_from = set(case.kept_from.values_list("pk", flat=True))
    left = [user for user in users if user.pk not in kept_from]
    return left if case.reporter is None else not_close(left, case.reporter)


def _left(case, *, on) -> Iterator[list[User]]:
    return (may_receive(case, circle) for circle in _circles(case.community, on=on))


def _circles(community, *, on) -> Iterator[list[User]]:
    """Nearest first: those chosen (with the secretary where they are not two yet), then upwards."""
    first = [each.row.user for each in chosen([community], on=on)[community]]
    if len(first) < 2:
        secretaries = _holding(Duty.RECEIVE_CONFIDENTIAL, community, on=on)
        first += [user for user in secretaries if user not in first]
    yield first
    for level in ABOVE:
        yield _holding(Duty.TRIAGE_CASES, community, on=on, level=level)


def _holding(duty, community, *, on, **where):
    posts = Posting.objects.on(on).over(community).allowing(duty)
    posts = posts.filter(**{f"area__{name}": value for name, value in where.items()})
    users = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    return list(users.order_by("pk"))


def communities_set_by(reader: Reader) -> list[Area]:
    """Those whose receivers this person chooses: a secretary their own, the street office all of its."""
    of_secretary = Area.objects.with_duty(reader, Duty.RECEIVE_CONFIDENTIAL)
    of_office = Area.objects.with_duty(reader, Duty.ADMINISTER)
    found = (of_secretary | of_office).filter(level=Level.COMMUNITY).valid().distinct()
    return list(found.order_by("code"))


@leaves_record("harm-receiver-chosen")
@transaction.atomic
def choose(*, community: Area, user: User, is_woman: bool, by: User, at: datetime) -> HarmReceiver:
    """One more who is told from now on, and hears of it, as does whoever watches.

    One person decides: a community must never be without. Raises NotFromHere.
    """
    if user not in candidates(community, by=by, on=timezone.localdate(at)):
        raise NotFromHere
    _tell(user, community, CHOSEN, CHOSEN_OF, by=by, at=at)
    row, _made = HarmReceiver.objects.update_or_create(
        community=community, user=user, defaults={"is_woman": is_woman}
    )
    changes = {"user": ("", user.uid), "is_woman": ("", is_woman)}
    scope = community.record_scope
    trail.thing_changed(scope=scope, thing=row, changes=changes, by=by, at=at)
    return row


@leaves_record("harm-receiver-let-go")
@transaction.atomic
def let_go(*, row: HarmReceiver, by: User, at: datetime) -> None:
    """Told of nothing new; what they were named on before stays theirs to see through."""
    _tell(row.user, row.community, LET_GO, LET_GO_OF, by=by, at=at)
    changes = {"user": (row.user.uid, "")}
    scope = row.community.record_scope
    trail.thing_changed(scope=scope, thing=row, changes=changes, by=by, at=at)
    row.delete()


def _tell(user, community, yours, theirs, *, by, at):
    about = {"about": user, "area": community, "by": by, "at": at}
    watching.tell(yours=yours, theirs=theirs, place=community.name, **about)
