"""The front door, and what people read when something is not there or broke."""

import logging
import sys

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import drafts
from accounts import views as account_views
from accounts.late import keeping
from config.navigation import arrives_at
from config.serving import unavailable
from config.version import VERSION
from foundation import request_id
from foundation.access import signed_in
from foundation.api import errors
from foundation.api.errors import is_for_a_program, problem

log = logging.getLogger("zerentian")
LAST_WORDS = (
    '<!doctype html><html lang="zh-hans"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>出了点问题</title>'
    "<h1>出了点问题</h1><p>是我们这边的错，不是您的。请过几分钟再试。</p>"
    "<p>还是不行，就把这个编号告诉管理员：{request_id}</p>"
    '<p><a href="/">回到首页</a></p></html>'
)
"""Said when even our own page for a broken house is broken."""
LOCKED = int(settings.AXES_COOLOFF_TIME.total_seconds())


@signed_in
@require_GET
def front_door(request):
    """Sends each person to their own front door."""
    return redirect(arrives_at(request.reader))


def bad_request(request, exception):
    return _say(request, 400)


def not_allowed(request, exception):
    return _say(request, 403)


def not_found(request, exception):
    """One answer for missing and forbidden; it says nothing about the address asked for.

    What somebody wrote for such a page is not lost (accounts/late).
    """
    if not is_for_a_program(request) and (kept := keeping.answer(request)):
        return kept
    return _say(request, 404)


def broken(request):
    """Whatever broke, this page must not: it asks for no person, no session and no database.

    A database that is away or held, or a full disk, is no mistake of anybody's: what was typed
    comes back with a sentence.
    """
    trouble = unavailable.trouble_of(sys.exception())
    if is_for_a_program(request):
        return unavailable.to_a_program(trouble) if trouble else errors.broken()
    try:
        if trouble:
            return unavailable.page(request, trouble)
        name = request_id.current()
        known = {"big": request.COOKIES.get("big") == "1", "version": VERSION, "request_id": name}
        page = render_to_string("errors/500.html", known)
    except Exception:
        log.exception("the page for what broke could not be drawn")
        page = LAST_WORDS.format(request_id=request_id.current())
    return HttpResponse(page, status=500)


def page_too_old(request, reason=""):
    """A form whose token ran out; what was typed goes back into it when we know whose it is."""
    in_admin = request.path_info.startswith("/admin/")  # its forms know nothing of drafts
    if request.user.is_authenticated and drafts.referring_page(request) and not in_admin:
        draft = drafts.seal(request, owner=request.user.pk)
        if draft:
            drafts.hand_over(request, draft)
            messages.warning(request, _("页面放得太久，刚才那一步没有办成。请看一遍，再按一次。"))
            return HttpResponseRedirect(drafts.referring_page(request), status=303)
    return render(request, "403_csrf.html", status=403)


def locked_out(request, *args, **kwargs):
    """django-axes calls this after five wrong passwords."""
    if is_for_a_program(request):
        return problem(429, headers={"Retry-After": str(LOCKED)})
    return account_views.locked_out(request)


def _say(request, status):
    if is_for_a_program(request):
        return problem(status)
    return render(request, f"errors/{status}.html", status=status)
