"""What a resident at the door sees: is this really my grid worker? Open to all, and quick.

Nothing is kept of who asks: no cookie, no session, only how often a network did. Whatever is no
badge that is valid today gets one and the same answer.
"""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation import rate_limits
from foundation.access import open_to_all
from foundation.networks import network_of
from foundation.pictures import files
from office.cards import badges

A_MINUTE = 120
"""Looks of one network; phones of a whole neighbourhood may come from one."""
LANGUAGES = {"en": "en", "zh": "zh-hans"}


@open_to_all
@never_cache
@require_safe
def badge_page(request, token):
    now = timezone.now()
    language = LANGUAGES.get(request.GET.get("in", ""), translation.get_language())
    with translation.override(language):
        try:
            _spend(request, now)
        except rate_limits.TooOften:
            return _answer(request, {"too_often": True}, 429)
        face = badges.valid(token, on=timezone.localdate(now))
        return _answer(request, {"face": face, "token": token}, 200 if face else 404)


@open_to_all
@never_cache
@require_safe
def photo(request, token):
    now = timezone.now()
    try:
        _spend(request, now)
    except rate_limits.TooOften:
        return _unindexed(HttpResponse(status=429))
    face = badges.valid(token, on=timezone.localdate(now))
    if not face or not face.photo:
        return _unindexed(HttpResponse(status=404))
    return _unindexed(files.answer(face.photo.small, name="photo"))


def _spend(request, now):
    limits = {"limit": A_MINUTE, "per": timedelta(minutes=1)}
    rate_limits.spend("badge", network_of(request), at=now, **limits)


def _answer(request, context, status):
    context |= {"today": timezone.localdate(), "english": translation.get_language() == "en"}
    return _unindexed(render(request, "office/cards/badge.html", context, status=status))


def _unindexed(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
