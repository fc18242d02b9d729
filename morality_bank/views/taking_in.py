from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import drafts
from foundation.parameters import as_uid, whole_number
from grids.access import for_duty
from grids.roles import Duty
from morality_bank import deeds
from morality_bank.contention import Busy
from morality_bank.forms import DeedForm
from morality_bank.models import Deed, Rule
from residents.models import Person
from residents.search import finders
from residents.search.people import Found, few
from residents.search.query import LONGEST


@for_duty(Duty.TAKE_IN_DEEDS)
@require_http_methods(["GET", "POST"])
def take_in(request):
    """First whose deed it is, then what it was."""
    people = Person.objects.visible_to(request.reader).with_duty(request.reader, Duty.TAKE_IN_DEEDS)
    people = people.here().select_related("home__building__compound", "grid")
    if "person" not in request.GET:
        return _choose_person(request, people)
    person = get_object_or_404(people, uid=as_uid(request.GET["person"]))
    rules = Rule.objects.for_person(person)
    form = DeedForm(request.POST or None, rules=rules, initial=drafts.restore(request))
    if form.is_valid() and (deed := _take_in(request, person, form)):
        if deed.state == Deed.State.WITHDRAWN:  # a resend does not revive it
            messages.warning(request, _("这件好事已经收回了，没有再存。"))
            return redirect(f"{reverse('morality_bank:deeds')}?show=mine")
        sentence = _("存好了：%(name)s，%(rule)s，%(points)s 分，等行长审定。")
        values = {"name": person.name, "rule": deed.rule.name, "points": deed.points}
        undo = reverse("morality_bank:take-back", args=[deed.uid])
        messages.success(request, sentence % values, extra_tags=undo)
        return redirect(f"{reverse('morality_bank:deeds')}?show=mine")
    context = {"person": person, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "morality_bank/take_in.html", context, status=status)


def _take_in(request, person, form):
    try:
        return deeds.take_in(
            person=person,
            contact=as_uid(request.GET.get("contact")),
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
    except deeds.WrongDay as refusal:
        form.add_error("happened_on", refusal.sentence)
    except (deeds.WrongRule, deeds.MonthIsFull) as refusal:
        form.add_error("rule", refusal.sentence)
    except deeds.CannotBeDone as refusal:
        form.add_error(None, refusal.sentence)
    except Busy:
        form.add_error(None, _("刚才有别人也在记账，没有存上。请再按一次“存入”。"))
    return None


def _choose_person(request, people):
    """Behind the door one comes from, or found as in the search box.

    Names are posted: an address stays in the history of a browser and in the logs of a proxy.
    """
    word = request.POST.get("q", "").strip()[:LONGEST]
    door = whole_number(request, "door")
    contact = as_uid(request.GET.get("contact"))
    found = Found([])
    if word:
        found = finders.people_like(word, people, to=request.reader)
    elif door is not None:
        found = few(people.filter(home=door).order_by("name", "pk"))
    asked = (word or request.GET.get("door")) and not found.people
    context = {
        "found": found,
        "advice": finders.advice(word, to=request.reader) if asked else "",
        "word": word,
        "contact": contact,
        "here": reverse("morality_bank:take-in") + (f"?contact={contact}" if contact else ""),
    }
    part = "_found_people" if request.wants_fragment else "choose_person"
    return render(request, f"morality_bank/{part}.html", context)
