"""Cases in the API: read them, and write a problem down."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import categories, front_desk, intake, need_to_know, timeline, workflow
from cases.api import fields
from cases.api.receivers import left_out
from cases.api.whereabouts import door_of, grid_of, known
from cases.models import Case, Channel, Step
from cases.views.reading import READ_WITH
from foundation.access import ANYBODY_SIGNED_IN
from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.operations import Done, moment, named, one, operation
from grids.access import duty_audience
from grids.api import NO_SUCH_AREA, in_area
from grids.models import Area, posts
from grids.roles import Duty, Level
from residents import masks
from visits.models import Visit

LINE = (
    "pk",
    "uid",
    "number",
    "title",
    "category__name",
    "priority",
    "status",
    "confidential",
    "grid__code",
    "reported_at",
    "due_at",
    "closed_at",
    "handler__name",
    "version",
)
SEE = {"section": "cases", "audience": duty_audience(Duty.SEE_CASES)}
MOVED_ON = {"moved_on": _("这件事先前已经记下，现在由别人办，不归您看了。")}
READ_OUT = _("还没有报。请先读“受伤害的事谁会看到”，念给本人听，再问有没有要避开的。")
TAKEN = {intake.AlreadyReported.code: intake.AlreadyReported.detail}


@operation(
    "GET",
    section="cases",
    audience=ANYBODY_SIGNED_IN,
    asks=fields.CategoryQuery,
    answers=fields.CategoryFacts,
    many=True,
    summary=_("类别列表"),
    about=_("现在在用的，两级；居民上报只用第一级。街道和社区可以有自己的类别。"),
)
def case_categories(request, asked):
    return [
        {
            "id": each.pk,
            "name": each.name,
            "parent": each.parent_id,
            "confidential": each.confidential,
        }
        for each in categories.in_use(*_places(request, asked))
    ]


def _places(request, asked):
    """Where somebody may report: the area asked for, else all of theirs; a resident's is home."""
    if "area" in asked:
        seen = Area.objects.visible_to(request.reader).valid()
        area = named(seen, "area", sentence=NO_SUCH_AREA, code=asked["area"])
        below = seen.under(area).filter(level=Level.COMMUNITY)
        return [area] if area.level == Level.GRID else list(below)
    if request.reader.posts:
        grids = front_desk.grids_of(request.reader, Duty.REPORT_CASES)
        return list(front_desk.communities_of(grids))
    return [getattr(request.user, "person", None)]


@operation(
    "GET",
    **SEE,
    asks=fields.CaseQuery,
    answers=fields.CaseLine,
    pages=True,
    summary=_("事件列表"),
    about=_("保密的事件只有点到名的人看得见。"),
)
def cases(request, asked):
    ended = asked["state"] == "ended"
    rows = Case.objects.visible_to(request.reader).filter(closed_at__isnull=not ended)
    rows = in_area(rows, asked, request.reader)
    if "status" in asked:
        rows = rows.filter(status=asked["status"])
    if asked.get("mine"):
        rows = rows.in_hands_of(request.reader)
    if "due_before" in asked:
        rows = rows.filter(due_at__lt=asked["due_before"])
    if after := asked.get("changed_after"):
        steps = Step.objects.filter(case=OuterRef("pk"), at__gt=after)
        # The last step of an ended case is its end.
        rows = rows.filter(closed_at__gt=after) if ended else rows.filter(Exists(steps))
    order = ("-closed_at", "-pk") if ended else ("due_at", "pk")
    page = keyset.page(rows.values(*LINE), order=order, cursor=asked.get("cursor", ""))
    return page._replace(items=[_line(row) for row in page.items])


@operation(
    "GET",
    **SEE,
    answers=fields.CaseFacts,
    summary=_("一件事"),
    about=_("走过的每一步，和您现在能办的。"),
)
def case(request, uid):
    return details_of(find(request.reader, uid), request.reader)


@operation(
    "GET",
    **SEE,
    answers=fields.WorkerFacts,
    many=True,
    summary=_("可以派的人"),
    about=_("在那里办事的人：先是网格的，再是社区的。只给能派人的人看。"),
)
def case_workers(request, uid):
    found = find(request.reader, uid)
    if not workflow.may(found, "dispatch", request.reader):
        raise Http404
    workers = need_to_know.workers(found, on=timezone.localdate())
    return [{"uid": str(user.uid), "name": user.name, "role": str(role)} for user, role in workers]


@operation(
    "POST",
    section="cases",
    audience=duty_audience(Duty.REPORT_CASES),
    asks=fields.NewStaffCase,
    answers=fields.CaseFacts,
    repeats=True,
    refuses=TAKEN | MOVED_ON,
    summary=_("上报一件事"),
    about=_("写 door 或者 area；照片请在页面上传。"),
)
def report_case(request, asked):
    user, reader = request.user, request.reader
    _refuse_resend_of_what_moved_on(asked["client_id"], reader)
    dwelling = door_of(asked, reader)
    reporter = known(front_desk.people_of(reader), "reporter", "uid", asked)
    visits = Visit.objects.visible_to(reader).filter(by=user, dwelling=dwelling)
    visit = known(visits, "contact", "client_id", asked)
    grid = grid_of(asked, reader, dwelling)
    category = category_of(asked.pop("category"), grid)
    asked["kept_from"] = _whom_to_leave_out(asked, category, grid, reporter, user)
    case, new = write_down(
        request,
        asked,
        category=category,
        grid=grid,
        dwelling=dwelling,
        reporter=reporter,
        visit=visit,
        channel=_channel(reader, grid),
    )
    return Done(details_of(find(reader, case.uid), reader), new=new)


def _whom_to_leave_out(asked, category, grid, reporter, user):
    """Whoever writes down that somebody is hurt reads out who is told, and asks; so on the page, too."""
    if category.harm and "kept_from" not in asked:
        raise wrong(kept_from=("required", READ_OUT))
    return left_out(asked, category, grid.parent, reporter, by=user)


def _refuse_resend_of_what_moved_on(client_id, reader):
    """It is done, and what became of it is not theirs to read."""
    sent = Case.objects.filter(client_id=client_id, filed_by=reader.user).first()
    if sent and not need_to_know.sees(reader, sent):
        raise Refused("moved_on", MOVED_ON["moved_on"])


def write_down(request, asked, **details):
    """The case and whether it is new; a resend finds the first one."""
    at = timezone.now()
    case = intake.report(**asked, **details, by=request.user, at=at)
    return case, case.reported_at == at


def category_of(pk, place, *, only_first=False):
    offered = categories.first_level(place) if only_first else categories.in_use(place)
    for each in offered:
        if each.pk == pk:
            return each.category
    raise wrong(category=("unknown", _("没有这一类，或者它已经不用了。")))


def find(reader, uid) -> Case:
    return one(Case.objects.visible_to(reader).select_related(*READ_WITH).filter(uid=uid))


def details_of(case: Case, reader) -> dict:
    """Everything about one case that this reader may read."""
    rows = list(case.steps.select_related("by"))
    row = {name: getattr(case, name) for name in LINE if "__" not in name} | {
        "category__name": case.category.name,
        "grid__code": case.grid.code,
        "handler__name": case.handler and case.handler.name,
    }
    details = _line(row) | {
        "words": case.words,
        "place": case.place,
        "channel": case.channel,
        "door": case.dwelling_id,
        "address": case.dwelling and str(case.dwelling),
        "answer": case.answer,
        "steps": [_step(step) for step in timeline.steps(case, rows, reader)],
        "actions": [move.action for move in workflow.actions_for(case, reader)],
    }
    if case.shows_reporter_to(reader):
        person = case.reporter
        details["reporter"] = person and {
            "uid": str(person.uid),
            "name": masks.name(person, to=reader),
        }
    return details


def _line(row):
    return {
        "uid": str(row["uid"]),
        "number": row["number"],
        "title": row["title"],
        "category": row["category__name"],
        "priority": row["priority"],
        "status": row["status"],
        "confidential": row["confidential"],
        "area": row["grid__code"],
        "reported_at": moment(row["reported_at"]),
        "due_at": moment(row["due_at"]),
        "closed_at": moment(row["closed_at"]),
        "handler": row["handler__name"],
        "version": row["version"],
    }


def _step(step):
    return {
        "what": str(step["title"]),
        "at": moment(step["at"]),
        "who": step["who"],
        "note": step["note"],
    }


def _channel(reader, grid):
    """At the counter, for whoever sorts out problems there; else a worker's own."""
    at_desk = posts.holds(reader, Duty.TRIAGE_CASES, grid)
    return Channel.COUNTER if at_desk else Channel.WORKER
