"""What happens in these days: who is told what when, at which moments the clock stands, and what must
be true at the end, whoever was killed on the way."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from cases.notifications import ANSWERED
from morality_bank.notifications import POSTED
from notices import outbox
from notices.channels.base import uid_of
from notices.models import DeliveryRule, Dispatch, Notice
from notices.quiet_hours import is_quiet, outside_quiet_hours
from tests import builders

STEP = timedelta(minutes=30)
DAYS = 3
ALONE = "您反映的事"
"""What says a message that is none of those of a morning."""
DOWN_ON = 1
"""The day on whose morning the gateway goes down, for twenty-four hours."""


@dataclass
class Street:
    """Its people; in the west what is urgent goes out at night as well."""

    people: list = field(default_factory=list)
    awake: set = field(default_factory=set)

    @classmethod
    def of(cls, east, west, households):
        street = cls()
        DeliveryRule.objects.create(
            event="case",
            audience="residents",
            area_code=west.code,
            by_text=True,
            quiet=False,
        )
        for number in range(households):
            grid = (east, west)[number % 2]
            home = builders.make_door(grid, f"{number // 4 + 1}0{number % 4 + 1}")
            person = builders.make_resident(home, "王秀兰", phone=f"138{number:08d}")
            street.people.append(person.user)
            if grid is west:
                street.awake.add(person.user.pk)
        return street


def moments(first, step):
    """Of three days and nights."""
    return [first + number * step for number in range(timedelta(days=DAYS) // step)]


def is_down(at, first):
    begins = first + timedelta(days=DOWN_ON)
    return begins <= at < begins + timedelta(days=1)


def tell(street, chance, at, number):
    """One thing more: urgent, of the ordinary kind, or one that waits for the morning's message."""
    who, kind = chance.choice(street.people), chance.random()
    if kind < 0.2:
        outbox.tell(to=who, key=f"case:{number}", text=ANSWERED, at=at, urgent=True)
    elif kind < 0.8:
        outbox.tell(to=who, key=f"case:{number}", text=ANSWERED, at=at)
    else:
        outbox.tell(to=who, key=f"deed:{number}", text=POSTED, at=at)


def live(street, chance, *, first, events, clock, gateway, works, step=STEP):
    """Day by day; `works(at)` returns when nothing may leave any more while the clock stands."""
    times = moments(first, step)
    told = Counter(chance.choice(times) for _ in range(events))
    number = 0
    for at in times:
        clock.stands(at)
        gateway.down = is_down(at, first)
        for _ in range(told[at]):
            number += 1
            tell(street, chance, at, number)
        if told[at] or something_waits(at):
            works(at)
    gateway.down = False
    until_all_is_done(times[-1], clock, works)


def something_waits(at):
    return Notice.objects.unsent(at).exists() or Dispatch.objects.late(at).exists()


def until_all_is_done(at, clock, works):
    """The clock goes from one moment at which something is tried to the next."""
    while Notice.objects.filter(sent_at=None).exists() or Dispatch.objects.waiting().exists():
        waiting = Dispatch.objects.waiting().order_by("next_try_at")
        following = waiting.values_list("next_try_at", flat=True).first() or at
        at = max(at + STEP, outside_quiet_hours(following))
        clock.stands(at)
        works(at)


# What must be true


@dataclass
class Found:
    events: int
    """Things that were to reach a phone."""
    arrived: int
    """Things phones told; each message of a morning tells several."""
    lost: int
    twice: int
    at_night: int
    """Of those that had to wait for the morning."""
    awake: int
    """Those that rang at night, as the rule of their place says."""
    out_of_order: int
    again: int
    """Sent once more although an answer said that it was taken: by whoever followed somebody killed."""
    given_up: int


def found(street, gateway, by_hand=frozenset()):
    """`by_hand`: the keys of what was given up once, which nobody promises an order of."""
    rows = {str(uid_of("dispatch", row.pk)): row for row in Dispatch.objects.filter(way="text")}
    sent = {uid for uid, row in rows.items() if row.sent_at}
    alone = {uid for uid in sent if not rows[uid].digest}
    came = [each for each in gateway.order if ALONE in each.text]
    in_the_morning = sum(each.things for each in gateway.order if ALONE not in each.text)
    missing = len(sent) - len(alone) - in_the_morning
    night = [each for each in gateway.order if is_quiet(each.at)]
    awake = [each for each in night if may_ring(rows.get(each.uid), street)]
    return Found(
        events=len(sent),
        arrived=len(came) + in_the_morning,
        lost=len(alone - {each.uid for each in came}) + max(0, missing),
        twice=max(0, len(came) - len(alone)) + max(0, -missing),
        at_night=len(night) - len(awake),
        awake=len(awake),
        out_of_order=disorder(rows, gateway.order, by_hand),
        again=gateway.repeats - gateway.lost,
        given_up=Dispatch.objects.given_up().count(),
    )


def may_ring(row, street):
    return row is not None and row.urgent and row.recipient_id in street.awake


def disorder(rows, order, by_hand):
    """How often something arrived after what was told to the same person later."""
    last, wrong = defaultdict(int), 0
    for each in order:
        row = rows.get(each.uid)
        if row is None or row.pk in by_hand:
            continue
        line = (row.recipient_id, row.urgent, row.digest)
        wrong += row.notice_id < last[line]
        last[line] = max(last[line], row.notice_id)
    return wrong
