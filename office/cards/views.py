"""Cards and badges of staff, printed by the office; one's own badge; and a badge ended in one tap."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import reauthentication
from foundation.access import Audience, open_to
from foundation.paper import qr
from grids.access import for_duty
from grids.roles import Duty
from office.cards import badges, printing, sheets
from office.cards.forms import PhotoForm, PrintForm
from office.cards.models import CardSheet
from office.security import reach
from office.security.views import LOOKS_AFTER

SHEETS_SHOWN = 5
WORKS_HERE = Audience("holds a post today", lambda request: bool(request.reader.posts))


@for_duty(Duty.ADMINISTER)
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("printed")
@require_http_methods(["GET", "POST"])
def cards_page(request):
    """Who gets a card; the answer to the button is the sheet, shown this once."""
    now = timezone.now()
    areas = list(sheets.areas_of(request.reader))
    area = _chosen(areas, request.GET.get("in", ""))
    people = sheets.people_in(request.reader, area, now)
    ask = not reauthentication.is_fresh(request, now)
    form = PrintForm(request.POST or None, people=people[: sheets.MOST], ask_password=ask)
    if form.is_valid() and reauthentication.has_password(request, form, now):
        print_ = sheets.sample if settings.DEMO else sheets.print_cards
        about = {"users": form.chosen, "with_codes": form.with_codes, "by": request.user, "at": now}
        if not settings.DEMO:
            about |= {"area": area, "seen": form.cleaned_data["seen"]}
        try:
            return printing.sheet(request, area, print_(**about), now)
        except sheets.LooksOtherwise:
            people = sheets.people_in(request.reader, area, now)
            form.changed(people[: sheets.MOST])
    context = {"form": form, "area": area, "areas": areas, "groups": _groups(form, people)}
    context |= {"too_many": len(people) > sheets.MOST, "most": sheets.MOST}
    printed = CardSheet.objects.filter(area__path__startswith=area.path)
    printed = printed.visible_to(request.reader).select_related("area", "printed_by")
    context["sheets"] = printed.order_by("-printed_at")[:SHEETS_SHOWN]
    status = 422 if form.is_bound else 200
    return render(request, "office/cards/cards.html", context, status=status)


def _chosen(areas, code):
    """The area asked for, or the first street; a place of others is a missing page."""
    found = [area for area in areas if area.code == code] if code else areas
    if not found:
        raise Http404
    return found[0]


def _groups(form, people):
    """(heading, what a new card means here, people, whether they are chosen from the start)."""
    people = people[: sheets.MOST]
    new = [each for each in people if each.is_new and not each.has_code]
    waiting = [each for each in people if each.has_code]
    inside = [each for each in people if not each.is_new and not each.has_code]
    chosen = (
        set(form.data.getlist("who")) if form.is_bound else {str(each.user.uid) for each in new}
    )
    groups = [
        (_("还进不来的"), _("卡上的码 7 天内有效：扫码，选一个自己的密码，手机同时登记好。"), new),
        (
            _("手里有码、还没用的"),
            _("再打一张，旧的码马上作废；没丢就不用再打。"),
            waiting,
        ),
        (
            _("已经在用的"),
            _("密码不变。卡上的码用来登记一部新手机；只换工作证的，请按“只打工作证”。"),
            inside,
        ),
    ]
    return [
        (heading, about, [(each, str(each.user.uid) in chosen) for each in those])
        for heading, about, those in groups
        if those
    ]


@open_to(LOOKS_AFTER)
@require_POST
def replace(request, uid):
    """A lost badge, in one tap: whoever scans it from now on reads that it is not valid."""
    member = get_object_or_404(reach.staff_of(request.reader), uid=uid)
    badges.make(user=member, by=request.user, at=timezone.now())
    messages.success(request, _("旧工作证作废了。新的请到“登录卡和工作证”里打印。"))
    return redirect("security:way-in", member.uid)


@open_to(WORKS_HERE)
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request):
    """One's own badge: what residents see of it, and the photo, if one wants one."""
    now = timezone.now()
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        badges.keep_photo(user=request.user, picture=form.cleaned_data["photo"], at=now)
        messages.success(request, _("照片放上去了。"))
        return redirect("cards:mine")
    badge = badges.alive(request.user)
    face = badges.face_of(badge, on=timezone.localdate(now)) if badge else None
    context = {"face": face, "form": form}
    context["qr"] = qr.svg(printing.address_of(request, face)) if face else ""
    status = 422 if form.is_bound else 200
    return render(request, "office/cards/mine.html", context, status=status)


@open_to(WORKS_HERE)
@require_POST
def remove_photo(request):
    if badges.remove_photo(user=request.user):
        messages.success(request, _("照片去掉了。"))
    return redirect("cards:mine")


@open_to(WORKS_HERE)
@require_POST
def make_new(request):
    """The first one, or another in place of one that is lost."""
    had = badges.alive(request.user)
    badges.make(user=request.user, by=request.user, at=timezone.now())
    said = _("旧工作证作废了。新的请街道的同事给您打印。") if had else _("工作证做好了。")
    messages.success(request, said)
    return redirect("cards:mine")
