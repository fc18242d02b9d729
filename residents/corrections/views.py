"""Where it is heard: what is otherwise than the register has it, and what became of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from foundation import rate_limits
from grids.access import for_duty
from grids.models import posts
from grids.roles import Duty
from residents import homes, masks
from residents.corrections import kinds, known, pages, workflow
from residents.corrections.deciding import MoreForm
from residents.corrections.saying import line_of
from residents.models import CareTag, Correction, Dwelling, Person

both = require_http_methods(["GET", "POST"])
TOO_MANY = gettext_lazy(
    "您今天提的更正已经有 %(most)s 条，明天再提。急的话请直接告诉管登记的同事。"
)


def people_of(reader):
    """Whom one may say something about: everybody one sees as they are."""
    people = Person.objects.visible_to(reader).standing()
    return people.select_related("grid", "community", "home__building__compound", "household")


def find_person(request, uid):
    return get_object_or_404(people_of(request.reader), uid=uid)


def find_door(request, pk):
    doors = Dwelling.objects.visible_to(request.reader).with_duty(request.reader, Duty.SEE_PEOPLE)
    return get_object_or_404(doors.select_related("building__compound", "grid", "community"), pk=pk)


@for_duty(Duty.SEE_PEOPLE)
@require_GET
def person_page(request, uid):
    """One entry as it stands, what waits about it, and what may be said or written."""
    person = find_person(request, uid)
    reader, today = request.reader, timezone.localdate()
    tags = CareTag.objects.visible_to(reader).valid(today).filter(person=person).order_by("kind")
    waiting = Correction.objects.visible_to(reader).open().filter(person=person).with_all()
    context = {
        "person": person,
        "id_number": masks.id_number_in_detail(person, birth=masks.Birth.YEAR),
        "phone": masks.phone(person),
        "tags": tags,
        "family": homes.family_of(person),
        "headless": homes.is_without_head(person) if person.household_id else False,
        "keeps": posts.holds(reader, Duty.IMPORT_ROSTER, person),
        "kinds": _kinds_for(reader, person) if person.status == Person.Status.HERE else [],
        "lines": [line_of(each, reader) for each in waiting.order_by("proposed_at", "pk")],
    }
    return render(request, "residents/corrections/person.html", context)


def _kinds_for(reader, place):
    """Of needs only where the reader sees care."""
    sees_care = posts.holds(reader, Duty.SEE_CARE, place)
    of_person = isinstance(place, Person)
    return [
        kind
        for kind in kinds.about(of_person=of_person)
        if sees_care or kind.name != Correction.Kind.TAG
    ]


@for_duty(Duty.SEE_PEOPLE)
@sensitive_post_parameters("password", "phone", "name", "remarks")
@both
def change_person(request, uid):
    person = find_person(request, uid)
    kind = _kind(request, person)
    if kind is None or person.status != Person.Status.HERE:
        return redirect("corrections:person", uid)
    back = reverse("corrections:person", args=[uid])
    return _change(request, kind, back, person=person)


@for_duty(Duty.SEE_PEOPLE)
@sensitive_post_parameters("password", "phone", "name")
@both
def change_door(request, pk):
    dwelling = find_door(request, pk)
    kind = _kind(request, dwelling)
    back = reverse("visits:door", args=[pk])
    return _change(request, kind, back, dwelling=dwelling) if kind else redirect(back)


def _kind(request, place):
    named = request.GET.get("kind", "")
    return next((each for each in _kinds_for(request.reader, place) if each.name == named), None)


def _change(request, kind, back, **about):
    """What is otherwise; whoever keeps the register here writes it, anybody else proposes it."""
    place = about.get("person") or about["dwelling"]
    keeps = posts.holds(request.reader, Duty.IMPORT_ROSTER, place)
    if keeps and kind.name == Correction.Kind.MOVED_AWAY:
        keeps = known.may_let_go(place, request.reader)
    form, now = kind.form(request.POST or None, **about), timezone.now()
    said = form.value if form.is_valid() else None
    more = _more_form(request, kind, about, said, now) if keeps else None
    if said is not None and (not keeps or _is_answered(request, more, now)):
        facts = {"client_id": form.cleaned_data["client_id"], "kind": kind.name, "value": said}
        facts |= {"note": form.cleaned_data["note"], "by": request.user, "at": now, **about}
        if _done(form, facts, more):
            messages.success(request, _("改好了。") if keeps else _("提好了，等管登记的同事看。"))
            return redirect(back)
    context = {"kind": kind, "form": form, "more": more, "keeps": keeps, "back": back, **about}
    if person := about.get("person"):
        unsaved = Correction(kind=kind.name, person=person)
        if kind.name != Correction.Kind.TAG:
            stands = kind.stands(unsaved)
            context["stands"] = kind.stands_as(unsaved, stands, request.reader)
    status = 429 if hasattr(form, "too_often") else 422 if form.is_bound else 200
    return render(request, "residents/corrections/change.html", context, status=status)


def _more_form(request, kind, about, said, now):
    """Bound once it was on the page; until then what was typed waits for its answers."""
    unsaved = Correction(kind=kind.name, **about)
    data = request.POST if request.POST.get("asked") else None
    asks = not reauthentication.is_fresh(request, now)
    facts = {"correction": unsaved, "reader": request.reader, "value": said}
    return MoreForm(data, ask_password=asks, **facts)


def _is_answered(request, more, now):
    """Nothing is asked, or it is answered; the same form comes back while it is not."""
    if not more.asks:
        return True
    return more.is_valid() and reauthentication.has_password(request, more, now)


def _done(form, facts, more):
    try:
        if more is None:
            workflow.propose(**facts)
        else:
            workflow.write_now(**facts, more=more.more if more.asks else workflow.NOBODY)
    except workflow.CannotBeDone as cannot:
        form.add_error(None, cannot.sentence)
        return False
    except workflow.AlreadyProposed as conflict:
        form.add_error(None, conflict.sentence)
        return False
    except rate_limits.TooOften:
        form.add_error(None, TOO_MANY % {"most": workflow.A_DAY})
        form.too_often = True
        return False
    return True


@for_duty(Duty.SEE_PEOPLE)
@require_GET
def mine(request):
    """What one proposed, the newest first, and what was answered."""
    rows = Correction.objects.visible_to(request.reader).filter(proposed_by=request.user)
    rows = rows.exclude(origin=Correction.Origin.DESK)
    here = f"{reverse('corrections:mine')}?"
    context = pages.lines(request, rows, order=("-proposed_at", "-pk"), here=here)
    fragment = "residents/corrections/_mine.html"
    whole = "residents/corrections/mine.html"
    return render(request, fragment if request.wants_fragment else whole, context)


@for_duty(Duty.SEE_PEOPLE)
@require_POST
def withdraw(request, uid):
    mine = Correction.objects.visible_to(request.reader).filter(proposed_by=request.user)
    found = get_object_or_404(mine, uid=uid)
    try:
        workflow.withdraw(correction=found, by=request.user, at=timezone.now())
    except workflow.CannotBeDone as cannot:
        messages.error(request, cannot.sentence)
    else:
        messages.success(request, _("收回了，登记没有动过。"))
    return redirect("corrections:mine")
