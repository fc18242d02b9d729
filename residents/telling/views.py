"""怎么告诉我: on one's own page, and at the counter for who asks there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.access import signed_in
from grids.access import for_duty
from grids.roles import Duty
from notices import events
from notices.delivery import asked, wording
from notices.models import Audience
from residents.counter.views import people_at
from residents.telling import choosing
from residents.telling.forms import ToldByForm

both = require_http_methods(["GET", "POST"])


@signed_in
@never_cache
@both
def mine(request):
    return _page(request, request.user, done="morality_bank:my")


@for_duty(Duty.CONFIRM_PEOPLE)
@never_cache
@both
def at_counter(request, uid):
    """Of somebody who is seen now; without an account there is nothing to send yet."""
    person = get_object_or_404(people_at(request.reader), uid=uid)
    return _page(request, person.user, person=person)


def _page(request, user, *, person=None, done=""):
    form = ToldByForm(request.POST or None, initial={"choice": choosing.choice_of(user)})
    if request.method == "POST" and form.is_valid() and user:
        choice = form.cleaned_data["choice"]
        choosing.choose(user=user, choice=choice, by=request.user, at=timezone.now())
        messages.success(request, _("记下了，从下一条消息起就这样告诉您。"))
        return redirect("counter:person", person.uid) if person else redirect(done)
    context = {"form": form, "person": person, "known": user is not None}
    if user:
        context["sample"] = _sample(user)
    status = 422 if form.is_bound else 200
    return render(request, "residents/telling/told_by.html", context, status=status)


def _sample(user):
    """The exact words of a message about a matter they reported, as they would get it."""
    return wording.words(
        events.of("case"),
        Audience.RESIDENTS,
        signature=asked.signature(user, timezone.localdate()),
        shared=asked.shared(user),
    )
