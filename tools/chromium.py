"""The browser that tests and pictures drive: Debian's Chromium, kept from calling home.

Its headless shell where there is one: the same engine without windows, menus and profiles that
nobody sees, for a third of the work.
"""

import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--in-process-gpu",  # one process less to draw through: a page for six sevenths of the work
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def program() -> str:
    """Where it is; AssertionError says how to install it."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, f"Chromium is not installed. On Debian: sudo apt-get install {PROGRAMS[0]}"
    return found
