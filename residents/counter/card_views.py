"""Whoever holds a resident's card comes in with its code."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.by_phone import passphrases
from accounts.evidence.whence import whence
from accounts.views import wait_a_while, welcome
from foundation import rate_limits
from foundation.access import open_to_all
from residents.counter import ways_in
from residents.counter.forms import CardForm


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def redeem(request):
    """Opening the address uses up nothing; only the button does."""
    form, now = CardForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            typed = form.cleaned_data["code"]
            user = ways_in.redeem_card(code=typed, whence=whence(request), at=now)
        except ways_in.NoSuchCard:
            form.add_error("code", _("码不对，或者用过、过期了。可以到社区柜台换一张卡。"))
        except rate_limits.TooOften as too_often:
            form.add_error(None, wait_a_while(too_often, now))
        else:
            response = welcome(request, user, by="code")
            request.session[passphrases.BY_CARD] = True
            return response
    return render(request, "residents/card_sign_in.html", {"form": form})
