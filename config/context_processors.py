"""What every page knows about the house it stands in."""

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts import drafts
from config.navigation import arrives_at, front_doors
from config.version import VERSION
from grids.roles import Duty
from residents import care

ON_THE_WAY_IN = (
    "accounts:phone",
    "accounts:code",
    "accounts:passphrase",
    "numbers:not-confirmed",
    "numbers:old-number",
    "counter:redeem",
)
"""Pages residents come in by."""
UNDER_THE_THUMB = 5
"""So many ways in fit side by side on a phone; where there are more, the last place is 更多."""


class Door:
    """One entry of the navigation."""

    def __init__(self, front_door, url):
        self.label, self.icon, self.url = front_door.label, front_door.icon, url
        also = reverse(front_door.also) if front_door.also else ""
        self.behind = list(filter(None, (self.url, also, front_door.under)))
        self.current = False
        self.near = True
        self.group, self.begins = front_door.group, False


@dataclass
class House:
    request: object
    version = VERSION

    @property
    def reader(self):
        """Whoever looks; a page that answers before that is known has none."""
        return getattr(self.request, "reader", None)

    @property
    def demo(self):
        return settings.DEMO

    @cached_property
    def big(self):
        """Big type: as somebody chose on this device, before all else."""
        chosen = self.request.COOKIES.get("big")
        if chosen in ("0", "1"):
            return chosen == "1"
        return self._begins_big()

    def _begins_big(self):
        """Pages only residents use begin with it, and every page for who may be over sixty."""
        if self.request.path in map(reverse, ON_THE_WAY_IN):
            return True
        if self.reader is None or self.reader.signed_in_by != "code":
            return False
        if self.request.path.startswith(reverse("morality_bank:my")):
            return True
        person = getattr(self.reader.user, "person", None)
        return person is not None and care.may_be_elder(person.birth_on, timezone.localdate())

    @cached_property
    def leave_to(self):
        """A harmless page, from every page somebody sees as a resident, whoever they are."""
        if self.reader is None or not self.reader.user.is_authenticated:
            return ""
        by_code = self.reader.signed_in_by == "code"
        mine = self.request.path.startswith(reverse("morality_bank:my"))
        return settings.LEAVE_TO if by_code or mine else ""

    @cached_property
    def came_from(self):
        """The page of ours somebody was on before this one, for the way back out of an error."""
        page = drafts.referring_page(self.request)
        return "" if page == self.request.get_full_path() and self.request.method == "GET" else page

    @cached_property
    def searches(self):
        """Whether there is anything for this person to look for."""
        return self.reader is not None and self.reader.holds(Duty.SEE_DOORS)

    @cached_property
    def posts(self):
        """Where whoever is signed in works, and as what."""
        return self.reader.posts if self.reader is not None else []

    @cached_property
    def doors(self):
        """The ways in that this person's posts open, the one we are behind marked."""
        if self.reader is None or not self.reader.user.is_authenticated:
            return []
        doors = [Door(door, reverse(door.url_name)) for door in front_doors(self.reader)]
        for before, door in pairwise(doors):
            door.begins = door.group != before.group
        _keep_near(doors, home=reverse(arrives_at(self.reader)))
        here = [
            (len(url), door)
            for door in doors
            for url in door.behind
            if self.request.path.startswith(url)
        ]
        if here:
            max(here, key=lambda found: found[0])[1].current = True
        return doors

    @cached_property
    def further(self):
        """The ways in that a phone keeps behind 更多."""
        return [door for door in self.doors if not door.near]


def _keep_near(doors, home):
    """Under the thumb stay the first ones, and always the one this person arrives at."""
    if len(doors) <= UNDER_THE_THUMB:
        return
    ranked = sorted(doors, key=lambda door: door.url != home)
    for door in ranked[UNDER_THE_THUMB - 1 :]:
        door.near = False


def the_house(request):
    return {"house": House(request), "csp_nonce": getattr(request, "csp_nonce", "")}
