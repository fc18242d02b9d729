"""The page that takes in the streets and communities below an area from a table."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.workbooks.refusals import Refused
from grids.access import for_duty
from grids.divisions import below
from grids.roles import Duty, Level
from office.onboarding.forms import DivisionsForm
from office.scoped_admin import administered

SALT = "office.onboarding.divisions"
HOUR = 3600


@for_duty(Duty.ADMINISTER)
@require_http_methods(["GET", "POST"])
def divisions(request, code):
    """The table is read and what it would make is shown; sent once more from there, it is made."""
    places = administered(request.reader).valid(on=request.reader.day)
    places = places.filter(level__in=(Level.DISTRICT, Level.TOWNSHIP))
    area = get_object_or_404(places, code=code)
    if "sure" in request.POST:
        return _take_in(request, area)
    form = DivisionsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            found = below.read(form.cleaned_data["file"], area)
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            context = {"area": area, "found": found, "faults": _said(found.faults)}
            context["sealed"] = signing.dumps([area.code, found.new], salt=SALT, compress=True)
            return render(request, "office/onboarding/divisions_found.html", context)
    status = 422 if form.errors else 200
    context = {"area": area, "form": form}
    return render(request, "office/onboarding/divisions.html", context, status=status)


def _take_in(request, area):
    """What was shown, as it was shown: it is sent back signed."""
    try:
        code, new = signing.loads(request.POST.get("places", ""), salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        code, new = "", []
    if code != area.code:
        messages.info(request, _("这份名单放得太久了，请再上传一次。"))
        return redirect("onboarding:divisions", area.code)
    made = below.take_in(area=area, new=new, by=request.user, at=timezone.now())
    words = ngettext("新登记了 %(n)s 个地方。", "新登记了 %(n)s 个地方。", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect("admin:index")


def _said(faults):
    return [(fault.line, _(fault.text) % fault.values) for fault in faults[:20]]
