"""The list of whoever keeps the register: what stands, what is proposed, who and when; several at once."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import reauthentication
from grids.access import for_duty
from grids.roles import Duty
from residents.corrections import pages, workflow
from residents.corrections.deciding import (
    DecisionForm,
    answer_field,
    clean_answer,
    needs_its_page,
)
from residents.corrections.saying import line_of
from residents.models import Correction, Person

State = Correction.State
WAITING, DECIDED, HEADLESS = "waiting", "decided", "headless"
STATES = {WAITING: [State.OPEN], DECIDED: [State.ACCEPTED, State.DECLINED]}
ACCEPT, DECLINE = "accept", "decline"
both = require_http_methods(["GET", "POST"])


@for_duty(Duty.IMPORT_ROSTER)
@both
def corrections(request):
    """What waits, the oldest first; what was decided; families that lost their head."""
    if request.method == "POST":
        return _decide_several(request)
    return _list(request)


def _list(request, form=None, chosen=()):
    tab = request.GET.get("tab") if request.GET.get("tab") in (DECIDED, HEADLESS) else WAITING
    context = {"tab": tab, "chosen": chosen}
    here = f"{reverse('corrections:corrections')}?tab={tab}&"
    context |= _families(request, here) if tab == HEADLESS else _lines(request, tab, here)
    if request.wants_fragment:
        name = "_family_rows.html" if tab == HEADLESS else "_lines.html"
        return render(request, f"residents/corrections/{name}", context)
    labels = {WAITING: _("等着看"), DECIDED: _("看过的"), HEADLESS: _("没有户主的户")}
    context["tabs"] = [
        {"label": label, "url": f"?tab={name}", "current": name == tab}
        for name, label in labels.items()
    ]
    context["form"] = form or AnswerForm()
    status = 422 if form else 200
    return render(request, "residents/corrections/list.html", context, status=status)


def _lines(request, tab, here):
    rows = Correction.objects.kept_by(request.reader).filter(state__in=STATES[tab])
    order = ("proposed_at", "pk") if tab == WAITING else ("-decided_at", "-pk")
    return pages.lines(request, rows, order=order, here=here)


def _families(request, here):
    """One of each family that is to be asked who heads it now."""
    people = Person.objects.visible_to(request.reader)
    people = people.with_duty(request.reader, Duty.IMPORT_ROSTER)
    return pages.families(request, people, here=here)


class AnswerForm(forms.Form):
    """A word for all that are ticked."""

    def __init__(self, data=None, *, declines=False):
        super().__init__(data)
        self.declines = declines
        self.fields["answer"] = answer_field()

    def clean_answer(self):
        return clean_answer(self.cleaned_data["answer"], needed=self.declines)


def _decide_several(request):
    """Each for itself: what cannot go with the others stays, and it is said why."""
    declines = request.POST.get("do") == DECLINE
    ticked = dict(each.rpartition("=")[::2] for each in request.POST.getlist("ticked"))
    form = AnswerForm(request.POST, declines=declines)
    if not ticked:
        form.add_error(None, _("请先勾选要办的。"))
    if not form.is_valid():
        return _list(request, form, chosen=set(ticked))
    rows = Correction.objects.kept_by(request.reader).open().with_all()
    found = [each for each in rows.order_by("proposed_at", "pk") if str(each.uid) in ticked]
    about = {"answer": form.cleaned_data["answer"], "by": request.user, "at": timezone.now()}
    done, refused = 0, len(ticked) - len(found)
    for each in found:
        try:
            if declines:
                workflow.decline(correction=each, **about)
            elif needs_its_page(each, request.reader):
                refused += 1
                continue
            else:
                workflow.accept(correction=each, seen=ticked[str(each.uid)], **about)
        except workflow.CannotBeDone:
            refused += 1
        else:
            done += 1
    _say(request, done, refused)
    return redirect("corrections:corrections")


def _say(request, done, refused):
    if done:
        text = ngettext("%(n)s 条办好了。", "%(n)s 条办好了。", done)
        messages.success(request, text % {"n": done})
    if refused:
        text = ngettext(
            "%(n)s 条没有办：要打开单独看，或者登记刚变过、是您自己提的。",
            "%(n)s 条没有办：要打开单独看，或者登记刚变过、是您自己提的。",
            refused,
        )
        messages.warning(request, text % {"n": refused})


@for_duty(Duty.IMPORT_ROSTER)
@sensitive_post_parameters("password")
@both
def correction_page(request, uid):
    """One of them, with what else is to be asked before it is written."""
    visible = Correction.objects.kept_by(request.reader).with_all()
    found, now = get_object_or_404(visible, uid=uid), timezone.now()
    form = None
    if found.state == State.OPEN:
        form = _decision_form(request, found, now)
        if form.is_valid() and reauthentication.has_password(request, form, now):
            if _decide(request, found, form, now):
                return redirect("corrections:corrections")
    elif request.method == "POST":
        messages.error(request, workflow.MovedOn.sentence)
        return redirect("corrections:correction", uid)
    context = {"line": line_of(found, request.reader), "form": form, "correction": found}
    context["is_own"] = found.proposed_by_id == request.user.pk and found.origin == "door"
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "residents/corrections/correction.html", context, status=status)


def _decision_form(request, found, now):
    return DecisionForm(
        request.POST or None,
        correction=found,
        reader=request.reader,
        ask_password=not reauthentication.is_fresh(request, now),
        declines=request.POST.get("do") == DECLINE,
        initial={"seen": workflow.mark_of(found)},
    )


def _decide(request, found, form, now):
    about = {"answer": form.cleaned_data["answer"], "by": request.user, "at": now}
    try:
        if form.declines:
            workflow.decline(correction=found, **about)
        else:
            seen = form.cleaned_data["seen"]
            workflow.accept(correction=found, seen=seen, more=form.more, **about)
    except workflow.CannotBeDone as cannot:
        form.add_error(None, cannot.sentence)
        return False
    messages.success(request, _("退回了。") if form.declines else _("改好了。"))
    return True
