"""Where one goes on after a contact was saved: back to where the door was opened from."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import Resolver404, resolve, reverse

from accounts import drafts

PLACES = {"visits:today", "visits:building", "visits:area", "visits:field", "search:find"}
LONGEST = 500
AFTER = "after"  # ?after=<door>: the page offers the door that comes next


def came_from(request: Any) -> str:
    """The page of ours this door was opened from, "" when it is none to go back to."""
    return known(request.POST.get("came", "") if request.POST else drafts.referring_page(request))


def known(page: str) -> str:
    """That page if it is one to go back to."""
    return page if len(page) < LONGEST and _view_of(page) in PLACES else ""


def back(came: str, *, after: int) -> str:
    """The address to go back to; the list where one came from nowhere."""
    parts = urlsplit(came or reverse("visits:today"))
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != AFTER]
    return f"{parts.path}?{urlencode([*query, (AFTER, after)])}"


def _view_of(page):
    parts = urlsplit(page)
    if parts.scheme or parts.netloc or not page.startswith("/"):
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return ""
