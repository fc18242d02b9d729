"""What people and programs are answered while the database is away or held.

Nothing can be stored now, not even a draft, so the answer itself carries what was typed: one press
sends it again to where it was meant for. Passwords and codes are not repeated, files cannot be.
"""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from rest_framework.authentication import CSRFCheck

from accounts import drafts
from config.middleware import is_too_large
from config.version import VERSION
from foundation.api.errors import problem

RETRY_AFTER = {"Retry-After": "10"}  # seconds; a restart takes about so long
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def to_a_program() -> HttpResponse:
    return problem(503, headers=RETRY_AFTER)


def page(request: HttpRequest) -> HttpResponse:
    """503; asks for no person, no session and no database."""
    known = {"big": request.COOKIES.get("big") == "1", "version": VERSION}
    text = render_to_string("errors/503.html", known | _typed(request))
    return HttpResponse(text, status=503, headers={**RETRY_AFTER, "Cache-Control": "no-store"})


def _typed(request):
    """The form as it came, for the page to send once more; none where it did not come from us."""
    if request.method != "POST":
        return {}
    if is_too_large(request) or not _came_from_us(request):
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
        "has_secrets": any(name in request.POST for name in drafts.NEVER_KEPT - {TOKEN}),
    }


def _came_from_us(request):
    """Whoever lures somebody into posting must not get a button of ours that posts it again."""
    check = CSRFCheck(_nowhere)
    try:
        return check.process_view(request, _nowhere, (), {}) is None
    except (OSError, SuspiciousOperation, MultiPartParserError, RawPostDataException):
        return False  # it cannot be read


def _nowhere(request):
    raise NotImplementedError
