from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from foundation import rate_limits
from foundation.access import signed_in
from foundation.audit import reasons
from grids.access import for_duty
from grids.roles import Duty
from residents.models import Person
from residents.reveal import disclosure
from residents.reveal.forms import RevealForm

SECONDS_ON_SCREEN = 60


@for_duty(Duty.SEE_PEOPLE)
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("value", "context", "number")
@require_http_methods(["GET", "POST"])
def reveal_page(request, uid):
    """Ask why, and perhaps for the password; then show the value once, for a minute."""
    people = Person.objects.visible_to(request.reader).select_related(
        "home__building__compound", "grid"
    )
    person, now = get_object_or_404(people, uid=uid), timezone.now()
    form = RevealForm(
        request.POST or None,
        person=person,
        ask_password=not reauthentication.is_fresh(request, now),
        initial={name: request.GET.get(name) for name in ("field", "usual")},
    )
    context = {
        "person": person,
        "form": form,
        "seconds": SECONDS_ON_SCREEN,
        "a_day": disclosure.A_DAY,
    }
    if form.is_valid() and reauthentication.has_password(request, form, now):
        if value := _reveal(request, person, form, now):
            column = form.cleaned_data["field"]
            context |= {"value": value, "column": column, "label": disclosure.FIELDS[column]}
            context["number"] = in_groups(value)
    return render(request, "residents/reveal.html", context)


def in_groups(number: str):
    """May break on a small screen where people pause in reading it, and is copied in one piece."""
    ends = (6, 14) if len(number) == 18 else (3, 7)
    groups = [number[start:end] for start, end in zip((0, *ends), (*ends, None), strict=True)]
    return format_html_join(mark_safe("<wbr>"), "{}", ((group,) for group in groups))


def _reveal(request, person, form, now):
    try:
        return disclosure.reveal(
            person=person,
            column=form.cleaned_data["field"],
            reason=form.cleaned_data["why"],
            by=request.user,
            at=now,
        )
    except reasons.TooShort:
        form.add_error("why", _("请多写几个字，让本人看得懂。"))
    except reasons.TellsTooMuch:
        form.add_error("why", _("理由里不要写姓名和号码，这句话会一直留着。"))
    except disclosure.TooClose:
        form.add_error(None, _("自己和家里人的号码，请别的同事来查。"))
    except disclosure.NothingThere:
        form.add_error("field", _("这一项没有登记。"))
    except rate_limits.TooOften as too_often:
        again = date_format(timezone.localtime(too_often.again_at), "DATETIME_FORMAT")
        form.add_error(
            None,
            _("一天最多看 %(most)s 次，%(again)s 以后再看。")
            % {"most": disclosure.A_DAY, "again": again},
        )
    return ""


@signed_in
@require_GET
def looked_at_me(request):
    """Who looked at my number, and why: a page, and a part of what is registered about me."""
    person = Person.objects.filter(user=request.user).first()
    context = looks_page(person, before=request.GET.get("before", ""))
    name = "_looked_at_me" if request.wants_fragment else "looked_at_me"
    return render(request, f"residents/{name}.html", context)


def looks_page(person, *, before=""):
    """What _looked_at_me.html shows, newest first."""
    if person is None:
        return {"looks": [], "before": False}
    page = disclosure.looks_at(person, cursor=before)
    return {"looks": page.items, "before": not page.is_first, "next": page.next}
