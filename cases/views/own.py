"""A resident's own reports, as far as they may stand on the phone in somebody's hand.

Several people may have one phone, and a code on paper may have been seen by others. There, and
for whoever chose a passphrase, what is confidential opens with the passphrase of its owner, each time, and closes after ten minutes;
until then it is as if it did not exist.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts import drafts, sign_in
from accounts.by_phone import passphrases
from cases.models import Case

View = Callable[..., HttpResponse]


def is_all_open(request) -> bool:
    """Whether confidential reports may be shown here and now: the phone is theirs alone, or the
    passphrase was typed within ten minutes. A token on a shared phone never shows them."""
    if not hasattr(request, "is_all_open"):
        request.is_all_open = passphrases.is_open(request, timezone.now()) or not (
            passphrases.came_by_card(request) or sign_in.wants_passphrase(request.user)
        )
    return request.is_all_open


def reports_of(request) -> QuerySet[Case]:
    """Their own reports, and nobody else's; the confidential ones while they are open."""
    reports = Case.objects.reported_by(request.user.person)
    return reports if is_all_open(request) else reports.filter(confidential=False)


def asks_passphrase(view: View) -> View:
    """On a shared phone what is not there may be closed: ask for the passphrase, then look again.

    For what does not exist at all the answer is the same. What was typed waits in the form.
    """

    @wraps(view)
    def opened(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if is_all_open(request):
                raise
        drafts.hand_over(request, drafts.seal(request, owner=request.user.pk))
        page = drafts.page_of(request) if request.method == "POST" else request.get_full_path()
        return redirect(f"{reverse('numbers:passphrase')}?{urlencode({'next': page})}")

    return opened
