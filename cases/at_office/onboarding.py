"""What cases know of the steps to a street's opening: who receives those being hurt at home."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.harm import receivers
from grids.models import Area
from grids.roles import Level
from office.onboarding import steps
from office.onboarding.steps import Figure


def register() -> None:
    steps.also("rules", harm_receivers)


def harm_receivers(street: Area, day: date):
    communities = Area.objects.under(street).filter(level=Level.COMMUNITY).valid(on=day)
    found = receivers.chosen(list(communities), on=day)
    done = sum(not receivers.wanting(chosen) for chosen in found.values())
    text = _("%(n)s 个社区里 %(done)s 个安排好了受伤害时找谁") % {"n": len(found), "done": done}
    yield Figure(text, done, max(1, len(found)), reverse("cases:receivers"), _("去安排"))
