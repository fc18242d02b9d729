"""How a sheet of cards looks: addresses, codes in groups, and the QR of each."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.factors import cards, once_good
from accounts.models import User
from foundation.paper import qr
from grids.models import Area
from office.cards.badges import Face
from office.cards.sheets import Printed, What


@dataclass(frozen=True)
class Drawn:
    """One card as the template draws it; `door` is where its address leads."""

    user: User
    what: str
    code: str
    door: str
    door_qr: SafeString | str
    face: Face
    badge_qr: SafeString


def sheet(request: HttpRequest, area: Area, printed: Printed, at: datetime) -> HttpResponse:
    """The sheet, on this answer and nowhere else."""
    context = {
        "area": area,
        "printed": printed,
        "has_codes": any(card.code for card in printed.cards),
        "cards": [_drawn(request, card) for card in printed.cards],
        "until": timezone.localdate(at + cards.LASTS),
        "ready": _shown(request.build_absolute_uri(reverse("ready"))),
    }
    return render(request, "office/cards/sheet.html", context)


def halves(request: HttpRequest, confirmed: dict, at: datetime) -> HttpResponse:
    """The second halves, for whoever said yes to cut out and hand over."""
    slips = [
        (proposal.user, in_groups(half, whole=False)) for proposal, half in confirmed["halves"]
    ]
    until = timezone.localdate(at + cards.LASTS)
    context = confirmed | {"slips": slips, "until": until}
    return render(request, "office/cards/halves.html", context)


def in_groups(code: str, *, whole: bool) -> str:
    """As it stands on paper; a half as two groups of three, which no whole code has."""
    if whole or not code:
        return once_good.in_groups(code)
    middle = len(code) // 2
    return f"{code[:middle]} {code[middle:]}"


def address_of(request: HttpRequest, face: Face) -> str:
    return request.build_absolute_uri(reverse("cards:badge", args=[face.badge.token]))


def _drawn(request, card):
    name = "accounts:second" if card.what == What.DEVICE else "accounts:sign-in"
    door = request.build_absolute_uri(reverse(name))
    behind = {
        What.FIRST: f"#{quote(card.user.username)}:{card.code}",
        What.HALF: f"#{quote(card.user.username)}:",
        What.DEVICE: f"#{card.code}",
    }
    is_card = card.what != What.BADGE
    return Drawn(
        user=card.user,
        what=card.what,
        code=in_groups(card.code, whole=card.what != What.HALF),
        door=_shown(door),
        door_qr=qr.svg(door + behind[card.what]) if is_card else "",
        face=card.face,
        badge_qr=qr.svg(address_of(request, card.face)),
    )


def _shown(address: str) -> str:
    """As somebody types it: browsers find the rest."""
    return address.partition("://")[2]
