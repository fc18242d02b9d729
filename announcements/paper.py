"""An announcement on paper: A4, large, for one stairwell or for each of an area."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from announcements.models import Announcement, Version
from foundation.paper import qr
from grids.models import Area, building_name

MOST = 300
"""Sheets of one page: what a printer takes in one go."""
SHORT, MIDDLING = 110, 320
"""Characters; the more there are, the smaller they are printed, so that it stays one page."""


@dataclass(frozen=True)
class Poster:
    """What is on one sheet besides the words; `addresses` are the stairwells it is printed for."""

    version: Version
    size: str
    office: Area | None
    qr: SafeString | str
    address: str
    picture: str
    addresses: list[str]


def poster(
    request: HttpRequest, announcement: Announcement, version: Version, addresses=("",)
) -> Poster:
    """A QR only where anybody may read it: on what is for everybody of an area."""
    address = ""
    if announcement.is_public:
        page = reverse("announcements:public", args=[announcement.uid])
        address = request.build_absolute_uri(page)
    length = len(version.words) + (250 if version.picture_id else 0)
    size = "short" if length <= SHORT else "middling" if length <= MIDDLING else "long"
    shown = reverse("announcements:picture", args=[announcement.uid])
    if version.published_at is None:
        shown += "?draft"
    return Poster(
        version=version,
        size=size,
        office=announcement.area.nearest_office(),
        qr=qr.svg(address) if address else "",
        address=address.partition("://")[2],
        picture=shown if version.picture_id else "",
        addresses=list(addresses),
    )


def address_of(row: dict) -> str:
    """和平里 3号楼 2单元, of a row of audience.stairwells."""
    compound, number = row["building__compound__name"], row["building__number"]
    name = building_name(compound, number, row["building__name"])
    stairwell = row["stairwell"]
    return f"{name} {stairwell}单元" if stairwell else name
