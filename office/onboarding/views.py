"""What leads a street to its opening: the steps, and the act that opens it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grids.access import for_duty
from grids.roles import Duty
from office.models import StreetOpening
from office.onboarding import opening, steps, streets
from office.onboarding.forms import OpeningForm


@for_duty(Duty.ADMINISTER)
@require_GET
def street_page(request, code):
    """How far one street is, step by step, and the one thing to do next."""
    street = get_object_or_404(streets.streets_of(request.reader), code=code)
    return render(request, "office/onboarding/street.html", leading(street, request.reader.day))


@for_duty(Duty.ADMINISTER)
@require_http_methods(["GET", "POST"])
def open_street(request, code):
    """Asks once more, saying what is still missing; sent, the day stands."""
    street = get_object_or_404(streets.streets_of(request.reader), code=code)
    state = leading(street, request.reader.day)
    form = OpeningForm(request.POST or None, initial={"opens_on": request.reader.day})
    if form.is_valid():
        about = {"on": form.cleaned_data["opens_on"], "by": request.user, "at": timezone.now()}
        try:
            row = opening.say_open(street=street, **about)
        except opening.WrongDay as wrong:
            form.add_error("opens_on", wrong.sentence)
        except opening.AlreadyOpen as already:
            messages.info(request, already.sentence)
            return redirect("admin:index")
        else:
            words = {"street": street.name, "day": date_format(row.opens_on, _("n月j日"))}
            messages.success(request, _("%(street)s的开张日定在%(day)s。") % words)
            return redirect("admin:index")
    context = state | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "office/onboarding/open.html", context, status=status)


def leading(street, day):
    """What the pages about one street say: its steps, the next thing to do, its opening day."""
    states = steps.look(street, day)
    following = next((state for state in states if not state.is_done), None)
    row = StreetOpening.objects.filter(street=street).first()
    return {
        "street": street,
        "states": states,
        "following": following,
        "done": sum(state.is_done for state in states),
        "opening": row,
        "is_open": row is not None and row.opens_on <= day,
    }
