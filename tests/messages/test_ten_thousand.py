"""Ten thousand things told through a gateway of this machine, with kills of workers, beat and queue."""

import threading
from dataclasses import asdict
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from notices.models import Dispatch
from tests.messages import story
from tests.messages.gateway import Gateway
from tests.messages.house import House, begun
from tests.messages.standing_clock import StandingClock
from tests.open.stopwatch import Stopwatch
from tools.with_services import redis, temporary_folder

EVENTS, HOUSEHOLDS = 10_000, 200
BADS = {"13800000003", "13800000050", "13800000117"}
KILLS = {"worker": 20, "beat": 6, "queue": 6}
FEW, FEW_HOUSEHOLDS, WIDE = 300, 6, timedelta(hours=2)
SLOW = {"slow": 9, "lost": 1}  # for the controls: two workers meet at every message
pytestmark = [
    pytest.mark.trial("messages"),
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def at_work(tmp_path):
    """`at_work(chance, out="", **gateway)`: a gateway that listens, and a house that works."""
    houses = []
    with temporary_folder() as folder, redis(folder / "redis") as queue:

        def at_work(chance, first, out="", pause=0.1, **facts):
            clock = StandingClock(tmp_path / "clock")
            clock.stands(first)
            gateway = Gateway(clock.now, chance, **facts)
            listening = gateway.listening(lambda: threading.Event().wait(pause))
            server = listening.__enter__()
            house = House(tmp_path, f"127.0.0.1:{server.port}", queue, clock, chance, out)
            houses.append((house, listening))
            begun(house)
            return gateway, house

        yield at_work
        for house, listening in houses:
            house.clear_away()
            listening.__exit__(None, None, None)


def tomorrow():
    """When the first of the days begins; signing in knows no clock but its own."""
    return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )


def test_each_arrives_once(east, west, bai, client, at_work, figures):
    street, chance, first = story.Street.of(east, west, HOUSEHOLDS), Random(15), tomorrow()
    gateway, house = at_work(chance, first, bad=set(BADS))
    killed_at = set(chance.sample(range(100, EVENTS), KILLS["worker"]))
    gateway.meanwhile = lambda number: number in killed_at and house.kill_a_worker()
    others = ["beat"] * KILLS["beat"] + ["queue"] * KILLS["queue"]
    kills = dict(zip(chance.sample(range(1, 100), len(others)), others, strict=True))

    def works(at):
        kill = kills.pop(house.moments, None)
        if kill == "beat":
            house.kill_the_beat()
        elif kill:
            house.empty_the_queue()
        house.works(at)

    facts = {"first": first, "events": EVENTS, "clock": house.clock, "gateway": gateway}
    watch = Stopwatch()
    story.live(street, chance, **facts, works=works)

    by_hand = set(Dispatch.objects.given_up().values_list("pk", flat=True))
    before = story.found(street, gateway, by_hand)
    gateway.bad.clear()
    sent_again_by_hand(client, bai)
    story.until_all_is_done(house.clock.now(), house.clock, works)
    found = story.found(street, gateway, by_hand)
    figures(
        f"{EVENTS} things told to {HOUSEHOLDS} people in {story.DAYS} days",
        **asdict(found),
        dead_letters=before.given_up,
        requests=gateway.asked,
        messages=len(gateway.order),
        repeats_known_by_their_number=gateway.repeats,
        answers_lost=gateway.lost,
        kills=dict(house.kills),
        workers_replaced_though_alive=house.replaced,
        seconds=round(watch.seconds),
    )
    assert (found.lost, found.twice, found.at_night, found.out_of_order) == (0, 0, 0, 0)
    assert (found.events, found.given_up) == (Dispatch.objects.count(), 0)
    assert found.events >= 0.99 * EVENTS and found.awake and before.given_up
    assert found.again <= house.kills["worker"] + house.replaced
    assert house.kills == KILLS


def sent_again_by_hand(client, bai):
    """By the street office, on the page of dead letters."""
    client.force_login(bai)
    url = "/admin/notices/dispatch/"
    keys = list(Dispatch.objects.given_up().values_list("pk", flat=True))
    for begin in range(0, len(keys), 100):
        asked = {"action": "send_again", "_selected_action": keys[begin : begin + 100]}
        assert client.post(url, asked, follow=True).status_code == 200
    assert not Dispatch.objects.given_up().exists()


@pytest.mark.parametrize(
    ("out", "notices"),
    [
        ("lease", lambda found, gateway: found.again > 10),
        ("quiet hours", lambda found, gateway: found.at_night),
        ("order", lambda found, gateway: found.out_of_order),
        ("same number", lambda found, gateway: found.twice),
        ("", lambda found, gateway: found.again <= 0 and not found.at_night and not found.twice),
    ],
)
def test_without_a_guard_it_is_noticed(east, west, at_work, figures, out, notices):
    street, chance, first = story.Street.of(east, west, FEW_HOUSEHOLDS), Random(3), tomorrow()
    slow = SLOW if out in ("lease", "") else {"whole": 7, "lost": 1, "broken": 2}
    gateway, house = at_work(chance, first, out, weights=slow)
    facts = {"first": first, "events": FEW, "clock": house.clock, "gateway": gateway}
    story.live(street, chance, **facts, step=WIDE, works=house.works)

    found = story.found(street, gateway)
    figures(f"{FEW} without {out}" if out else f"{FEW}, nothing taken out", **asdict(found))
    assert notices(found, gateway)
