"""What every request gets before anything looks at it: a name of its own, and a text that can be read."""

import logging
import time

from django.conf import settings

from config import views
from foundation import request_id
from foundation.api import errors
from foundation.call_stack import with_room
from foundation.parameters import is_plain

access_log = logging.getLogger("zerentian.access")
UTF_8 = "utf-8"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestIdMiddleware:
    """Names the request in its answer and in every line of the log until then (decision 24)."""

    def __init__(self, get_response):
        self.get_response = get_response

    @with_room
    def __call__(self, request):
        began = time.perf_counter()
        with request_id.begun() as request.id:
            response = self.get_response(request)
            response.headers[request_id.HEADER] = request.id
            note(request, response, milliseconds=round((time.perf_counter() - began) * 1000))
        return response


def note(request, response, *, milliseconds):
    """Which page and how long; never its address, nor who asked and from where."""
    facts = {
        "method": request.method if request.method in METHODS else "?",
        "page": page_of(request),
        "status": response.status_code,
        "ms": milliseconds,
        "bytes": 0 if response.streaming else len(response.content),
    }
    access_log.info("%(method)s %(page)s %(status)s %(ms)s ms", facts, extra={"access": facts})


def page_of(request):
    if request.resolver_match:
        return request.resolver_match.view_name or "-"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "-"


class ReadableTextMiddleware:
    """Text is UTF-8, and Python knows encodings that make halves of characters, or no text at all.

    A cookie with a control character in it (in quotes it can be written as \\000) is none of ours,
    and counts as not sent: no database could look it up.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        encoding = request.content_params.get("charset", UTF_8)
        if encoding.strip("\"'").lower() not in (UTF_8, "utf8"):
            return views.bad_request(request, None)
        if "\\" in request.META.get("HTTP_COOKIE", "") or not is_plain(
            request.META.get("HTTP_COOKIE", "")
        ):
            cookies = request.COOKIES.items()
            request.COOKIES = {name: value for name, value in cookies if is_plain(value)}
        return self.get_response(request)


class PlainAddressMiddleware:
    """An address with a control character in it, or half of one, leads nowhere: 400.

    No page of ours leads to one, no database takes a NUL and no header a line break. A program
    is told in which parameter it stands.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = list(request.GET.lists())
        if not is_plain(request.path_info) or not all(is_plain(name) for name, _values in query):
            return views.bad_request(request, None)
        if odd := [name for name, values in query if not all(map(is_plain, values))]:
            if errors.is_for_a_program(request):
                return errors.not_plain(odd)
            return views.bad_request(request, None)
        return self.get_response(request)
