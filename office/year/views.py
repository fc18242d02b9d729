"""一年的放假安排: twelve months to look at; a list to take in, looked at first; and the way back."""

import hashlib
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.parameters import as_uid
from grids import arranged_years, calendar, legal_holidays, regulations, year_lists
from grids.access import for_duty
from grids.models import ArrangedYear
from grids.roles import Duty, Level
from office.regulation_admin import FROM
from office.rules.days import Days
from office.year import months
from office.year.forms import ListForm

AHEAD = 2
"""How many years from now can be looked at."""
SHOWN = 5
"""Lists of a year that are named on its page, the newest first."""


@for_duty(Duty.SET_RULES)
@require_GET
def this(request):
    """The year that is missing; when none is, the present one."""
    today = request.reader.day
    return redirect("year:year", arranged_years.year_missing(today) or today.year)


@for_duty(Duty.SET_RULES)
@require_GET
def year_page(request, year):
    """What each day is, and how sure that is."""
    _check(request, year)
    place = _place(request.reader)
    house = regulations.name_of_the_house()
    rows = ArrangedYear.objects.filter(year=year).select_related("by", "taken_back_by")
    lists = list(rows[:SHOWN])
    held = next((each for each in lists if each.taken_back_at is None), None)
    context = {
        "year": year,
        "drawn": months.drawn(year, place, today=request.reader.day, way=_way(request, place)),
        "place": place,
        "house_name": house,
        "week": months.WEEK,
        "is_published": calendar.is_published(year),
        "may_arrange": request.reader.rules_the_house,
        "may_change": place is not None or request.reader.holds(Duty.ADMINISTER),
        "lists": lists,
        "may_take_back": held if request.reader.rules_the_house else None,
        "before": _open(request, year - 1) and year - 1,
        "after": _open(request, year + 1) and year + 1,
    }
    return render(request, "office/year/year.html", context)


@for_duty(Duty.ADMINISTER)
@require_http_methods(["GET", "POST"])
def arrange(request, year):
    """The list is read and what it would do is shown; sent once more from there, it is taken in."""
    _check(request, year, arranges=True)
    if request.method == "GET":
        form = ListForm(initial={"text": arranged_years.list_of(year)})
        return _list_page(request, year, form)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, year, form, status=422)
    text = form.cleaned_data["list"]
    if "again" in request.POST:
        return _list_page(request, year, form)
    try:
        if "sure" in request.POST and form.cleaned_data["seen"] == mark_of(year, text):
            return _taken_in(request, year, text)
        outcome = arranged_years.rehearse(text=text, year=year)
    except year_lists.WrongYear as wrong:
        form = ListForm(initial={"text": text})
        return _list_page(request, year, form, status=422, faults=wrong.faults)
    return _preview(request, year, text, outcome, late="sure" in request.POST)


@for_duty(Duty.ADMINISTER)
@require_http_methods(["GET", "POST"])
def take_back(request, year):
    """Asks once more, showing what will be otherwise."""
    _check(request, year, arranges=True)
    uid = as_uid(request.POST.get("list") or request.GET.get("list"))
    arranged = get_object_or_404(ArrangedYear, year=year, uid=uid)
    here = reverse("year:year", args=[year])
    if not arranged.is_last:
        messages.info(request, _("这一次录入已经撤回，或者后来又录入过，请看现在的安排。"))
        return redirect(here)
    if request.method == "POST":
        about = {"by": request.user, "at": timezone.now()}
        try:
            outcome = arranged_years.take_back(arranged=arranged, **about)
        except arranged_years.CannotBeTakenBack:
            messages.info(request, _("这一次录入已经撤回，或者后来又录入过，请看现在的安排。"))
        else:
            words = {"days": outcome.changed, "n": outcome.moved}
            sentence = _("撤回了：%(days)s 天恢复成录入以前的样子，%(n)s 个答复期限重新算过。")
            messages.success(request, sentence % words)
        return redirect(here)
    outcome = arranged_years.rehearse_taking_back(arranged)
    context = {"year": year, "arranged": arranged, "outcome": outcome, "back": here}
    return render(request, "office/year/take_back.html", context)


def mark_of(year: int, text: str) -> str:
    """Another one for each list, and for each state of the house's year it was looked at beside."""
    both = f"{arranged_years.list_of(year)}\n\n{text}"
    return hashlib.sha256(both.encode(errors="surrogatepass")).hexdigest()[:16]


def _taken_in(request, year, text):
    outcome = arranged_years.take_in(text=text, year=year, by=request.user, at=timezone.now())
    words = {"year": year, "n": outcome.moved}
    words["days"] = outcome.entered + outcome.changed
    sentence = _("%(year)s年录入好了：改了 %(days)s 天，%(n)s 个答复期限重新算过。")
    messages.success(request, sentence % words)
    return redirect("year:year", year)


def _list_page(request, year, form, *, status=200, faults=()):
    context = {"year": year, "form": form, "faults": faults}
    return render(request, "office/year/arrange.html", context, status=status)


def _preview(request, year, text, outcome, *, late):
    """What the list says in words, what it would change, and the list itself to be sent again."""
    rows = sorted(year_lists.read(text, year=year), key=lambda row: row.day)
    context = {
        "year": year,
        "text": text,
        "outcome": outcome,
        "rest": list(calendar.spans(row.day for row in rows if not row.is_workday)),
        "made_up": list(calendar.spans(row.day for row in rows if row.is_workday)),
        "seen": mark_of(year, text),
        "late": late,
        "back": reverse("year:arrange", args=[year]),
    }
    return render(request, "office/year/preview.html", context, status=409 if late else 200)


def _check(request, year, *, arranges=False):
    if not _open(request, year) or arranges and not request.reader.rules_the_house:
        raise Http404


def _open(request, year):
    return legal_holidays.FIRST <= year <= request.reader.day.year + AHEAD


def _place(reader):
    """The one area whose rules the reader makes; None, the house, for whoever rules it or several."""
    areas = {post.area for post in reader.posts_with(Duty.SET_RULES)}
    [area] = areas if len(areas) == 1 else [None]
    own = area is not None and area.level in (Level.TOWNSHIP, Level.COMMUNITY)
    return area if own and not reader.rules_the_house else None


def _way(request, place):
    """Where a day is changed: in the register, or on the page of the community's own rules."""
    reader, add = request.reader, reverse("admin:grids_calendarday_add")

    def in_the_register(on, works, row):
        if row is not None and regulations.may_write(reader, row.area):
            return reverse("admin:grids_calendarday_change", args=[row.pk])
        asked = {FROM: row.pk} if row else {"day": on, "is_workday": "" if works else "on"}
        return f"{add}?{urlencode(asked)}"

    def by_the_community(on, works, row):
        asked = {"kind": Days.name} | ({"rule": row.pk} if row else {"day": on})
        return f"{reverse('rules:rule', args=[place.code])}?{urlencode(asked)}"

    if reader.holds(Duty.ADMINISTER):
        return in_the_register
    return by_the_community if place is not None else lambda on, works, row: ""
