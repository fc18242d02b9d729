"""Coroutines in tests: in a thread of their own, for the browser's driver keeps a loop in the first."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run(coroutine):
    """What it answers."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, coroutine).result()
