"""Cards, devices and second factors of staff; and after how long somebody signs in again."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.evidence.whence import whence
from accounts.factors import cards, once_good, setting_up
from accounts.models import WorkDevice
from foundation.access import Audience, open_to
from foundation.paper import qr
from grids import idle, letting_in, second
from grids.access import for_duty
from grids.roles import Duty
from office import proposals
from office.models import Proposal
from office.security import reach
from office.security.forms import CardForm, IdleForm

LOOKS_AFTER = Audience(
    "looks after how staff sign in",
    lambda request: (
        request.reader.holds(Duty.ADMINISTER) or request.reader.holds(Duty.KEEP_SECURITY)
    ),
)


@for_duty(Duty.KEEP_SECURITY)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def security_page(request):
    """The idle times, and who has no second factor yet."""
    now = timezone.now()
    ask = not reauthentication.is_fresh(request, now)
    form = IdleForm(request.POST or None, ask_password=ask)
    if form.is_valid() and reauthentication.has_password(request, form, now):
        for role, minutes in form.chosen().items():
            idle.choose(role=role, minutes=minutes, by=request.user, at=now)
        messages.success(request, _("定好了，从各人下一次登录起算。"))
        return redirect("security:index")
    staff = reach.staff_of(request.reader).filter(is_active=True)
    lacking = staff.filter(
        second_factor__key_confirmed_at=None,
        second_factor__paper_at=None,
        second_factor__device_at=None,
    )
    context = {"form": form, "lacking": lacking.order_by("name", "pk")[:200]}
    context |= {"lacking_count": lacking.count(), "staff_count": staff.count()}
    return render(request, "office/security.html", context, status=422 if form.is_bound else 200)


@open_to(LOOKS_AFTER)
@require_GET
def way_in(request, uid):
    """How one member of staff signs in: what they have, their devices, and what can be done."""
    member = get_object_or_404(reach.staff_of(request.reader), uid=uid)
    return _way_in(request, member)


@open_to(LOOKS_AFTER)
@never_cache
@sensitive_post_parameters("password")
@require_POST
def give_card(request, uid):
    """A card to print and hand over; its code stands on this answer and nowhere else."""
    return _card(request, uid, lambda member, **about: letting_in.give_card(user=member, **about))


@open_to(LOOKS_AFTER)
@never_cache
@sensitive_post_parameters("password")
@require_POST
def replace(request, uid):
    """What the member had is lost: everything ends, and the card begins anew.

    For whoever holds a grave post it is asked for, and the code comes in two halves.
    """
    here = whence(request)

    def new_card(member, **about):
        return letting_in.replace_factor(user=member, whence=here, **about)

    return _card(request, uid, new_card, ask=True)


@open_to(LOOKS_AFTER)
@require_POST
def end_device(request, uid):
    """A lost phone, in one tap: whoever has it is a stranger at the next one."""
    theirs = WorkDevice.objects.filter(user__in=reach.staff_of(request.reader), ended_at=None)
    device = get_object_or_404(theirs.select_related("user"), uid=uid)
    about = {"by": request.user, "whence": whence(request), "at": timezone.now()}
    letting_in.end_device(device=device, **about)
    messages.success(request, _("停用了，那台设备上的登录已经退出。"))
    return redirect("security:way-in", device.user.uid)


@sensitive_variables("code", "context")
def _card(request, uid, make, *, ask=False):
    """What `make` prints; `ask`: where one person is not enough, put it to a second one."""
    member = get_object_or_404(reach.staff_of(request.reader), uid=uid)
    now = timezone.now()
    form = CardForm(request.POST, ask_password=not reauthentication.is_fresh(request, now))
    if settings.DEMO:
        form.add_error(None, _("这是大家一起用的演示，第二道验证不能改。"))
    if not form.is_valid() or not reauthentication.has_password(request, form, now):
        return _way_in(request, member, form)
    try:
        code = make(member, by=request.user, at=now)
    except second.NeedsSecond:
        return _put_to_a_second(request, member, form, now) if ask else _way_in(request, member)
    door = request.build_absolute_uri(reverse("accounts:second"))
    context = {
        "member": member,
        "code": once_good.in_groups(code),
        "address": door,
        "qr": qr.svg(f"{door}#{quote(code)}"),
        "until": timezone.localdate(now + cards.LASTS),
    }
    return render(request, "office/card.html", context)


def _put_to_a_second(request, member, form, now):
    try:
        proposal = proposals.ask_for_account(
            kind=Proposal.Kind.REPLACE, user=member, by=request.user, at=now
        )
    except proposals.CannotBeDone as refusal:
        form.add_error(None, refusal.sentence)
        return _way_in(request, member, form)
    messages.success(request, _("提出来了，等第二个人确认；现在还什么都没有改。"))
    return redirect("office:proposal", proposal.uid)


def _way_in(request, member, form=None):
    ask = not reauthentication.is_fresh(request, timezone.now())
    context = {
        "member": member,
        "factor": getattr(member, "second_factor", None),
        "devices": list(setting_up.devices_of(member)),
        "form": form or CardForm(ask_password=ask),
        "takes_two": second.place_of_account(member, on=request.reader.day) is not None,
    }
    return render(request, "office/way_in.html", context, status=422 if form else 200)
