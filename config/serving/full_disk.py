"""What people and programs are answered while there is no room for what they sent.

Reading goes on. What could not be saved comes back on the very page that says so, and one press
sends it again; nothing is stored meanwhile, for there is no room.
"""

import logging

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from accounts import drafts
from config.version import VERSION
from foundation import disk
from foundation.api.errors import problem

log = logging.getLogger("zerentian")
STATUS = 507
RETRY_AFTER = {"Retry-After": "60"}  # seconds; somebody has to make room


def to_a_program() -> HttpResponse:
    return problem(STATUS, headers=RETRY_AFTER)


def page(request) -> HttpResponse:
    """507; asks for no person, no session and no database."""
    known = {"big": request.COOKIES.get("big") == "1", "version": VERSION}
    text = render_to_string("errors/507.html", known | _typed(request))
    return HttpResponse(text, status=STATUS, headers={**RETRY_AFTER, "Cache-Control": "no-store"})


def _typed(request):
    """The form as it came. Only one of ours: nobody is to press a button for whoever lured them."""
    if request.method != "POST":
        return {}
    if not getattr(request, "csrf_processing_done", False):
        return {"is_lost": True}
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in drafts.NEVER_KEPT
        for value in values
    ]
    return {
        "again": request.get_full_path(),
        "token": get_token(request),
        "fields": fields,
        "words": [value for _name, value in fields if not value.isascii() or " " in value],
        "files": [(name, len(files)) for name, files in request.FILES.lists()],
    }


class RoomySessionMiddleware(SessionMiddleware):
    """A page that is only read is shown also when there is no room to note that somebody was here."""

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            if request.method not in ("GET", "HEAD") or not disk.is_full(error):
                raise
            log.warning("no room to note that a session is in use: %s", error)
            return response
