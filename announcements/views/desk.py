"""What was said and is said, for staff: what holds now, month by month, and one of them."""

from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from announcements import reading, writing
from announcements.models import SEEN_BY, Announcement, AnnouncementPicture
from foundation.parameters import plain
from foundation.pictures import files
from foundation.typed import line
from grids.access import for_duty
from grids.models import posts
from grids.roles import Duty

MOST = 200
"""Lines of one page; a month of a street has a few dozen."""


@for_duty(SEEN_BY)
@require_http_methods(["GET", "POST"])
def said(request):
    """What holds today and what is to come; or a month; or, posted, what has these words."""
    rows = Announcement.objects.visible_to(request.reader).with_all().counted()
    today, month = request.reader.day, _month(request.GET.get("month", ""))
    words = line(plain(request.POST.get("words", "")))[:40]
    published = rows.published().order_by("-current__from_on", "-pk")
    context = {"today": today, "few": reading.FEW, "words": words, "writes": _writes(request)}
    if words:
        has_words = Q(current__title__icontains=words) | Q(current__words__icontains=words)
        context["found"] = published.filter(has_words)[:MOST]
    elif month:
        context |= _calendar(published, month, today)
    else:
        open_still = published.filter(current__until_on__gte=today, taken_back_at=None)
        context["standing"] = open_still[:MOST]
        context["drafts"] = _drafts(request)
    context["tabs"] = _tabs(request, month, today, words)
    return render(request, "announcements/said.html", context)


@for_duty(SEEN_BY)
@require_GET
def announcement(request, uid):
    """One of them: what it says, how often it was read, what it said before."""
    rows = Announcement.objects.visible_to(request.reader).with_all().counted()
    found = get_object_or_404(rows, uid=uid)
    writes = posts.holds(request.reader, Duty.ANNOUNCE, found.area)
    versions = found.versions.select_related("published_by", "picture")
    context = {
        "announcement": found,
        "version": found.current or versions.first(),
        "earlier": [each for each in versions if each.published_at and each != found.current],
        "draft": writing.draft_of(found) if writes else None,
        "writes": writes,
        "stands": found.stands(request.reader.day),
        "today": request.reader.day,
        "few": reading.FEW,
    }
    return render(request, "announcements/announcement.html", context)


@for_duty(SEEN_BY)
@require_GET
def picture(request, uid):
    """Of the draft, where there is one and the reader may write; else of what was published."""
    rows = Announcement.objects.visible_to(request.reader).with_all()
    found = get_object_or_404(rows, uid=uid)
    draft = (
        writing.draft_of(found) if posts.holds(request.reader, Duty.ANNOUNCE, found.area) else None
    )
    return answer_picture(draft if draft and "draft" in request.GET else found.current or draft)


def answer_picture(version):
    """The picture of a version; a missing page where it has none."""
    shown = get_object_or_404(AnnouncementPicture, pk=version and version.picture_id)
    return files.answer(shown.file, name="picture")


def _writes(request):
    return request.reader.holds(Duty.ANNOUNCE)


def _drafts(request):
    rows = Announcement.objects.writable_by(request.reader).with_all()
    drafts = rows.filter(versions__published_at=None, taken_back_at=None).order_by("-pk")[:MOST]
    drafts = list(drafts.prefetch_related("versions"))
    for each in drafts:
        each.draft = each.versions.all()[0]
    return drafts


def _calendar(published, month, today):
    """The days of a month on which something began, the newest first."""
    after = _next(month)
    rows = published.filter(current__from_on__gte=month, current__from_on__lt=after)[:MOST]
    days = [(day, list(those)) for day, those in groupby(rows, lambda row: row.current.from_on)]
    before = (month - timedelta(days=1)).replace(day=1)
    return {
        "month": month,
        "days": days,
        "before": before,
        "after": after if after <= today else None,
    }


def _next(month):
    return (month + timedelta(days=31)).replace(day=1)


def _month(text) -> date | None:
    """2026-03 as its first day; None for whatever is no month of ours."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if 2000 <= month.year < 2200 else None


def _tabs(request, month, today, words):
    this = month or today
    return [
        {"url": request.path, "label": _("现在的"), "current": not month and not words},
        {
            "url": f"{request.path}?month={this:%Y-%m}",
            "label": date_format(this, _("Y年n月")),
            "current": bool(month),
        },
    ]
