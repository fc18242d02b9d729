"""A text gateway that is slow, breaks, says half, or takes a message and loses the answer.

It knows a repeat by the number it carries, as the generic gateway can (docs/channels.md): what came
twice arrives once. Aliyun and Tencent have no such number; how often they would have delivered
twice is counted as `repeats`.
"""

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.foundation.listener import drip, half, listening

SEVERAL = re.compile(r"有 (\d+) 条")
TAKEN, REFUSED = (200, b'{"code": 0}'), (200, b'{"code": "bad_number"}')
BROKEN = (500, b'{"error": "oops"}')
MOODS = {"whole": 800, "slow": 70, "broken": 60, "half": 30, "lost": 30, "drip": 1}
"""How often of a thousand times."""


@dataclass
class Arrival:
    """What a phone showed: when, whose it is, and how many things it told."""

    uid: str
    to: str
    at: object
    text: str
    things: int


@dataclass
class Gateway:
    """`clock()` says when it is. `bad` are numbers nobody has; `meanwhile(number)` is called with
    the how manieth request this is, while whoever asks waits for the answer."""

    clock: object
    moods: Random
    weights: dict = field(default_factory=lambda: dict(MOODS))
    down: bool = False
    bad: set = field(default_factory=set)
    meanwhile: object = lambda number: None
    arrivals: dict = field(default_factory=dict)
    order: list = field(default_factory=list)
    asked: int = 0
    repeats: int = 0
    lost: int = 0
    """Messages it took without a word: who sent them has to send them once more."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def takes(self, uid, to, text):
        """The mood this request met; what arrived is kept."""
        with self.lock:
            self.asked += 1
            number = self.asked
            mood = self._mood(to)
            if mood in ("whole", "slow", "lost"):
                self._arrived(uid, to, text)
            self.lost += mood == "lost"
        self.meanwhile(number)
        return mood

    def _mood(self, to):
        if self.down:
            return "down"
        if to in self.bad:
            return "bad"
        return self.moods.choices(list(self.weights), list(self.weights.values()))[0]

    def _arrived(self, uid, to, text):
        if uid in self.arrivals:
            self.repeats += 1
            return
        several = SEVERAL.search(text)
        new = Arrival(uid, to, self.clock(), text, int(several[1]) if several else 1)
        self.arrivals[uid] = new
        self.order.append(new)

    @contextmanager
    def listening(self, pause):
        """As a server of this machine; `pause()` is how long a slow one takes."""

        def answers(request):
            told = json.loads(request.body)
            mood = self.takes(told["uid"], told["to"], told["text"])
            if mood == "slow":
                pause()
            if mood in ("whole", "slow"):
                return TAKEN
            if mood in ("lost", "down"):
                request.close_connection = True
                return None
            if mood in ("half", "drip"):
                return {"half": half, "drip": drip}[mood](request)
            return REFUSED if mood == "bad" else BROKEN

        with listening(answers) as server:
            yield server
