"""Where somebody comes from: the network, and the browser by a mark it carries.

The mark is a random text in a cookie; we keep its hash. It says that this is the browser of last
time and nothing else, so it opens nothing. A program carries none.
"""

import re
import secrets
from typing import NamedTuple

from django.conf import settings

from foundation.api.errors import is_for_a_program
from foundation.networks import network_of
from foundation.sealing import blind_index

KEPT = 400 * 24 * 60 * 60  # seconds; browsers keep no cookie longer
MARK = re.compile(r"[\w-]{32}")


class Whence(NamedTuple):
    """`device` is empty for a program; `is_first` says that the browser had no mark yet."""

    network: str
    device: str = ""
    is_first: bool = True


def whence(request) -> Whence:
    """Of this request. A browser without a mark gets one, and keeps it from this answer on."""
    network = network_of(request)
    carried = request.COOKIES.get(cookie_name(), "")
    known = MARK.fullmatch(carried) is not None
    if is_for_a_program(request) and not known:
        return Whence(network)
    if not getattr(request, "device_mark", ""):
        request.device_mark = carried if known else secrets.token_urlsafe(24)
    return Whence(network, blind_index("device", request.device_mark), not known)


def cookie_name() -> str:
    return "__Host-device" if settings.HTTPS else "device"


class DeviceMarkMiddleware:
    """Puts the mark of a browser that was asked for into its cookie, for another year."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if mark := getattr(request, "device_mark", ""):
            about = {"secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
            response.set_cookie(cookie_name(), mark, KEPT, **about)
        return response
