"""Clients that take their time: slow bodies, slow headers, answers that nobody reads."""

import asyncio
import contextlib
import time

A_SECOND = 1
HEAD = (
    b"POST /sign-in/phone/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
    # A form of ours: with this Django reads the body, to find the token that belongs to it.
    b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n\r\n"
)


@contextlib.asynccontextmanager
async def crowd(port, does, many):
    """So many at once, until the block ends; the tasks, each with the first line it was answered."""
    here = asyncio.Barrier(many + 1)
    tasks = [asyncio.ensure_future(does(port, here)) for _client in range(many)]
    await here.wait()
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def slow_body(port, here):
    """One byte a second, of a million announced."""
    return await drip(port, here, HEAD, b"x")


async def slow_header(port, here):
    return await drip(port, here, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", b"x")


async def drip(port, here, first, drop):
    reading, writing = await asyncio.open_connection("127.0.0.1", port)
    writing.write(first)
    await here.wait()
    answer = asyncio.ensure_future(reading.readline())
    with contextlib.suppress(ConnectionError):
        while not answer.done():
            writing.write(drop)
            await writing.drain()
            await asyncio.wait([answer], timeout=A_SECOND)
    writing.close()
    return await answer


def reads_nothing_of(path):
    """Asks again and again for this and takes no byte of it."""

    async def reads_nothing(port, here):
        _, writing = await asyncio.open_connection("127.0.0.1", port, limit=1)
        ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        writing.transport.pause_reading()
        await here.wait()
        with contextlib.suppress(ConnectionError):
            for _turn in range(100):
                writing.write(ask)
                await writing.drain()
        await asyncio.get_running_loop().create_future()

    return reads_nothing


async def seconds_of(port, path, *, patience):
    """How long somebody in no hurry waits for this page; TimeoutError after `patience`."""
    begun = time.perf_counter()
    async with asyncio.timeout(patience):
        reading, writing = await asyncio.open_connection("127.0.0.1", port)
        ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        writing.write(ask.encode())
        status = (await reading.readline()).split()[1]
        await reading.read()
        writing.close()
    assert status == b"200"
    return time.perf_counter() - begun
