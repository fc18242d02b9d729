"""Through three days with a gateway that is slow, breaks, loses answers and is down for one of them,
beside workers that die with a message in hand: each arrives once, in order, none at night."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from notices.channels import text_messages
from notices.channels.base import NotSent, Receipt
from notices.delivery import dead_letters, sending
from notices.models import Dispatch
from tests.conftest import NOON
from tests.messages import story, taken_out
from tests.messages.gateway import Gateway

FIRST = NOON.replace(hour=9)
LONG = pytest.mark.trial("messages")
STEP, BAD = timedelta(hours=4), "13800000003"


class Killed(BaseException):
    """As when the process dies: nobody catches it."""


@dataclass
class Clock:
    now: object = FIRST

    def stands(self, at):
        self.now = at


@dataclass
class Workers:
    """In one process: while one waits for the gateway another sweeps, and every so often one dies."""

    clock: Clock
    chance: Random
    gateway: Gateway
    deaths: int = 0
    waiting: bool = False
    kept: list = field(default_factory=list)

    def send(self, message):
        uid = str(message.uid)
        mood = self.gateway.takes(uid, message.to, message.text)
        if not self.waiting:
            self.waiting = True
            try:
                sending.send_due(self.clock.now)
            finally:
                self.waiting = False
            if self.chance.random() < 0.1:
                self.deaths += 1
                raise Killed
        if mood in ("whole", "slow"):
            return Receipt(uid[:8], 1, 5)
        raise NotSent(mood, again=mood != "bad")

    def work(self, at):
        while True:
            try:
                sending.send_due(at)
                return
            except Killed:
                continue


def play(street, monkeypatch, *, events=30, seed=21, out=None):
    chance, clock = Random(seed), Clock()
    gateway = Gateway(lambda: clock.now, Random(seed), bad={BAD})
    workers = Workers(clock, Random(seed), gateway)
    monkeypatch.setattr(text_messages, "send", workers.send)
    if out:
        taken_out.without(out, monkeypatch.setattr)
    facts = {"first": FIRST, "events": events, "clock": clock, "gateway": gateway}
    story.live(street, chance, **facts, step=STEP, works=workers.work)
    return gateway, workers


@pytest.fixture
def neighbours(east, west):
    return story.Street.of(east, west, 4)


def test_each_arrives_once_in_order_and_none_at_night(neighbours, monkeypatch, bai):
    gateway, workers = play(neighbours, monkeypatch)

    letters = list(Dispatch.objects.given_up())
    by_hand, at = {letter.pk for letter in letters}, workers.clock.now
    gateway.bad.clear()
    assert all(dead_letters.send_again(letter, by=bai, at=at) for letter in letters)
    story.until_all_is_done(at - story.STEP, workers.clock, workers.work)

    found = story.found(neighbours, gateway, by_hand)
    assert (found.lost, found.twice, found.at_night, found.out_of_order) == (0, 0, 0, 0)
    assert (found.events, found.given_up) == (Dispatch.objects.count(), 0)
    assert letters and found.awake and gateway.repeats and workers.deaths
    assert found.again <= workers.deaths


@pytest.mark.parametrize(
    ("out", "notices"),
    [
        ("lease", lambda found, workers: found.again > workers.deaths),
        ("order", lambda found, workers: found.out_of_order),
        pytest.param("quiet hours", lambda found, workers: found.at_night, marks=LONG),
        pytest.param("same number", lambda found, workers: found.twice, marks=LONG),
    ],
)
def test_without_a_guard_it_is_noticed(neighbours, monkeypatch, out, notices):
    gateway, workers = play(neighbours, monkeypatch, events=14, seed=17, out=out)

    assert notices(story.found(neighbours, gateway), workers)


def test_a_message_of_the_morning_stays_one_when_its_answer_was_lost(neighbours, monkeypatch):
    """What comes the next day is not told by a message that arrived already."""
    clock = Clock()
    gateway = Gateway(lambda: clock.now, Random(1), weights={"lost": 1})
    workers = Workers(clock, Random(1), gateway, waiting=True)
    monkeypatch.setattr(text_messages, "send", workers.send)
    wang = neighbours.people[0]
    who = story.Street([wang])
    for day in (0, 1):
        story.outbox.tell(
            to=wang, key=f"deed:{day}", text=story.POSTED, at=FIRST + timedelta(days=day)
        )
        workers.work(FIRST + timedelta(days=day))  # the second day's is routed, the first was lost
        gateway.down = bool(day)
        clock.stands(FIRST.replace(hour=8) + timedelta(days=day + 1))
        workers.work(clock.now)
    gateway.down, gateway.weights = False, {"whole": 1}
    story.until_all_is_done(clock.now, clock, workers.work)

    found = story.found(who, gateway)
    assert (found.events, found.lost, found.twice) == (2, 0, 0)
