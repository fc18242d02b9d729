"""The frame of every page: what stands above and below it, drawn once and kept.

A missing page is nothing but its frame, and of most pages it is the dearer half. It is drawn once
for each `Frame`, which names all its templates say and is all they get: whoever is handed a kept
one is handed what would have been drawn for them. It tells nothing of anybody. Their name, their
posts, the address of the page and the secrets of its forms are filled in for each answer.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

KEPT = 512
"""Frames, of some 15 kB each: a kind of post has one for each of its doors and language."""
PARTS = ("head", "top", "patterns", "foot", "scripts")
"""In the order in which they stand on the page; each is a component of that name."""
PLACES = ("name", "posts", "page", "token", "nonce")
"""What is filled in for each answer."""
PLACE = re.compile("\x02([a-z]+)\x03")  # no page has these characters, and no form takes them


class Door(NamedTuple):
    """One entry of the navigation."""

    label: str
    icon: str
    url: str
    near: bool  # under the thumb, not behind 更多
    begins: bool  # a group of doors, which stands a little apart
    current: bool = False


class Frame(NamedTuple):
    """Everything the templates of the frame can say."""

    language: str
    addresses: tuple
    version: str
    demo: bool
    big: bool
    doors: tuple[Door, ...]
    signed_in: bool
    by_code: bool
    has_password: bool
    has_posts: bool
    searches: bool
    leave_to: str
    here: str  # the address of the page, where the frame itself leads to it

    @property
    def further(self) -> list[Door]:
        """The ways in that a phone keeps behind 更多."""
        return [door for door in self.doors if not door.near]


def addresses() -> tuple:
    """What every address in a frame hangs on; it stays the same as long as a house runs."""
    return (
        get_urlconf() or settings.ROOT_URLCONF,
        get_script_prefix(),
        settings.STATIC_URL,
        settings.DEBUG,
        getattr(staticfiles_storage, "joins_sheets", False),
        getattr(staticfiles_storage, "manifest_hash", ""),
    )


@lru_cache(maxsize=KEPT)
def drawn(frame: Frame) -> dict[str, tuple[str, ...]]:
    """Each part, cut where something is filled in: every second piece is the name of a place."""
    place = {name: mark_safe(f"\x02{name}\x03") for name in PLACES}
    known = {"frame": frame, "place": place, "csp_nonce": place["nonce"]}
    with translation.override(frame.language):
        return {
            part: tuple(PLACE.split(render_to_string(f"components/{part}.html", known)))
            for part in PARTS
        }


def filled(pieces: tuple[str, ...], values: dict[str, str]) -> SafeString:
    """A part with its places filled in; the values are markup already."""
    return mark_safe(
        "".join(values[piece] if order % 2 else piece for order, piece in enumerate(pieces))
    )
