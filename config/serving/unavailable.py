"""What people and programs are answered while the database is away or held, or the disk is full.

Nothing can be stored now, not even a draft, so the answer itself carries what was typed: one press
sends it again to where it was meant for. Passwords and codes are not repeated, files cannot be.
"""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from rest_framework.authentication import CSRFCheck

from accounts import drafts
from config.serving.bodies import is_too_large
from config.version import VERSION
from foundation import database_errors, disk
from foundation.api.errors import problem

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass(frozen=True)
class Trouble:
    """One that is no mistake of anybody's, and ends."""

    status: int
    seconds: int  # until it is worth another try

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.seconds)}


AWAY = Trouble(503, seconds=10)  # a restart takes about so long
FULL = Trouble(507, seconds=60)  # somebody has to make room


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What this error comes from; None for a mistake of ours."""
    if disk.is_full(error):
        return FULL
    return AWAY if database_errors.passes(error) else None


def to_a_program(trouble: Trouble) -> HttpResponse:
    return problem(trouble.status, headers=trouble.headers)


def page(request: HttpRequest, trouble: Trouble, *, is_whole: bool = True) -> HttpResponse:
    """Asks for no person, no session and no database.

    What came of a form only in part is shown, and not sent again.
    """
    known = {"big": request.COOKIES.get("big") == "1", "version": VERSION}
    text = render_to_string(f"errors/{trouble.status}.html", known | _typed(request, is_whole))
    headers = {**trouble.headers, "Cache-Control": "no-store"}
    return HttpResponse(text, status=trouble.status, headers=headers)


def _typed(request, is_whole):
    """The form as it came, for the page to send once more; none where it did not come from us."""
    if request.method != "POST":
        return {}
    if is_too_large(request) or not _came_from_us(request):
        return {"is_lost": True}
    if not is_whole:
        return {"is_lost": True, "words": _words_in(_fields_of(request))}
    fields = _fields_of(request)
    return {
        "again": request.get_full_path(),
        "token": get_token(request),
        "fields": fields,
        "words": _words_in(fields),
        "files": [(name, len(files)) for name, files in request.FILES.lists()],
        "has_secrets": any(name in request.POST for name in drafts.NEVER_KEPT - {TOKEN}),
    }


def _fields_of(request):
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in drafts.NEVER_KEPT
        for value in values
    ]


def _words_in(fields):
    return [value for _name, value in fields if not value.isascii() or " " in value]


def _came_from_us(request):
    """Whoever lures somebody into posting must not get a button of ours that posts it again."""
    check = CSRFCheck(_nowhere)
    try:
        return check.process_view(request, _nowhere, (), {}) is None
    except (OSError, SuspiciousOperation, MultiPartParserError, RawPostDataException):
        return False  # it cannot be read


def _nowhere(request):
    raise NotImplementedError
