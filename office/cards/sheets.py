"""Cards on a sheet: for whom, which code stands on each, and what is kept of it.

Who has no password yet gets a first card: its code is good for a week, for choosing a password,
and registers the phone on which that is done. Who has one gets a card for one more phone and keeps
the password. Where an account weighs heavily (grids/second.py), half of the code is on the card,
and nothing of it counts before a second person said yes to the list.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import staff
from accounts.factors import once_good
from accounts.factors.cards import LENGTH
from accounts.models import SignInCard, User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import letting_in, roles, second
from grids.models import Area, Posting, Reader
from grids.roles import Duty
from office import proposals
from office.cards import badges
from office.cards.models import CardSheet, PrintedCard
from office.models import Proposal

KEPT = timedelta(days=3 * 365)
MOST = 100
"""People of one page; whoever has more chooses a community."""
What = PrintedCard.What
RESIDENTS_TOO = _("这个账号也打开本人的居民页面，请本人用手机验证码登录，再选密码。")


def areas_of(reader: Reader):
    """Where somebody may print: streets and communities they administer."""
    mine = Area.objects.with_duty(reader, Duty.ADMINISTER).valid(on=reader.day)
    return mine.filter(level__in=["township", "community"]).order_by("path")


def staff_in(reader: Reader, area: Area):
    """Active staff with a post in the area that is not over; nobody who holds one where the reader
    administers nothing, for whoever prints a card could use it, nor the reader."""
    open_posts = Posting.objects.filter(Q(until_on=None) | Q(until_on__gte=reader.day))
    mine = Area.objects.with_duty(reader, Duty.ADMINISTER)
    elsewhere = open_posts.exclude(area__in=mine).values("user")
    here = open_posts.filter(area__path__startswith=area.path).values("user")
    people = User.objects.filter(pk__in=here, is_active=True, username__isnull=False)
    return people.exclude(pk__in=elsewhere).exclude(pk=reader.user.pk).order_by("name", "pk")


class LooksOtherwise(Exception):
    """Codes were given since the page was drawn."""


@dataclass(frozen=True)
class Person:
    """One line of the page: who, where, and how they stand."""

    user: User
    places: list[str]
    is_new: bool  # has not chosen a password yet
    until: date | None  # until when a code that was given is good
    takes_two: bool  # by a grave post; the act asks once more, and asks more

    @property
    def has_code(self) -> bool:
        return self.until is not None


def people_in(reader: Reader, area: Area, at: datetime) -> list[Person]:
    """Everybody of `staff_in`, with a constant number of queries."""
    users = list(staff_in(reader, area)[: MOST + 1])
    open_posts = Posting.objects.filter(Q(until_on=None) | Q(until_on__gte=reader.day))
    posts: dict[int, list[Posting]] = defaultdict(list)
    for post in open_posts.filter(user__in=users).select_related("area__parent"):
        posts[post.user_id].append(post)
    alive = SignInCard.objects.filter(user__in=users, used_at=None, expires_at__gt=at)
    until = dict(alive.order_by("expires_at").values_list("user", "expires_at"))
    return [_person(user, posts[user.pk], until.get(user.pk), at) for user in users]


def _person(user, posts, card_until, at):
    areas = sorted({post.area for post in posts}, key=lambda area: area.path)
    until = max(filter(None, (user.code_until, card_until)), default=None)
    return Person(
        user=user,
        places=badges.names_of(areas, most=2),
        is_new=is_new(user),
        until=timezone.localdate(until) if until and until > at else None,
        takes_two=any(roles.is_grave(post.role) for post in posts),
    )


def is_new(user: User) -> bool:
    """Whether nobody has chosen a password for this account yet, or it was taken away."""
    return user.code_until is not None or not user.has_usable_password()


def mark_of(people: Sequence[Person]) -> str:
    """Changes with every code that was given: a sheet is printed as it was seen, and once."""
    lines = [f"{each.user.pk} {each.until} {each.user.code_until}" for each in people]
    cards = SignInCard.objects.filter(user__in=[each.user for each in people])
    lines += [f"{pk}" for pk in cards.order_by("pk").values_list("pk", flat=True)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Card:
    """As it is printed; `code` is whole, half of one, or empty, and kept nowhere."""

    user: User
    what: str
    code: str
    face: badges.Face


@dataclass
class Printed:
    sheet: CardSheet | None
    cards: list[Card] = field(default_factory=list)
    left_out: list[tuple[User, str | Promise]] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return any(card.what == What.HALF for card in self.cards)


@leaves_record("cards-printed")
@transaction.atomic
def print_cards(
    *,
    area: Area,
    users: Sequence[User],
    with_codes: bool,
    by: User,
    at: datetime,
    seen: str = "",
) -> Printed:
    """Cards with badges for these people; older codes of theirs are good no longer.

    `seen` is the mark of the page they were chosen on. Raises LooksOtherwise when somebody printed
    meanwhile: of two at once the second ends no code that is on paper. Whom it cannot be done for is named with the reason, and nothing of theirs changes. Without
    `with_codes` only badges are printed, and no code ends.
    """
    if with_codes:
        reader = Reader.for_job(by, timezone.localdate(at))
        list(User.objects.select_for_update().filter(pk__in=staff_in(reader, area)).order_by("pk"))
        if mark_of(people_in(reader, area, at)[:MOST]) != seen:
            raise LooksOtherwise
    sheet = CardSheet.objects.create(area=area, printed_by=by, printed_at=at)
    printed, day = Printed(sheet), timezone.localdate(at)
    for user in users:
        badge = badges.of(user, by=by, at=at)
        face = badges.face_of(badge, on=day) or badges.without_post(badge)
        try:
            what, code = _code(user, sheet, by, at) if with_codes else (What.BADGE, "")
        except staff.OpensMore:
            printed.left_out.append((user, RESIDENTS_TOO))
        except proposals.CannotBeDone as refusal:
            printed.left_out.append((user, refusal.sentence))
        else:
            printed.cards.append(Card(user, what, code, face))
            PrintedCard.objects.create(sheet=sheet, user=user, what=what)
    counted = {"area": ("", area.code), "cards": ("", len(printed.cards))}
    trail.thing_changed(scope=trail.HOUSE, thing=sheet, changes=counted, by=by, at=at)
    return printed


def _code(user, sheet, by, at):
    """Which card it is, and the code on it."""
    try:
        with transaction.atomic():
            if is_new(user):
                return What.FIRST, letting_in.give_first_card(user=user, by=by, at=at)
            return What.DEVICE, letting_in.give_card(user=user, by=by, at=at)
    except second.NeedsSecond:
        return _half(user, sheet, by, at) if is_new(user) else (What.BADGE, "")


def _half(user, sheet, by, at):
    """Half of a code, which counts when a second person confirms the sheet it stands on."""
    if user.phone_index or hasattr(user, "person"):
        raise staff.OpensMore
    mine = Proposal.objects.waiting(at).filter(kind=Proposal.Kind.CARD, user=user, asked_by=by)
    for earlier in mine:
        proposals.withdraw(proposal=earlier, at=at)
    asked = {"kind": Proposal.Kind.CARD, "user": user, "sheet": sheet}
    return What.HALF, proposals.ask_for_account(by=by, at=at, **asked).half


def sample(*, users: Sequence[User], with_codes: bool, by: User, at: datetime) -> Printed:
    """For the demo: badges that are real, and codes that open nothing and were never kept."""
    printed, day = Printed(None), timezone.localdate(at)
    for user in users:
        badge = badges.of(user, by=by, at=at)
        face = badges.face_of(badge, on=day) or badges.without_post(badge)
        kind = What.FIRST if is_new(user) else What.DEVICE
        what, code = (kind, once_good.make(LENGTH)) if with_codes else (What.BADGE, "")
        printed.cards.append(Card(user, what, code, face))
    return printed


def forget_old(at: datetime) -> None:
    CardSheet.objects.filter(printed_at__lt=at - KEPT).exclude(proposals__state="waiting").delete()
