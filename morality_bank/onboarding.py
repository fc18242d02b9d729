"""What the bank knows of the steps to a street's opening; a street may open without one."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from grids.models import Area
from grids.roles import Level
from morality_bank.models import Bank
from office.onboarding import steps
from office.onboarding.steps import Figure


def register() -> None:
    steps.also("rules", banks)


def banks(street: Area, day: date):
    count = Area.objects.under(street).filter(level=Level.COMMUNITY).valid(on=day).count()
    done = Bank.objects.filter(community__path__startswith=street.path).count()
    text = _("%(n)s 个社区里 %(done)s 个开了道德银行，可以以后再开") % {"n": count, "done": done}
    yield Figure(text, done, 0, reverse("admin:morality_bank_bank_add"), _("开道德银行"))
