"""For whoever answers: the list, one round, the answer, the year."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import drafts
from foundation.parameters import as_whole_number
from grids.access import for_duty
from grids.models import Reader
from grids.roles import Duty
from participation.box import clocks, desk, workflow
from participation.box.forms import AnswerForm
from participation.models import Round

ANSWERS = (Duty.ANSWER_FEEDBACK, Duty.STAND_SECOND)


@for_duty(*ANSWERS)
@require_GET
def desk_page(request):
    """Rounds by where they stand, with their lights."""
    now, asked = timezone.now(), request.GET
    tab = asked.get("tab") if asked.get("tab") in desk.TABS else "open"
    places = list(desk.places(request.reader))
    of = next((area for area in places if area.code == asked.get("of")), None)
    chosen = {"kind": asked.get("kind", ""), "of": of}
    rows = {name: desk.rounds(request.reader, tab=name, now=now, **chosen) for name in desk.TABS}
    query = {name: asked[name] for name in ("kind", "of") if asked.get(name)}
    tabs = [
        {
            "url": "?" + urlencode({"tab": name} | query),
            "label": label,
            "count": rows[name].count() if name != "answered" else None,
            "current": name == tab,
        }
        for name, label in desk.TABS.items()
    ]
    page = desk.page(rows[tab], tab=tab, after=asked.get("after", ""), now=now)
    more = "?" + urlencode({"tab": tab, "after": page.next} | query) if page.next else ""
    context = {"tabs": tabs, "tab": tab, "page": page, "more": more, "places": places}
    context |= {"kind": chosen["kind"], "of": of, "kinds": desk.Kind.choices}
    return render(request, "participation/desk.html", context)


@for_duty(*ANSWERS)
@require_GET
def round_page(request, uid):
    """What was said, and what was answered; the earlier answer, where it was asked again."""
    found = get_object_or_404(_visible(request), uid=uid)
    earlier = found.feedback.rounds.filter(number__lt=found.number).first()
    context = {
        "round": found,
        "feedback": found.feedback,
        "earlier": earlier,
        "photos": found.feedback.photos.all(),
        "because": clocks.explain(found),
        "line": desk.RoundLine(found, timezone.now()),
    }
    return render(request, "participation/round.html", context)


@for_duty(*ANSWERS)
@require_http_methods(["GET", "POST"])
def answer(request, uid):
    """Written, shown exactly as it will be read, and only then sent."""
    found = get_object_or_404(_visible(request), uid=uid)
    if found.has_ended and request.method == "GET":
        return redirect("feedback:round", uid=found.uid)
    form = AnswerForm(request.POST or None, initial=drafts.restore(request))
    status = 422 if form.is_bound else 200
    context = {"form": form, "round": found, "feedback": found.feedback}
    if form.is_valid():
        context["words"] = form.cleaned_data["words"]
        if request.POST.get("step") == "look":
            return render(request, "participation/preview.html", context)
        if request.POST.get("step") == "send":
            try:
                about = {"by": request.user, "at": timezone.now()}
                workflow.answer(round_=found, words=context["words"], **about)
            except workflow.CannotBeDone as refused:
                form.add_error(None, refused.sentence)
                status = 409
            else:
                messages.success(request, _("答复发出去了。"))
                return redirect("feedback:desk")
        else:
            status = 200
    return render(request, "participation/answer.html", context, status=status)


@for_duty(*ANSWERS)
@require_GET
def year(request):
    """How many, how fast; no names."""
    reader: Reader = request.reader
    years = desk.years(reader, reader.day)
    chosen = as_whole_number(request.GET.get("year"))
    chosen = chosen if chosen in years else years[0]
    tabs = [{"url": f"?year={each}", "label": each, "current": each == chosen} for each in years]
    context = {"tabs": tabs, "year": chosen, "lines": desk.of_year(reader, chosen)}
    return render(request, "participation/year.html", context)


def _visible(request):
    rows = Round.objects.visible_to(request.reader)
    return rows.select_related("feedback__township", "feedback__community", "answered_by")
