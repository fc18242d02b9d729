"""Phones that write contacts and good deeds through two machines in turn.

python -m tests.open.both PHONES     makes Lin, and for each phone a door and a resident; prints her
session, the pages, the rule and the numbers
"""

import itertools
import json
import sys
import threading
from uuid import uuid4

from django.utils import timezone

from tests.open.contacts import CSRF, Phone
from tests.ops.contact_while_held import at_the_door, builders, page_of
from tests.waiting import eventually

PHONES, EACH = 8, 12
BUSY = "刚才有别人也在记账"


class Either:
    """The port of one machine, then of the other, as a front that shares out requests would."""

    def __init__(self, *houses):
        self._turns = itertools.cycle(houses)

    @property
    def port(self):
        return next(self._turns).port


class Both(Phone):
    """A contact, then a deed, and so on; each once more under its key when it was acknowledged."""

    def __init__(self, houses, session, pages, rule, **wanted):
        super().__init__(Either(*houses), session, pages[0], **wanted)
        self.pages, self.rule = pages, rule
        self.deeds = []

    def run(self):
        while len(self.deeds) < self.least or not self.enough.is_set():
            key, day = str(uuid4()), timezone.localdate().isoformat()
            contact = {"client_id": key, "note": "敲了门", "outcome": "nobody", "channel": "door"}
            deed = {
                "client_id": str(uuid4()),
                "rule": self.rule,
                "happened_on": day,
                "note": "扫雪",
            }
            if not self.acknowledges(self.pages[0], contact):
                return
            self.acknowledged.append(key)
            if not self.acknowledges(self.pages[1], deed):
                return
            self.deeds.append(deed["client_id"])

    def acknowledges(self, address, fields):
        """Sent until it is taken, and then a second time, as a double tap would."""
        self.address = address
        fields = {**fields, "csrfmiddlewaretoken": CSRF}
        for _tap in range(2):
            status, page = self.press(fields)
            while status == 422 and BUSY in page:
                status, page = self.press(fields)
            if status != 302:
                self.wrong.append((status, page))
                return False
        return True


class Crowd:
    """Eight clients at once, and what they were told."""

    def __init__(self, machines, session, pages, rule):
        self.enough = threading.Event()
        wanted = {"least": EACH, "enough": self.enough}
        self.phones = [Both(machines, session, each, rule, **wanted) for each in pages]

    def start(self):
        for phone in self.phones:
            phone.start()
        assert eventually(lambda: self.taken() >= PHONES)

    def taken(self):
        return sum(len(phone.deeds) for phone in self.phones)

    def goes_on(self):
        before = self.taken()
        return eventually(lambda: self.taken() > before + PHONES)

    def is_told_to_wait(self):
        return eventually(lambda: self.statuses().count(503) > 3)

    def end(self):
        self.enough.set()
        for phone in self.phones:
            phone.join()

    def statuses(self):
        return [status for phone in self.phones for status in phone.statuses]

    def acknowledged(self):
        """Of each table the keys that somebody was told are kept."""
        return {
            "visits_visit": [key for phone in self.phones for key in phone.acknowledged],
            "morality_bank_deed": [key for phone in self.phones for key in phone.deeds],
        }


def main(phones):
    client, first = at_the_door()
    grid = first.grid
    rule = builders.make_rule(builders.make_bank(grid.parent))
    doors = [builders.make_door(grid, f"{floor}02") for floor in range(1, phones + 1)]
    numbers = [f"1990000{number:04}" for number in range(1, phones + 1)]
    people = [
        builders.make_resident(door, "王秀兰", phone=number)
        for door, number in zip(doors, numbers, strict=True)
    ]
    pages = [
        (page_of(door), f"/deeds/new/?person={person.uid}")
        for door, person in zip(doors, people, strict=True)
    ]
    print(json.dumps([client.cookies["sessionid"].value, pages, rule.pk, numbers]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
