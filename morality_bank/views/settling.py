"""两家结清: what people who live elsewhere now still have in their old bank, and the yes that moves it."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import reauthentication
from accounts.forms import ReauthenticationForm
from grids.access import for_duty
from grids.roles import Duty
from morality_bank import agreeing, settling
from morality_bank.contention import Busy
from morality_bank.models import Bank, Settlement

AGREE, DECLINE = "agree", "decline"


class SettlingForm(ReauthenticationForm):
    """Which two banks."""

    pair = forms.ChoiceField(label=gettext_lazy("哪两家"), widget=forms.RadioSelect)

    def __init__(self, *args, pairs, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = {f"{pair.old.pk}-{pair.new.pk}": (pair, row) for pair, row in pairs}
        self.fields["pair"].choices = [(key, _says(*both)) for key, both in self.pairs.items()]


def _says(pair, row):
    sentence = _("%(old)s → %(new)s：%(n)s 位储户，%(points)s 分")
    names = {"old": pair.old.name, "new": pair.new.name}
    said = [sentence % (names | {"n": pair.passbooks, "points": pair.points})]
    if row is not None:
        said.append(_("%(who)s提出的") % {"who": row.asked_by.name})
        for by, bank in ((row.old_by, pair.old), (row.new_by, pair.new)):
            who = {"bank": bank.name, "who": by.name if by else ""}
            said.append((_("%(bank)s：%(who)s同意了") if by else _("等%(bank)s同意")) % who)
    return " · ".join(said)


@for_duty(Duty.ADMINISTER, Duty.DECIDE_DEEDS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def banks(request):
    """Every pair of banks with something between them, and who has said yes; yes takes the password."""
    now = timezone.now()
    pairs = _pairs(request.reader)
    typed = request.POST if request.method == "POST" else None
    fresh = reauthentication.is_fresh(request, now)
    form = SettlingForm(typed, pairs=pairs, ask_password=not fresh)
    if form.is_valid() and reauthentication.has_password(request, form, now):
        pair, row = form.pairs[form.cleaned_data["pair"]]
        _answer(request, pair, row, now)
        return redirect("morality_bank:settling")
    status = 422 if form.is_bound else 200
    waiting = [row for _pair, row in pairs if row]
    context = {"pairs": pairs, "form": form, "waiting": waiting}
    context["unasked"] = len(waiting) < len(pairs)
    return render(request, "morality_bank/settling.html", context, status=status)


def _pairs(reader):
    """[(pair, what waits of it or None)]."""
    waiting = Settlement.objects.visible_to(reader).waiting()
    waiting = waiting.select_related("asked_by", "old_by", "new_by")
    rows = {(row.old_id, row.new_id): row for row in waiting}
    found = settling.between(Bank.objects.overseen_by(reader))
    return [(pair, rows.get((pair.old.pk, pair.new.pk))) for pair in found]


def _answer(request, pair, row, now):
    about = {"by": request.user, "at": now}
    try:
        if request.POST.get("do") == DECLINE:
            if row is None:
                raise agreeing.Decided
            agreeing.decline(row=row, **about)
            messages.success(request, _("没有同意，积分没有动，已经告诉提出的人。"))
            return
        asked = row or agreeing.ask(old=pair.old, new=pair.new, **about)
        done = None
        if row is not None or agreeing.may_agree(asked, **about):
            done = agreeing.agree(row=asked, **about)
    except agreeing.CannotAgree as cannot:
        messages.error(request, cannot.sentence)
    except Busy:
        messages.warning(request, _("刚才有人正在记账，什么都没有动。请再按一次。"))
    else:
        _say(request, done)


def _say(request, done):
    if done is None:
        messages.success(request, _("记下了，等另一家同意；积分还没有动。"))
        return
    sentence = _("结清了：%(n)s 位储户的 %(points)s 分转到了%(bank)s。")
    values = {"n": done.passbooks, "points": done.points, "bank": done.new.name}
    messages.success(request, sentence % values)
