import logging
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accounts import drafts, views
from accounts.evidence import events
from accounts.evidence.whence import whence
from accounts.factors import asking, marks
from accounts.password_views import CHOOSE
from foundation.access import audience_of
from foundation.api import errors
from grids import idle
from grids.models import Reader, posts

log = logging.getLogger("zerentian")


class OwnLanguageMiddleware:
    """The language somebody chose, Chinese otherwise: never what an old phone claims to prefer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get("language", settings.LANGUAGE_CODE)
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response


class ReaderMiddleware:
    """`request.reader`: who looks, made when first asked for, after it is known who that is.

    The user carries it as well, for the backend and for what happens `by` somebody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reader = SimpleLazyObject(partial(self.reader_of, request))
        return self.get_response(request)

    def reader_of(self, request):
        request.user.reader = Reader.of(request.user)
        return request.user.reader


class SessionLimitsMiddleware:
    """Ends staff sessions after idle time and after a working day, residents' after a month."""

    def __init__(self, get_response):
        self.get_response = get_response

    # The same for everybody, and asked for with every page: not worth a look at the session.
    asks_for_nobody = {"/sw.js", "/offline/", "/manifest.webmanifest"}

    def __call__(self, request):
        request.expired_owner = None
        if request.path in self.asks_for_nobody:
            return self.get_response(request)
        claimed = request.session.get(SESSION_KEY) if request.token is None else None
        if claimed and not request.user.is_authenticated:
            request.expired_owner = int(claimed)  # ended elsewhere, and theirs all the same
        if request.user.is_authenticated and request.token is None:
            now = timezone.now()
            request.user.signed_in_by = request.session.get("by", "")
            request.user.factor_shown = self.factor_of(request, now)
            if self.is_over(request, now):
                request.expired_owner = request.user.pk
                events.note(events.Kind.ENDED, whence(request), account=request.user.uid, at=now)
                logout(request)
            else:
                self.note_use(request, now)
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def factor_of(self, request, now):
        """As the session says; one that began before this was kept is asked for it now.

        What may be put off counts until the day, also in a session that began before it.
        """
        if request.user.signed_in_by != "password":
            return marks.NONE
        mark = request.session.get("factor")
        if mark is None or (mark == marks.LATER and self.is_due(request, now)):
            mark = asking.at_the_door(request.user, whence(request), now)
            request.session["factor"] = mark
        return mark

    def is_due(self, request, now):
        """Whether it may be put off no longer; the day is read once in a session."""
        if "later_until" not in request.session:
            due_at = asking.of(request.user, now).due_at
            request.session["later_until"] = due_at.isoformat()
        return now >= datetime.fromisoformat(request.session["later_until"])

    def is_over(self, request, now):
        """By time, or because it says of nobody how they came in: they sign in again."""
        if request.user.signed_in_by not in posts.OF_SESSIONS:
            return True
        since, seen = (
            datetime.fromisoformat(request.session.get(key, "2000-01-01T00:00+00:00"))
            for key in ("since", "seen")
        )
        if request.session.get("by") == "code":
            return now - since > settings.SESSION_RESIDENT
        chosen = request.session.get("idle")  # minutes; none: as everywhere
        idle_time = timedelta(minutes=chosen) if chosen else settings.SESSION_IDLE
        return now - since > settings.SESSION_ABSOLUTE or now - seen > idle_time

    def note_use(self, request, now):
        """Once a minute is exact enough, and spares a write on every page."""
        if "idle" not in request.session and request.user.signed_in_by == "password":
            request.session["idle"] = idle.minutes_of(request.reader)
        seen = datetime.fromisoformat(request.session["seen"])
        if (now - seen).total_seconds() > 60:
            request.session["seen"] = now.isoformat()


class FirstOfAllMiddleware:
    """Somebody is signed in and has to do one thing before any other page opens for them."""

    open = {
        "accounts:sign-out",
        "accounts:language",
        "accounts:big-type",
        "offline",
        "manifest",
        "service-worker",
        "ready",
        "cards:badge",  # whoever lives here scans as strangers do
        "cards:photo",
        "announcements:public",
        "announcements:public-picture",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        here = request.resolver_match.view_name
        if request.token or here in self.open or not request.user.is_authenticated:
            return None
        if not self.is_lacking(request):
            return None
        if errors.is_for_a_program(request):
            return errors.not_signed_in()
        if request.wants_fragment and request.method == "GET":
            return HttpResponse(status=204)  # a part of the very page that asks would turn it round
        return self.lead(request)

    def is_lacking(self, request) -> bool:
        raise NotImplementedError

    def lead(self, request) -> HttpResponse:
        """To the page where it is done."""
        raise NotImplementedError


class OwnPasswordMiddleware(FirstOfAllMiddleware):
    """Who came in with a code chooses a password first (accounts/staff.py)."""

    open = FirstOfAllMiddleware.open | {"accounts:password"}

    def is_lacking(self, request):
        return CHOOSE in request.session

    def lead(self, request):
        return redirect("accounts:password")


class SecondFactorMiddleware(FirstOfAllMiddleware):
    """Whoever typed a password shows what their posts want besides, before anything else opens.

    The posts stay closed without it in any case (grids.models.Reader); this says how to go on.
    """

    open = FirstOfAllMiddleware.open | {
        "accounts:second",
        "accounts:factor",
        "accounts:key",
        "accounts:paper-codes",
    }

    def lead(self, request):
        if request.method == "POST":  # what was typed waits behind the question
            drafts.hand_over(request, drafts.seal(request, owner=request.user.pk))
        there = drafts.page_of(request) if request.method == "POST" else request.get_full_path()
        return redirect(f"{reverse('accounts:second')}?{urlencode({'next': there})}")

    def is_lacking(self, request):
        """Posts are asked only for those whose mark does not open every post."""
        if CHOOSE in request.session:
            return False
        mark = request.user.factor_shown
        settled = mark in marks.OWN or mark == marks.LATER
        return not settled and request.reader.lacks_factor


class FragmentMiddleware:
    """Views never think about htmx headers: `request.wants_fragment`, Vary, redirects."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.wants_fragment = bool(request.htmx) and not request.htmx.boosted
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if request.wants_fragment and response.status_code in (301, 302, 303):
            return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
        return response


class ButtonsOnlyMiddleware:
    """An address that only a button calls says so when somebody opens it; Django says nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        by_hand = request.method == "GET" and not request.wants_fragment
        if response.status_code != 405 or not by_hand or errors.is_for_a_program(request):
            return response
        page = render(request, "errors/405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class DeclaredPagesMiddleware:
    """Opens a page only for the audience it declares (foundation/access.py)."""

    # The admin asks at every view itself: config.admin.StreetOffice.has_permission.
    asked_elsewhere = {"admin"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.app_name in self.asked_elsewhere:
            return None
        audience = audience_of(view)
        if audience is None:
            log.error(
                "%s declares no audience and opens for nobody", request.resolver_match.view_name
            )
            raise Http404
        if audience.includes(request):
            return None
        if not request.user.is_authenticated:
            if errors.is_for_a_program(request):
                return errors.not_signed_in()
            return views.ask_to_sign_in(request)
        raise Http404
