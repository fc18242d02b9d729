"""On the home screen of a phone, without signal, and whether a phone is ready for that.

The service worker keeps one page, the one that says there is no signal, with what it looks like.
It keeps no page about anybody: every other page comes from the network or not at all.
"""

import hashlib

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from config.look import stylesheets
from foundation.access import open_to_all

PAPER = "#fbfaf5"
ICONS = [
    {"file": "img/mark.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
    {"file": "img/app-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
    {"file": "img/app-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any"},
    {
        "file": "img/app-maskable-512.png",
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    },
]
"""Drawn from app.svg by tools/icons.py."""


@open_to_all
@require_GET
def manifest(request):
    """What a phone asks before it puts the house on its home screen."""
    wanted = {
        "id": "/",
        "name": _("责任田"),
        "short_name": _("责任田"),
        "description": _("责任田：门门有人问，事事有人管。"),
        "lang": request.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"src": static(icon["file"]), **_without_file(icon)} for icon in ICONS],
    }
    response = JsonResponse(wanted, content_type="application/manifest+json")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _without_file(icon):
    return {name: value for name, value in icon.items() if name != "file"}


@open_to_all
@never_cache
@require_GET
def offline_page(request):
    """Kept by the service worker; the same for everybody."""
    return HttpResponse(_page())


@open_to_all
@require_GET
def service_worker(request):
    """A new version as soon as the page or its looks change, and only then."""
    files = [url for url, _media in stylesheets.links()] + [static("img/mark.svg")]
    version = hashlib.sha256("\n".join([_page(), *files]).encode()).hexdigest()[:12]
    shell = {"version": version, "page": reverse("offline"), "files": files}
    script = render_to_string("service_worker.js", {"shell": shell})
    return HttpResponse(
        script, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@open_to_all
@never_cache
@require_safe
def ready(request):
    """What this phone can do, looked at by itself (static/js/ready.js); it tells us nothing of it.

    X-Now is our clock in milliseconds. Says nothing of the house but what time it is.
    """
    address = "yes" if request.is_secure() else "no"
    page = render(request, "ready.html", {"address": address})
    page["X-Now"] = int(timezone.now().timestamp() * 1000)
    return page


def _page():
    """In both languages and in large type: whatever somebody chooses on a device later, the worker
    stays, and nothing has to be fetched again in a stairwell."""
    with translation.override("zh-hans"):
        return render_to_string("errors/offline.html", {"big": True})
