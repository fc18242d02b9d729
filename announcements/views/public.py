"""What whoever scans the paper in the stairwell reads: the newest version, open to all.

Nothing is kept of who asks: no cookie, no session, only how often a network did. Whatever is not
said today, or not to everybody, gets one and the same answer.
"""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from announcements.models import Announcement
from announcements.views.desk import answer_picture
from foundation import rate_limits
from foundation.access import open_to_all
from foundation.networks import network_of

A_MINUTE = 120
"""Looks of one network; phones of a whole neighbourhood may come from one."""
LANGUAGES = {"en": "en", "zh": "zh-hans"}


@open_to_all
@never_cache
@require_safe
def page(request, uid):
    language = LANGUAGES.get(request.GET.get("in", ""), translation.get_language())
    with translation.override(language):
        if not _may_ask(request):
            return _answer(request, {"too_often": True}, 429)
        found = _standing(uid)
        office = found.area.nearest_office() if found else None
        context = {"announcement": found, "office": office}
        context["version"] = found.current if found else None
        return _answer(request, context, 200 if found else 404)


@open_to_all
@never_cache
@require_safe
def picture(request, uid):
    if not _may_ask(request):
        return _unindexed(HttpResponse(status=429))
    found = _standing(uid)
    if not found or not found.current.picture_id:
        return _unindexed(HttpResponse(status=404))
    return _unindexed(answer_picture(found.current))


def _standing(uid):
    rows = Announcement.objects.standing(timezone.localdate()).open_to_all().with_all()
    return rows.filter(uid=uid).first()


def _may_ask(request):
    limits = {"limit": A_MINUTE, "per": timedelta(minutes=1)}
    try:
        rate_limits.spend("announcement", network_of(request), at=timezone.now(), **limits)
    except rate_limits.TooOften:
        return False
    return True


def _answer(request, context, status):
    context |= {"english": translation.get_language() == "en"}
    return _unindexed(render(request, "announcements/public.html", context, status=status))


def _unindexed(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
