"""The office's own lines: grids without a worker, posts that end, what waits for a second person."""

from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grids import arranged_years, roles
from grids.models import Area, Handover, Posting, StandIn
from grids.roles import Duty, Level
from office.models import Proposal
from office.pending import lines
from office.pending.lines import Line, Look, Note, Row
from office.posts import ending
from office.scoped_admin import administered

ENDING = timedelta(days=30)
"""So long before its end a post is named."""
SOON = timedelta(days=7)
OF_GRIDS = roles.that_may(Duty.HANDLE_CASES)


def register() -> None:
    ends = _post_row
    lines.register(Line("grids", 10, _grids, "user-x", _empty_grids, "since", _grid_row))
    lines.register(
        Line("posts", 40, _posts, "calendar-clock", _ending, "until_on", ends, lies_ahead=True)
    )
    lines.register(
        Line("proposals", 50, _proposals, "user-check", _waiting, "asked_at", _proposal_row)
    )
    lines.register(
        Line(
            "handovers", 42, _handovers, "arrow-right-left", _handed_over, "asked_at", _handover_row
        )
    )
    lines.register(
        Line(
            "uncovered",
            12,
            _uncovered,
            "calendar-x",
            _nobody,
            "from_on",
            _nobody_row,
            lies_ahead=True,
        )
    )
    lines.notes.append(_year)


def _grids(n):
    return ngettext("%(n)s 个网格没有网格员", "%(n)s 个网格没有网格员", n) % {"n": n}


def _empty_grids(look: Look):
    """Grids in use in which nobody at work handles what comes up; since when nobody does."""
    day, active = look.reader.day, {"user__is_active": True, "role__in": OF_GRIDS}
    posts = Posting.objects.filter(area=OuterRef("pk"), **active)
    ended = posts.filter(until_on__lt=day).order_by().values("area")
    grids = administered(look.reader).valid(on=day).filter(look.beside(), level=Level.GRID)
    empty = grids.filter(~Exists(posts.on(day)))
    since = Subquery(ended.annotate(last=Max("until_on")).values("last"))
    opened = Coalesce(F("parent__parent__opening__opens_on"), F("valid_from"))
    never = Greatest(F("valid_from"), opened)
    return empty.annotate(since=Coalesce(since, never)).select_related("parent")


def _grid_row(grid: Area) -> Row:
    add = reverse("admin:grids_posting_add")
    return Row(grid.name, grid.parent.name if grid.parent else "", f"{add}?area={grid.pk}")


def _posts(n):
    return ngettext("%(n)s 个岗位 30 天内到期", "%(n)s 个岗位 30 天内到期", n) % {"n": n}


def _ending(look: Look):
    """Posts of today with their last day near, which nobody has renewed."""
    near = ending.not_renewed(look.reader.day, within=ENDING)
    near = near.filter(look.beside("area__"), area__in=administered(look.reader))
    near = near.filter(area__in=Area.objects.visible_to(look.reader))
    return near.select_related("user", "area")


def _post_row(post: Posting) -> Row:
    words = {"role": post.get_role_display(), "area": post.area.name}
    words["day"] = date_format(post.until_on, _("n月j日"))
    meta = _("%(area)s · %(role)s · 到%(day)s") % words
    if roles.is_grave(post.role):  # takes two: the form of the post itself
        return Row(post.user.name, meta, reverse("admin:grids_posting_change", args=[post.pk]))
    return Row(post.user.name, meta, reverse("handing-over:new", args=[post.user.uid]))


def _proposals(n):
    return ngettext("%(n)s 件事等您确认", "%(n)s 件事等您确认", n) % {"n": n}


def _waiting(look: Look):
    rows = Proposal.objects.to_confirm(look.reader).waiting(look.at)
    return rows.select_related("user", "area", "asked_by")


def _proposal_row(proposal: Proposal) -> Row:
    meta = f"{proposal.area.name} · {proposal.asked_by.name}"
    return Row(str(proposal), meta, reverse("office:proposal", args=[proposal.uid]))


def _handovers(n):
    return ngettext("%(n)s 次交接等对方同意", "%(n)s 次交接等对方同意", n) % {"n": n}


def _handed_over(look: Look):
    """Asked for and not answered: until then nothing has moved."""
    rows = Handover.objects.waiting().administered_by(look.reader)
    return rows.filter(look.beside("posts__area__")).select_related("user", "to")


def _handover_row(row: Handover) -> Row:
    words = {"to": row.to.name, "day": date_format(row.on, _("n月j日"))}
    here = reverse("handing-over:handover", args=[row.uid])
    return Row(row.user.name, _("%(day)s起请%(to)s接手") % words, here)


def _uncovered(n):
    return ngettext("%(n)s 段日子没有人代班", "%(n)s 段日子没有人代班", n) % {"n": n}


def _nobody(look: Look):
    """Days of this week on which somebody with a post here is away and nobody is there instead."""
    day = look.reader.day
    here = Posting.objects.on(day).filter(look.beside("area__"), role__in=OF_GRIDS)
    here = here.filter(area__in=administered(look.reader))
    rows = StandIn.objects.filter(until_on__gte=day, from_on__lt=day + SOON)
    nobody = Q(by=None) | Q(by__is_active=False)
    return rows.filter(nobody, absent__in=here.values("user")).select_related("absent", "absence")


def _nobody_row(row: StandIn) -> Row:
    first, last = (date_format(day, _("n月j日")) for day in (row.from_on, row.until_on))
    return Row(
        row.absent.name, f"{first} – {last}", reverse("away:absence", args=[row.absence.uid])
    )


def _year(look: Look):
    year = arranged_years.year_missing(look.reader.day)
    if year:
        text = _(
            "%(year)s年的放假和调休还没有录入，期限先按法定节日推算。国务院办公厅公布以后要录入。"
        )
        here = reverse("year:year", args=[year])
        yield Note(text % {"year": year}, here, _("看这一年"))
