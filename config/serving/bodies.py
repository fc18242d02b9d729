"""What has come in of a request, and what is to go out of an answer, until it is whole.

Small ones stay in memory, larger ones lie in DATA in a file without a name: nobody else can open
it, and it is gone with the process. While the disk is full, forms with photos stay in memory, too,
so that their words can be given back.
"""

import asyncio
from io import BytesIO
from tempfile import TemporaryFile

from django.conf import settings

from foundation import disk
from foundation.parameters import length_of

IN_MEMORY = 256 * 1024  # bytes
WITHOUT_DISK = 8 * 1024 * 1024  # bytes; six photos as our own pages send them take about two
GRACE = 20  # seconds until slowness counts …
SLOWEST = 500  # … then so many bytes a second: what Apache's mod_reqtimeout asks for
LONGEST = 30 * 60  # seconds
BEGINNING = 64 * 1024  # bytes; what is typed comes before photos and is shorter than this
REFUSED = "zerentian.refused"
"""In the environment of a request that was not taken in: the status it is answered with. Its body
is the beginning of what came, for the words in it (config/serving/refused_bodies.py)."""


class Gone(Exception):
    """Whoever sent it went away before it was whole."""


class Refused(Exception):
    """It is not taken in: 408 too slow, 413 too large, 503 too much at once, 507 the disk is full."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Body:
    """Bytes in the order they were written, and how many. Writing raises OSError where no room is."""

    def __init__(self):
        self.file = BytesIO()
        self.size = 0
        self.limit = IN_MEMORY  # of what stays in memory

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, piece):
        try:
            if isinstance(self.file, BytesIO) and self.size + len(piece) > self.limit:
                self._take(TemporaryFile(dir=settings.DATA, buffering=0))  # noqa: SIM115 - closed in __exit__
            _write_all(self.file, piece)
        except OSError:
            if self.size + len(piece) > WITHOUT_DISK:
                raise
            self.limit = WITHOUT_DISK
            self._take(BytesIO())
            self.file.write(piece)
        self.size += len(piece)

    def _take(self, place):
        """From here on everything is there."""
        self.file.seek(0)
        try:
            _write_all(place, self.file.read(self.size))
        except OSError:
            place.close()
            self.file.seek(self.size)
            raise
        self.file.close()
        self.file = place

    def empty(self):
        self.file.seek(0)
        self.file.truncate()
        self.size = 0

    def keep_beginning(self):
        """In memory, whatever it lay in."""
        self.file.seek(0)
        beginning = self.file.read(BEGINNING)
        self.file.close()
        self.file = BytesIO(beginning)
        self.size = len(beginning)

    def pieces(self, size):
        """One at least, which may be empty."""
        self.file.seek(0)
        yield self.file.read(size)
        while piece := self.file.read(size):
            yield piece


def _write_all(file, piece):
    left = memoryview(piece)
    while left:
        left = left[file.write(left) :]


def time_for(size):
    """Seconds in which so many bytes have to be here; each that came earns more."""
    return min(GRACE + size / SLOWEST, LONGEST)


class Shelf:
    """The bodies that are coming in or wait for their answer, in one process.

    `largest` and `room` are bytes, of one and of all together. Where the room ends, the largest
    that is still coming gives way: whoever sends much at once cannot keep out a short form.
    """

    def __init__(self, *, largest, room):
        self.largest = largest
        self.room = room
        self.held = 0
        self.coming = {}  # body → its deadline
        self.in_the_way = set()

    async def take_in(self, body, declared, receive):
        """All of it. `declared` are the bytes announced, None where nobody said.

        Raises Refused, with the beginning kept, and Gone. In the end somebody calls `let_go`.
        """
        if declared == 0:
            return
        is_too_large = (declared or 0) > self.largest
        try:
            limit = min(BEGINNING, self.largest) if is_too_large else self.largest
            await self._all_of(body, receive, limit=limit)
            if is_too_large:
                raise Refused(413)
        except Refused:
            held = body.size
            body.keep_beginning()
            self.held -= held - body.size
            raise
        finally:
            self.coming.pop(body, None)
            self.in_the_way.discard(body)
        body.file.seek(0)

    def let_go(self, body):
        """Forget what it holds."""
        self.held -= body.size
        body.empty()

    async def _all_of(self, body, receive, *, limit):
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(begun + GRACE) as deadline:
                self.coming[body] = deadline
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Gone
                    more = message.get("more_body", False)
                    self._add(body, message.get("body", b""), limit)
                    deadline.reschedule(begun + time_for(body.size))
        except TimeoutError:
            raise Refused(503 if body in self.in_the_way else 408) from None

    def _add(self, body, piece, limit):
        room = max(0, limit - body.size)
        try:
            body.write(piece[:room])
        except OSError as error:
            raise Refused(507 if disk.is_full(error) else 503) from None
        self.held += min(len(piece), room)
        if len(piece) > room:
            raise Refused(413)
        if self.held > self.room:
            self._make_room()

    def _make_room(self):
        there = [body for body in self.coming if body not in self.in_the_way]
        largest = max(there, key=lambda body: body.size)
        self.in_the_way.add(largest)
        self.coming[largest].reschedule(0)


def is_too_large(request):
    """With a server that hands on everything."""
    return length_of(request) > settings.BODY_LIMIT
