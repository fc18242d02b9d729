"""The browser that tests and pictures drive: Debian's Chromium, kept from calling home."""

import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


def program() -> str:
    """Where it is; AssertionError says how to install it."""
    found = shutil.which("chromium")
    assert found, "Chromium is not installed. On Debian or Ubuntu: sudo apt-get install chromium"
    return found
