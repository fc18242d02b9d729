from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import drafts
from foundation.api import keyset
from grids.access import for_duty
from grids.roles import Duty
from morality_bank import deeds, figures
from morality_bank.contention import Busy
from morality_bank.forms import RefuseForm
from morality_bank.models import Deed
from residents import masks
from residents.own.entries import own_entries

SHOWN = 25
COUNTED = 100


@for_duty(Duty.TAKE_IN_DEEDS)
@require_GET
def deeds_page(request):
    """What waits for a decision, oldest first, and what the user took in themselves."""
    decides = request.reader.holds(Duty.DECIDE_DEEDS)
    show = request.GET.get("show", "waiting") if decides else "mine"
    visible = Deed.objects.visible_to(request.reader)
    lists = {
        "waiting": visible.decided_by(request.reader).waiting(),
        "decided": visible.decided_by(request.reader).settled(),
        "mine": visible.filter(taken_by=request.user),
    }
    if show not in lists:
        raise Http404
    page = _page(lists[show], request, order=("pk",) if show == "waiting" else ("-pk",))
    own = own_entries(request.user) if show == "waiting" else []
    context = {
        "show": show,
        "deeds": [(deed, deeds.hindrance(deed, request.user, own)) for deed in page.items]
        if show == "waiting"
        else [(deed, None) for deed in page.items],
        "tabs": _tabs(show, lists["waiting"]) if decides else [],
        "year": figures.of_banks(request.reader) if show == "decided" and page.is_first else None,
        "next": f"?show={show}&from={page.next}" if page.next else "",
    }
    return render(request, "morality_bank/deeds.html", context)


@for_duty(Duty.DECIDE_DEEDS)
@require_POST
def post(request, uid):
    deed = _to_decide(request, uid)
    try:
        deeds.post(deed=deed, by=request.user, at=timezone.now())
    except (deeds.CannotBeDone, Busy) as refusal:
        messages.warning(request, _sentence(refusal))
    else:
        messages.success(request, _("已入账：%(deed)s。") % {"deed": _named(deed, request.reader)})
    return redirect("morality_bank:deeds")


@for_duty(Duty.DECIDE_DEEDS)
@require_http_methods(["GET", "POST"])
def refuse(request, uid):
    deed = _to_decide(request, uid)
    form = RefuseForm(request.POST or None, initial=drafts.restore(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            deeds.refuse(deed=deed, why=why, by=request.user, at=timezone.now())
        except (deeds.CannotBeDone, Busy) as refusal:
            form.add_error(None, _sentence(refusal))
        else:
            messages.success(
                request, _("没有通过：%(deed)s。") % {"deed": _named(deed, request.reader)}
            )
            return redirect("morality_bank:deeds")
    context = {"deed": deed, "form": form, "back": reverse("morality_bank:deeds")}
    status = 422 if form.is_bound else 200
    return render(request, "morality_bank/refuse.html", context, status=status)


@for_duty(Duty.TAKE_IN_DEEDS)
@require_POST
def take_back(request, uid):
    """Whoever took it in, while nobody has decided."""
    mine = Deed.objects.visible_to(request.reader).filter(taken_by=request.user)
    deed = get_object_or_404(mine.select_related("account__person", "rule", "transfer"), uid=uid)
    try:
        deeds.take_back(deed=deed, by=request.user, at=timezone.now())
    except (deeds.CannotBeDone, Busy) as refusal:
        messages.warning(request, _sentence(refusal))
    else:
        messages.success(request, _("收回了：%(deed)s。") % {"deed": _named(deed, request.reader)})
    return redirect(f"{reverse('morality_bank:deeds')}?show=mine")


def _to_decide(request, uid):
    mine = Deed.objects.visible_to(request.reader).decided_by(request.reader)
    rows = mine.select_related(
        "account__person__user", "account__person__grid", "rule", "taken_by", "transfer"
    )
    return get_object_or_404(rows, uid=uid)


def _page(rows, request, *, order):
    with_names = rows.select_related(
        "account__person__home__building__compound",
        "account__person__grid",
        "account__person__community",
        "rule",
        "taken_by",
        "decided_by",
    )
    start = request.GET.get("from", "")
    return keyset.page(with_names, order=order, cursor=start, size=SHOWN, or_first=True)


def _tabs(show, waiting):
    here = reverse("morality_bank:deeds")
    count = waiting[:COUNTED].count()
    waits = "99+" if count == COUNTED else count
    labels = [
        ("waiting", _("待审定"), waits),
        ("decided", _("已审定"), None),
        ("mine", _("我存的"), None),
    ]
    return [
        {"url": f"{here}?show={name}", "label": label, "current": name == show, "count": count}
        for name, label, count in labels
    ]


def _sentence(refusal):
    if isinstance(refusal, Busy):
        return _("刚才有别人也在记账，这一步没有办成。请再按一次。")
    return refusal.sentence


def _named(deed, reader):
    name = masks.name(deed.account.person, to=reader)
    values = {"name": name, "rule": deed.rule.name, "points": deed.points}
    return _("%(name)s，%(rule)s，%(points)s 分") % values
