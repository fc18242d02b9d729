"""What every page knows about the house it stands in."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

from grids.access import front_doors


class Door:
    """One entry of the navigation."""

    def __init__(self, front_door, url):
        self.label, self.icon, self.url = front_door.label, front_door.icon, url
        self.current = False


@dataclass
class House:
    request: object

    @property
    def demo(self):
        return settings.DEMO

    @cached_property
    def big(self):
        """Big type: as somebody chose; residents, often old, begin with it."""
        chosen = self.request.COOKIES.get("big")
        if chosen in ("0", "1"):
            return chosen == "1"
        user = getattr(self.request, "user", None)
        return getattr(user, "signed_in_by", "") == "code"

    @cached_property
    def doors(self):
        """The ways in that this person's posts open, the one we are behind marked."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        doors = [Door(door, reverse(door.url_name)) for door in front_doors(user)]
        here = [door for door in doors if self.request.path.startswith(door.url)]
        if here:
            max(here, key=lambda door: len(door.url)).current = True
        return doors


def the_house(request):
    return {"house": House(request), "csp_nonce": getattr(request, "csp_nonce", "")}
