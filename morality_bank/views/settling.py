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
from morality_bank import settling
from morality_bank.contention import Busy
from morality_bank.models import Bank


class SettlingForm(ReauthenticationForm):
    """Which two banks."""

    pair = forms.ChoiceField(label=gettext_lazy("哪两家"), widget=forms.RadioSelect)

    def __init__(self, *args, pairs, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = {f"{pair.old.pk}-{pair.new.pk}": pair for pair in pairs}
        self.fields["pair"].choices = [(key, _says(pair)) for key, pair in self.pairs.items()]


def _says(pair):
    sentence = _("%(old)s → %(new)s：%(n)s 位储户，%(points)s 分")
    names = {"old": pair.old.name, "new": pair.new.name}
    return sentence % (names | {"n": pair.passbooks, "points": pair.points})


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def banks(request):
    """Every pair of banks with something between them; one of them is settled with the password."""
    mine, now = Bank.objects.with_duty(request.reader, Duty.ADMINISTER), timezone.now()
    keys = set(mine.values_list("pk", flat=True))
    pairs = [pair for pair in settling.between(mine) if pair.new.pk in keys]
    typed = request.POST if request.method == "POST" else None
    fresh = reauthentication.is_fresh(request, now)
    form = SettlingForm(typed, pairs=pairs, ask_password=not fresh)
    if form.is_valid() and reauthentication.has_password(request, form, now):
        _settle(request, form.pairs[form.cleaned_data["pair"]], now)
        return redirect("morality_bank:settling")
    status = 422 if form.is_bound else 200
    context = {"pairs": pairs, "form": form}
    return render(request, "morality_bank/settling.html", context, status=status)


def _settle(request, pair, now):
    try:
        done = settling.settle(old=pair.old, new=pair.new, by=request.user, at=now)
    except Busy:
        messages.warning(request, _("刚才有人正在记账，什么都没有动。请再按一次。"))
        return
    sentence = _("结清了：%(n)s 位储户的 %(points)s 分转到了%(bank)s。")
    values = {"n": done.passbooks, "points": done.points, "bank": done.new.name}
    messages.success(request, sentence % values)
