"""What the register knows of the steps to a street's opening: doors, and people."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grids.models import Area, Compound
from grids.roles import Level
from office.onboarding import opening, steps
from office.onboarding.steps import Figure, Step
from residents.first_contacts import opening_day
from residents.models import Dwelling, Person


def register() -> None:
    steps.also("places", doors)
    steps.also("places", from_rosters)
    about = gettext_lazy("一份名册一个社区：谁住在哪里，谁需要多关心。")
    steps.register(Step("roster", 50, gettext_lazy("名册"), about, roster))
    opening.also(opening_day.spread_from)


def doors(street: Area, day: date):
    """How many compounds have any door at all."""
    needed = Compound.objects.filter(community__path__startswith=street.path).count()
    there = Dwelling.objects.filter(township=street).order_by()
    done = there.values("building__compound").distinct().count()
    text = _("%(n)s 个小区里 %(done)s 个有门牌") % {"n": needed, "done": done}
    yield Figure(text, done, max(1, needed), reverse("opening:files"), _("填组织表"))


def from_rosters(street: Area, day: date):
    """While nothing is there: whoever has a roster need not write down the buildings and doors."""
    if not Dwelling.objects.filter(township=street).exists():
        text = _("有居民名册的，先传名册：小区、楼栋和门牌会照名册填进组织表")
        yield Figure(text, 0, 0, reverse("residents:imports"), _("先传名册"))


def roster(street: Area, day: date):
    """In how many communities anybody is registered."""
    here = Area.objects.under(street).filter(level=Level.COMMUNITY).valid(on=day)
    needed = here.count()
    people = Person.objects.here().filter(township=street)
    done = here.filter(pk__in=people.order_by().values("community").distinct()).count()
    words = {"n": needed, "done": done, "people": people.count()}
    text = _("%(n)s 个社区里 %(done)s 个有居民，一共 %(people)s 人") % words
    yield Figure(text, done, max(1, needed), reverse("residents:imports"), _("导入名册"))
