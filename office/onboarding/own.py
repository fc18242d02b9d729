"""What the office itself knows of the steps: divisions, places, people, rules, cards."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from grids import roles
from grids.models import Area, Building, Compound, Posting
from grids.roles import Duty, Level
from office.models import Proposal
from office.onboarding import steps
from office.onboarding.steps import Figure, Step

SECRETARY = "secretary"
OF_GRIDS = roles.that_may(Duty.HANDLE_CASES)


def register() -> None:
    steps.register(
        Step("divisions", 10, gettext_lazy("区划"), gettext_lazy("街道下面有哪些社区。"), divisions)
    )
    steps.register(
        Step(
            "places",
            20,
            gettext_lazy("地方"),
            gettext_lazy("网格、小区、楼栋和门牌，一份组织表填好。"),
            places,
        )
    )
    steps.register(
        Step("people", 30, gettext_lazy("人手"), gettext_lazy("谁管哪里，也写在组织表里。"), people)
    )
    steps.register(
        Step(
            "rules",
            40,
            gettext_lazy("规定"),
            gettext_lazy("时限和联系周期已有通行的，照用就行；这几样要自己定。"),
            nothing,
        )
    )
    steps.register(
        Step(
            "cards",
            60,
            gettext_lazy("登录"),
            gettext_lazy("给每位同事打一张登录卡，当面交，人人能进来。"),
            cards,
        )
    )


def nothing(street: Area, day: date):
    return []


def communities_of(street: Area, day: date):
    return Area.objects.under(street).filter(level=Level.COMMUNITY).valid(on=day)


def grids_of(street: Area, day: date):
    return Area.objects.under(street).filter(level=Level.GRID).valid(on=day)


def divisions(street: Area, day: date):
    count = communities_of(street, day).count()
    text = ngettext("%(n)s 个社区、村", "%(n)s 个社区、村", count) % {"n": count}
    here = reverse("onboarding:divisions", args=[street.code])
    yield Figure(text, count, 1, here, _("导入社区名单"))


def places(street: Area, day: date):
    workbook = reverse("opening:files")
    communities = communities_of(street, day).count()
    grids = grids_of(street, day)
    with_grids = grids.order_by().values("parent").distinct().count()
    words = {"n": communities, "done": with_grids, "grids": grids.count()}
    text = _("%(n)s 个社区里 %(done)s 个划了网格，一共 %(grids)s 个网格") % words
    yield Figure(text, with_grids, max(1, communities), workbook, _("填组织表"))
    buildings = Building.objects.filter(township=street)
    compounds = Compound.objects.filter(community__path__startswith=street.path).count()
    words = {"n": compounds, "buildings": buildings.count()}
    text = _("%(n)s 个小区，%(buildings)s 栋楼") % words
    yield Figure(text, words["buildings"], 1, workbook, _("填组织表"))


def people(street: Area, day: date):
    workbook = reverse("opening:files")
    posts = Posting.objects.on(day).filter(user__is_active=True)
    seconds = posts.over(street).allowing(Duty.STAND_SECOND).values("user").distinct().count()
    text = _("要两个人办的事，有 %(n)s 个人能确认，要 2 个") % {"n": seconds}
    yield Figure(text, seconds, 2, reverse("admin:accounts_user_add"), _("开账号"))
    yield _secretaries(communities_of(street, day), posts, workbook)
    grids = grids_of(street, day)
    done = grids.filter(pk__in=posts.filter(role__in=OF_GRIDS).values("area")).count()
    words = {"n": grids.count(), "done": done}
    text = _("%(n)s 个网格里 %(done)s 个有网格员") % words
    yield Figure(text, done, max(1, words["n"]), workbook, _("填组织表"))


def _secretaries(communities, posts, workbook) -> Figure:
    """Where all that lack one wait for a second person, nothing is left to fill in."""
    there = communities.filter(pk__in=posts.filter(role=SECRETARY).values("area"))
    proposals = Proposal.objects.waiting(timezone.now()).filter(role=SECRETARY)
    asked = communities.filter(pk__in=proposals.values("area")).exclude(pk__in=there).count()
    words = {"n": communities.count(), "done": there.count(), "asked": asked}
    needed = max(1, words["n"])
    if not asked or words["done"] + asked < needed:
        text = _("%(n)s 个社区里 %(done)s 个有书记") % words
        return Figure(text, words["done"], needed, workbook, _("填组织表"))
    text = _("%(n)s 个社区里 %(done)s 个有书记，%(asked)s 个等第二个人确认") % words
    return Figure(text, words["done"], needed, reverse("office:proposals"), _("去确认"))


def cards(street: Area, day: date):
    """Who came in once, or holds a card with a code that is still good."""
    posts = Posting.objects.on(day).filter(area__path__startswith=street.path)
    staff = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    came_in = Q(last_login__isnull=False) | Q(code_until__date__gte=day)
    counts = {"n": Count("pk"), "done": Count("pk", filter=came_in)}
    words = staff.aggregate(**counts)
    needed = max(1, words["n"])
    waiting = Proposal.objects.waiting(timezone.now()).filter(kind=Proposal.Kind.CARD)
    asked = staff.exclude(came_in).filter(pk__in=waiting.values("user")).count()
    if asked and words["done"] + asked == words["n"]:
        text = _("%(n)s 位同事里 %(done)s 位有登录卡，%(asked)s 个等第二个人确认")
        there = reverse("office:proposals")
        yield Figure(text % (words | {"asked": asked}), words["done"], needed, there, _("去确认"))
        return
    text = _("%(n)s 位同事里 %(done)s 位登录过，或者拿到了登录码") % words
    here = f"{reverse('cards:cards')}?in={street.code}"
    yield Figure(text, words["done"], needed, here, _("打印登录卡"))
