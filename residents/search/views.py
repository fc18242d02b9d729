from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from foundation import rate_limits
from grids.access import for_duty
from grids.roles import Duty
from residents.search import finders
from residents.search.query import LONGEST


@for_duty(Duty.SEE_DOORS)
@sensitive_post_parameters("words")
@sensitive_variables("typed", "context")
@require_http_methods(["GET", "POST"])
def search_page(request):
    """The box and what it found. Names and numbers are posted: an address would be kept in the
    browser's history and in the logs of every machine on the way (decision 8)."""
    typed = request.POST.get("words", "").strip()[:LONGEST]
    context, status = {"typed": typed, "longest": LONGEST}, 200
    if typed:
        try:
            context["groups"] = finders.find(text=typed, to=request.reader, at=timezone.now())
            context["advice"] = finders.advice(typed, to=request.reader)
        except rate_limits.TooOften as too_often:
            context["too_often"], status = _sentence(too_often), 429
    name = "residents/_found.html" if request.wants_fragment else "residents/search.html"
    return render(request, name, context, status=status)


def _sentence(too_often):
    again = timezone.localtime(too_often.again_at)
    if again.date() == timezone.localdate():
        when = f"{again:%H:%M}"
    else:
        when = date_format(again, "DATETIME_FORMAT")
    return _("这一会儿找得太勤了，%(when)s 以后再找。") % {"when": when}
