"""A resident's own page of what the community says, and the card on their first page.

What is for those with a need is not shown on a phone several people have, unless the passphrase
was typed within ten minutes.
"""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import sign_in
from accounts.by_phone import passphrases
from announcements import reading
from announcements.models import Announcement
from announcements.views.desk import answer_picture
from foundation.access import open_to, signed_in
from residents.access import RESIDENTS
from residents.models import Person

ON_THE_CARD = 2
MOST = 50
HOME = ("grid", "home__building")


def meant_for(request):
    """What the signed-in resident is told today; nothing for who has moved away or died."""
    rows = Person.objects.here().select_related(*HOME)
    person = rows.filter(user=request.user).first()
    if person is None:
        return Announcement.objects.none()
    found = Announcement.objects.meant_for(person, request.reader.day).with_all()
    if not is_alone(request):
        found = found.filter(care="")
    return found.order_by("-current__from_on", "-pk")


def is_alone(request) -> bool:
    """Whether this phone is theirs alone, or the passphrase was typed a moment ago."""
    return passphrases.is_open(request, timezone.now()) or not (
        passphrases.came_by_card(request) or sign_in.wants_passphrase(request.user)
    )


@signed_in
@require_GET
def card(request):
    """The newest, a fragment of /my/; nothing where nothing is said."""
    newest = list(meant_for(request)[: ON_THE_CARD + 1])
    context = {"lines": newest[:ON_THE_CARD], "more": len(newest) > ON_THE_CARD}
    return render(request, "announcements/_card.html", context)


@open_to(RESIDENTS)
@require_GET
def all_of_mine(request):
    return render(request, "announcements/all_of_mine.html", {"lines": meant_for(request)[:MOST]})


@open_to(RESIDENTS)
@require_GET
def mine(request, uid):
    """One of them, in large type; that it was read is counted, by whom is not kept."""
    found = _one(request, uid)
    reading.note(announcement=found, user=request.user, at=timezone.now())
    context = {"announcement": found, "version": found.current}
    context["office"] = found.area.nearest_office()
    return render(request, "announcements/mine.html", context)


@open_to(RESIDENTS)
@require_GET
def picture(request, uid):
    return answer_picture(_one(request, uid).current)


def _one(request, uid):
    return get_object_or_404(meant_for(request), uid=uid)
