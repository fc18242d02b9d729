"""How long it took until a house was open again, for the table of figures; nothing fails by it."""

import time


class Stopwatch:
    def __init__(self):
        self._begun = time.monotonic()

    @property
    def seconds(self):
        return time.monotonic() - self._begun
