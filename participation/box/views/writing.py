"""For whoever has something to say of us, with or without an account."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import drafts
from foundation import rate_limits
from foundation.access import open_to_all
from foundation.networks import network_of
from foundation.pictures import files
from office.cards import badges
from participation.box import clocks, tracking, workflow
from participation.box.forms import FeedbackForm, ObjectionForm, TrackForm
from participation.models import Photo, Round

OWN = 20
both = require_http_methods(["GET", "POST"])


@open_to_all
@never_cache
@both
def new(request):
    """The box: one form, and below it what this person put into it before."""
    form = FeedbackForm(
        request.POST or None,
        request.FILES or None,
        initial=_begun(request) | drafts.restore(request),
        day=request.reader.day,
        asks_word=not request.user.is_authenticated,
    )
    if form.is_valid() and (feedback := _give(request, form)):
        return redirect("feedback:one", uid=feedback.uid)
    context = {"form": form, "own": _own(request)}
    return render(request, "participation/new.html", context, status=422 if form.is_bound else 200)


@open_to_all
@never_cache
@both
def track(request):
    """Back by number and word."""
    form, now = TrackForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            feedback = tracking.find(**form.cleaned_data, network=network_of(request), at=now)
        except rate_limits.TooOften as too_often:
            form.add_error(None, _too_often(too_often))
        else:
            if feedback:
                tracking.open_for(request, feedback, now)
                return redirect("feedback:one", uid=feedback.uid)
            form.add_error(None, _("没有找到。编号或者暗号不对，请再看一看。"))
    status = 422 if form.is_bound else 200
    return render(request, "participation/track.html", {"form": form}, status=status)


@open_to_all
@never_cache
@require_GET
def one(request, uid):
    """How far it is, and the answers."""
    feedback = get_object_or_404(_mine(request).select_related("township", "community"), uid=uid)
    context = {
        "feedback": feedback,
        "rounds": [(each, clocks.explain(each)) for each in feedback.rounds.order_by("number")],
        "photos": feedback.photos.all(),
        "may_object": workflow.may_object(feedback),
    }
    return render(request, "participation/one.html", context)


@open_to_all
@never_cache
@both
def object_to(request, uid):
    """Not satisfied, once."""
    feedback = get_object_or_404(_mine(request), uid=uid)
    form = ObjectionForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            workflow.object_to(feedback=feedback, words=words, at=timezone.now())
        except workflow.NoMoreObjections as refused:
            form.add_error(None, refused.sentence)
            status = 409
        else:
            messages.success(request, _("记下了，由上一级的人再看一次。"))
            return redirect("feedback:one", uid=feedback.uid)
    context = {"form": form, "feedback": feedback}
    return render(request, "participation/object.html", context, status=status)


@open_to_all
@never_cache
@require_GET
def photo(request, uid):
    """For whoever took it, and for whoever may read it."""
    rows = Photo.objects.filter(feedback__in=_mine(request))
    if not (found := rows.filter(uid=uid).first()):
        seen = Round.objects.visible_to(request.reader)
        found = get_object_or_404(
            Photo.objects.filter(feedback__rounds__in=seen).distinct(), uid=uid
        )
    return files.answer(found.small if "small" in request.GET else found.file, name="photo")


def _mine(request):
    return tracking.opened(request, timezone.now())


def _own(request):
    if not request.user.is_authenticated:
        return []
    rows = _mine(request).order_by("-at", "-pk").prefetch_related("rounds")[:OWN]
    return [
        {"feedback": each, "ended": all(part.has_ended for part in each.rounds.all())}
        for each in rows
    ]


def _begun(request):
    """Where they came from, whom the badge names, and the office of their home."""
    person = getattr(request.user, "person", None)
    typed = {"page": _name_of(drafts.referring_page(request)), "badge": request.GET.get("badge")}
    if typed["badge"]:
        typed |= {"subject": "person"}
    return typed | ({"area": person.community.code} if person and person.community else {})


def _name_of(page):
    """The name of a page of ours: what stands in its address would say of whom it was."""
    try:
        return resolve(page.partition("?")[0]).view_name[:80] if page else ""
    except Resolver404:
        return ""


def _give(request, form):
    """The feedback, or None with a sentence in the form."""
    typed, now = dict(form.cleaned_data), timezone.now()
    pictures = typed.pop("photos")
    face = badges.valid(typed.pop("badge"), on=timezone.localdate(now))
    try:
        feedback = workflow.give(
            **typed,
            pictures=pictures,
            about=face.badge.user if face else None,
            by=request.user if request.user.is_authenticated else None,
            network=network_of(request),
            at=now,
        )
    except workflow.AlreadyGiven as conflict:
        form.add_error(None, conflict.sentence)
    except rate_limits.TooOften as too_often:
        form.add_error(None, _too_often(too_often))
    else:
        if feedback.by_id is None:
            tracking.open_for(request, feedback, now)
        messages.success(request, _("收到了，谢谢您。"))
        return feedback
    return None


def _too_often(too_often):
    again = timezone.localtime(too_often.again_at)
    return _("今天次数有点多，请 %(time)s 以后再来。") % {"time": f"{again:%m-%d %H:%M}"}
