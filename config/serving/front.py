"""In front of the pages: a request is whole before a thread is taken, an answer before it is given
back, so that no slow phone holds a thread ([decision 23](docs/decisions/0023-whole-requests.md)).

An ASGI application that granian calls for each request, around the WSGI one. What it waits for, it
waits for in the event loop: one connection costs a buffer and nothing else.
"""

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from django.conf import settings

from config.serving.bodies import REFUSED, Body, Gone, Refused, Shelf
from config.wsgi import application as pages
from foundation.pictures import turns

log = logging.getLogger("zerentian")

PIECE = 64 * 1024  # bytes of an answer given out at once
STALL = 60  # seconds in which a piece must be taken: about a kilobyte a second
LINGER = 30  # seconds in which what was refused is let pass: as nginx does
BROKEN = (500, [("Content-Type", "text/plain; charset=utf-8")])
LAST_WORDS = "出了点问题，是我们这边的错，不是您的。请过几分钟再试。"


class Front:
    """One thread draws the pages of a process, more would only share one lock; besides, there is one
    for each of those whose photos are being looked at, who wait for another process
    (foundation/pictures/turns.py) and hold up nobody."""

    def __init__(self, pages, shelf):
        self.pages = pages
        self.shelf = shelf
        self.threads = ThreadPoolExecutor(1 + turns.SEATS, thread_name_prefix="pages")

    async def __call__(self, scope, receive, send):
        with Body() as answer:
            with Body() as body:
                try:
                    environ = await self.take_in(scope, receive, body)
                    refused = REFUSED in environ
                    loop = asyncio.get_running_loop()
                    start = await loop.run_in_executor(self.threads, self.draw, environ, answer)
                except Gone:
                    return
                finally:
                    self.shelf.let_go(body)
            await give_out(start, answer, send, before_end=hear_out(receive) if refused else None)

    async def take_in(self, scope, receive, body):
        """The environment of the request; one that was refused says so and has a beginning only."""
        try:
            await self.shelf.take_in(body, declared_length(scope), receive)
        except Refused as reason:
            return environ_of(scope, body) | {REFUSED: reason.status}
        return environ_of(scope, body)

    def draw(self, environ, answer):
        """The whole answer, in the thread: its status and headers; what it says is in `answer`."""
        begun = []

        def start_response(status, headers, exc_info=None):
            begun[:] = [int(status.partition(" ")[0]), headers]

        try:
            pieces = self.pages(environ, start_response)
            try:
                for piece in pieces:
                    answer.write(piece)
            finally:
                pieces.close()
        except Exception:
            log.exception("an answer could not be made")
            answer.empty()
            answer.write(LAST_WORDS.encode())
            return BROKEN
        return begun


async def give_out(start, answer, send, *, before_end=None):
    """At the pace of whoever reads; who takes nothing for a minute is let go.

    `before_end` is waited for when one byte is left: with the last one the connection may close, and
    with its headers when nothing follows them.
    """
    status, headers = start
    if before_end and not answer.size:
        await before_end
        before_end = None
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    left = answer.size
    for piece in answer.pieces(PIECE):
        left -= len(piece)
        if left == 0 and before_end:
            await send_piece(send, piece[:-1], more=True)
            await before_end
            piece = piece[-1:]
        if not await send_piece(send, piece, more=left > 0):
            return


async def send_piece(send, piece, *, more):
    """Whether it was taken."""
    try:
        async with asyncio.timeout(STALL):
            await send({"type": "http.response.body", "body": piece, "more_body": more})
    except TimeoutError:
        return False
    return True


async def hear_out(receive):
    """What was refused may still be coming: a browser listens when it has sent all, and takes a
    connection that is closed before for a broken one (RFC 9112, 9.6). So it is let pass, a while."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER):
            message = {"more_body": True}
            while message.get("more_body", False):
                message = await receive()


def declared_length(scope):
    """Bytes of body to come, as the headers say; None where they come piece by piece."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    length = headers.get(b"content-length", b"")
    if length.isdigit():
        return int(length)
    return 0 if scope["http_version"].startswith("1") else None


def environ_of(scope, body):
    """What WSGI calls this request (PEP 3333). A header with an underscore could pass for another
    one, so it is left out."""
    server, port = scope["server"]
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "CONTENT_LENGTH": str(body.size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        if key == "content-type":
            environ["CONTENT_TYPE"] = text
        elif key != "content-length" and "_" not in key:
            key = "HTTP_" + key.upper().replace("-", "_")
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{text}" if key in environ else text
    return environ


application = Front(pages, Shelf(largest=settings.BODY_LIMIT, room=4 * settings.BODY_LIMIT))
