"""What waits for a second person: the list, one of them, and the yes or no."""

from django.contrib import messages
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from grids.access import for_duty
from grids.roles import Duty
from office import proposals
from office.cards import printing as cards_printing
from office.forms import ConfirmForm, SeveralForm
from office.models import ASK, CardSheet, OrganisationFile, Proposal
from office.saying import facts_of, look_of

SHOWN = 25
READ = ("area", "user", "asked_by", "decided_by", "posting__area")


@for_duty(Duty.STAND_SECOND, *ASK)
@require_GET
def proposals_page(request):
    """What waits for the reader, what the reader asked for, and what was decided lately."""
    rows = Proposal.objects.select_related(*READ).order_by("-pk")
    theirs, now = rows.to_confirm(request.reader), timezone.now()
    lists = {
        "waiting": theirs.waiting(now),
        "mine": rows.of(request.reader),
        "decided": theirs.exclude(state=Proposal.State.WAITING),
    }
    found = {
        name: [(row, look_of(row, now)) for row in each[:SHOWN]] for name, each in lists.items()
    }
    found["several"] = _several(theirs.waiting(now))
    return render(request, "office/proposals.html", found)


def _several(waiting):
    """[(address, what it is called, how many)] of those that one gesture may answer."""
    found, names = [], {"who": F("asked_by__name"), "where": F("sheet__area__name")}
    asked = waiting.values("file__uid", "file__file_name", "sheet__uid", "together", **names)
    for each in asked.annotate(n=Count("pk")).order_by("-sheet__printed_at", "file__file_name"):
        if uid := each["sheet__uid"]:
            page, name = (
                "office:proposals-of-sheet",
                f"{_('登录卡')} · {each['where']} · {each['who']}",
            )
        elif uid := each["file__uid"]:
            page, name = "office:proposals-of-file", each["file__file_name"]
        else:
            page, uid, name = "office:proposals-together", each["together"], each["who"]
        if uid and (each["n"] > 1 or each["sheet__uid"]):
            found.append((reverse(page, args=[uid]), name, each["n"]))
    return found


@for_duty(Duty.STAND_SECOND)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def file_page(request, uid):
    """All that one workbook asks for and still waits for the reader."""
    theirs = Proposal.objects.to_confirm(request.reader).filter(file__uid=uid)
    file = get_object_or_404(OrganisationFile, pk__in=theirs.values("file"))
    return _several_page(request, theirs, file.file_name)


@for_duty(Duty.STAND_SECOND)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def together_page(request, uid):
    """All that was asked for on one page and still waits for the reader."""
    theirs = Proposal.objects.to_confirm(request.reader).filter(together=uid)
    if not theirs.exists():
        raise Http404
    return _several_page(request, theirs, "")


@for_duty(Duty.STAND_SECOND)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def cards_page(request, uid):
    """All cards of one sheet that take two people: one yes, and the second halves on paper."""
    theirs = Proposal.objects.to_confirm(request.reader).filter(sheet__uid=uid)
    sheet = get_object_or_404(
        CardSheet.objects.select_related("area"), pk__in=theirs.values("sheet")
    )
    return _several_page(request, theirs, f"{_('登录卡')} · {sheet.area.name}")


def _several_page(request, theirs, name):
    """One yes to what is chosen of them."""
    now = timezone.now()
    waiting = theirs.waiting(now).select_related(*READ).order_by("pk")
    if not waiting:
        messages.info(request, _("这些事都有人看过了。"))
        return redirect("office:proposals")
    if not proposals.second_for(waiting[0], request.user, now):  # the same for all one person asks
        messages.info(request, proposals.NotASecond.sentence)
        return redirect("office:proposals")
    ask = not reauthentication.is_fresh(request, now)
    typed = request.POST if request.method == "POST" else None
    form = SeveralForm(typed, ask_password=ask, waiting=waiting)
    if form.is_valid() and reauthentication.has_password(request, form, now):
        return _confirm_several(request, form.cleaned_data["which"], now)
    context = {"name": name, "form": form, "n": len(waiting), "asked_by": waiting[0].asked_by}
    status = 422 if form.is_bound else 200
    return render(request, "office/confirm_several.html", context, status=status)


def _confirm_several(request, chosen, now):
    done, left = proposals.confirm_several(chosen=chosen, by=request.user, at=now)
    halves = [(proposal, half) for proposal, half in done if half]
    if halves or left:
        context = {"done": len(done), "halves": halves, "left": left}
        if any(proposal.kind == Proposal.Kind.CARD for proposal, _half in halves):
            return cards_printing.halves(request, context, now)
        return render(request, "office/confirmed_several.html", context)
    messages.success(request, _("确认了，已经办好。"))
    return redirect("office:proposals")


@for_duty(Duty.STAND_SECOND, *ASK)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def proposal_page(request, uid):
    """For whoever asked how it stands, with their half of a code; for others the question."""
    rows, now = Proposal.objects.visible_to(request.reader).select_related(*READ), timezone.now()
    proposal = get_object_or_404(rows, uid=uid)
    if request.method == "GET" and not _is_asked(proposal, request.user, now):
        return render(request, "office/proposal.html", _standing(proposal, request.user, now))
    form = ConfirmForm(
        request.POST or None, ask_password=not reauthentication.is_fresh(request, now)
    )
    if form.is_valid() and reauthentication.has_password(request, form, now):
        answer = _decide(request, proposal, form, now)
        if answer is not None:
            return answer
    context = {"proposal": proposal, "facts": facts_of(proposal), "form": form}
    context |= {"back": "office:proposals"}
    return render(request, "office/confirm.html", context, status=422 if form.errors else 200)


@for_duty(*ASK)
@require_POST
def withdraw(request, uid):
    proposal = get_object_or_404(Proposal.objects.of(request.reader), uid=uid)
    if proposals.withdraw(proposal=proposal, at=timezone.now()):
        messages.success(request, _("已经撤回，什么也没有改。"))
    else:
        messages.info(request, _("这件事已经有人看过了。"))
    return redirect("office:proposal", uid)


def _is_asked(proposal, user, now):
    """Whether this reader is the one to answer, and there is still something to answer."""
    waits = Proposal.objects.waiting(now).filter(pk=proposal.pk).exists()
    return waits and proposals.second_for(proposal, user, now)


def _standing(proposal, user, now):
    mine = proposal.asked_by_id == user.pk
    waits = Proposal.objects.waiting(now).filter(pk=proposal.pk).exists()
    is_card = proposal.kind == Proposal.Kind.CARD  # its half is on the card
    spent = proposal.decided_at and proposal.decided_at < now - proposals.CODE_LIFE
    return {
        "proposal": proposal,
        "facts": facts_of(proposal),
        "mine": mine,
        "look": look_of(proposal, now),
        "half": proposal.half if mine and not spent and not is_card else "",
        "not_a_second": proposals.NotASecond.sentence if waits and not mine else "",
    }


def _decide(request, proposal, form, now):
    cleaned, about = form.cleaned_data, {"proposal": proposal, "by": request.user, "at": now}
    try:
        if cleaned["answer"] == "refuse":
            proposals.refuse(reason=cleaned["words"], **about)
            messages.success(request, _("没有确认，原因已经告诉提出的人。"))
            return redirect("office:proposals")
        half = proposals.confirm(**about)
    except proposals.NotTheirs:
        raise Http404 from None
    except proposals.CannotBeDone as refusal:
        form.add_error(None, refusal.sentence)
        return None
    if half:
        proposal.refresh_from_db()
        if proposal.kind == Proposal.Kind.CARD:
            one = {"done": 1, "halves": [(proposal, half)], "left": []}
            return cards_printing.halves(request, one, now)
        return render(request, "office/half.html", {"proposal": proposal, "half": half})
    messages.success(request, _("确认了，已经办好。"))
    return redirect("office:proposals")
