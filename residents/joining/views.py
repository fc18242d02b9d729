"""Where both offices look at two entries with one number, propose, agree, and separate again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from accounts import reauthentication
from foundation.api import keyset
from grids.access import for_duty
from grids.roles import Duty
from residents.joining import comparison, workflow
from residents.joining.forms import ProposalForm, SureForm
from residents.joining.meetings import sides_of
from residents.models import Meeting

PAGE = 25
State = Meeting.State
TABS = {"waiting": Meeting.WAITING, "decided": [State.JOINED, State.TWO]}
LOOKS = {State.OPEN: "due", State.PROPOSED: "soon", State.JOINED: "fresh", State.TWO: "fresh"}


@for_duty(Duty.IMPORT_ROSTER)
@require_GET
def meetings(request):
    """What is to be decided, the newest first; and what was decided."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "waiting"
    visible = Meeting.objects.visible_to(request.reader)
    page = keyset.page(
        visible.filter(state__in=TABS[tab]).with_both(),
        order=("-found_at", "-pk"),
        cursor=request.GET.get("before", ""),
        size=PAGE,
        or_first=True,
    )
    context = {"rows": [_row(each, request.reader) for each in page.items], "tab": tab}
    if page.next:
        context["next"] = f"{reverse('residents:meetings')}?tab={tab}&before={page.next}"
    if request.wants_fragment:
        return render(request, "residents/_meeting_rows.html", context)
    labels = {"waiting": _("等着核对"), "decided": _("核对过的")}
    context["tabs"] = [
        {"label": label, "url": f"?tab={name}", "current": name == tab}
        for name, label in labels.items()
    ]
    return render(request, "residents/meetings.html", context)


def _row(meeting, reader):
    ours = sides_of(reader, meeting)
    others = [getattr(meeting, side) for side in ("first", "second") if side not in ours]
    there = (others or [meeting.second])[0].community.name
    return {
        "meeting": meeting,
        "title": comparison.named(meeting, to=reader),
        "meta": _("和%(place)s的一份登记身份证号相同") % {"place": there},
        "state": meeting.get_state_display(),
        "look": LOOKS.get(meeting.state, "fresh"),
    }


@for_duty(Duty.IMPORT_ROSTER)
@require_GET
def meeting_page(request, uid):
    """Both entries side by side, what was said about them, and what may be done now."""
    found = _find(request, uid)
    form = _proposal_form(request, found) if found.state == State.OPEN else None
    return _page(request, found, form=form)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def propose(request, uid):
    found = _find(request, uid)
    form = _proposal_form(request, found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    said = form.cleaned_data
    about = {"verdict": said["verdict"], "taken": form.taken, "why": said["why"]}
    about["kept"] = getattr(found, said["kept"]) if said["kept"] else None
    try:
        workflow.propose(meeting=found, by=request.user, at=timezone.now(), **about)
    except workflow.CannotBeDone as cannot:
        form.add_error(None, cannot.sentence)  # what was written stays on the page
        return _page(request, _find(request, uid), form=form, status=409)
    messages.success(request, _("提出来了，等另一边的同事点头。"))
    return redirect("residents:meeting", found.uid)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
@sensitive_post_parameters("password")
def agree(request, uid):
    found = _find(request, uid)
    if form := _not_sure(request):
        return _page(request, found, sure=form, status=422)
    said = _("合成一份了。") if found.verdict == Meeting.Verdict.ONE else _("记下了：是两个人。")
    return _done(request, found, said, workflow.agree, seen=request.POST.get("seen", ""))


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def decline(request, uid):
    return _done(request, _find(request, uid), _("退回了，可以重新提。"), workflow.decline)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
@sensitive_post_parameters("password")
def separate(request, uid):
    found = _find(request, uid)
    if form := _not_sure(request):
        return _page(request, found, sure=form, status=422)
    return _done(request, found, _("分开了，两份登记和合并以前一样。"), workflow.separate)


def _find(request, uid):
    visible = Meeting.objects.visible_to(request.reader).exclude(state=State.GONE)
    return get_object_or_404(visible.with_both(), uid=uid)


def _proposal_form(request, meeting, data=None):
    return ProposalForm(data, meeting=meeting, ours=sides_of(request.reader, meeting))


def _sure_form(request, data=None, *, seen=""):
    fresh = reauthentication.is_fresh(request, timezone.now())
    return SureForm(data, ask_password=not fresh, initial={"seen": seen})


def _not_sure(request):
    """The form again while the password is still missing or wrong, else None."""
    form = _sure_form(request, request.POST)
    if form.is_valid() and reauthentication.has_password(request, form, timezone.now()):
        return None
    return form


def _done(request, meeting, said, act, **facts):
    """One act, and back to the page with what came of it."""
    try:
        act(meeting=meeting, by=request.user, at=timezone.now(), **facts)
    except workflow.CannotBeDone as cannot:
        messages.error(request, cannot.sentence)
    else:
        messages.success(request, said)
    # Open again, it is out of sight of whoever wrote the later number.
    if Meeting.objects.visible_to(request.reader).filter(pk=meeting.pk).exists():
        return redirect("residents:meeting", meeting.uid)
    return redirect("residents:meetings")


def _page(request, meeting, *, form=None, sure=None, status=200):
    now = timezone.now()
    proposed = meeting.state == State.PROPOSED
    context = {
        "meeting": meeting,
        "sides": comparison.side_by_side(meeting, to=request.reader),
        "said": comparison.said(meeting, to=request.reader) if meeting.proposed_by else [],
        "form": form,
        "sure": sure or _sure_form(request, seen=workflow.mark_of(meeting)),
        "may_agree": proposed
        and workflow.are_two(meeting.proposed_by, request.user, meeting, at=now),
        "may_separate": workflow.may_separate(meeting, now),
    }
    return render(request, "residents/meeting.html", context, status=status)
