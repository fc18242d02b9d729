"""What every request gets before anything looks at it: a name of its own."""

import logging
import time

from django.conf import settings

from foundation import request_id

access_log = logging.getLogger("zerentian.access")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestIdMiddleware:
    """Names the request in its answer and in every line of the log until then (decision 24)."""

    def __init__(self, get_response):
        self.get_response = get_response

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
