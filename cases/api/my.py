"""A resident's own reports in the API: never more, and nobody else's."""

from django.utils.translation import gettext_lazy as _

from cases import timeline
from cases.api import fields
from cases.api.moves import STALE, move_on
from cases.api.operations import TAKEN, category_of, write_down
from cases.api.receivers import left_out
from cases.models import Case, Channel
from cases.moves import MOVES
from cases.views import own
from foundation.api import keyset
from foundation.api.operations import Done, Paged, moment, one, operation
from residents.access import RESIDENTS

MINE = {"section": "my", "audience": RESIDENTS}
AN_HOUR = _("一小时最多 5 件，多了回答 429。急事请打社区电话。")


@operation(
    "GET",
    **MINE,
    asks=Paged,
    answers=fields.MyCaseLine,
    pages=True,
    summary=_("我反映的事"),
    about=_("最近反映的在前面。"),
)
def my_cases(request, asked):
    page = keyset.page(
        _mine(request), order=("-reported_at", "-pk"), cursor=asked.get("cursor", "")
    )
    return page._replace(items=[_line(case) for case in page.items])


@operation(
    "GET",
    **MINE,
    answers=fields.MyCaseFacts,
    summary=_("我反映的一件事"),
    about=_("到哪一步了，社区问了什么，答复是什么。"),
)
def my_case(request, uid):
    return _details(one(_mine(request).filter(uid=uid)))


@operation(
    "POST",
    **MINE,
    asks=fields.NewMyCase,
    answers=fields.MyCaseFacts,
    repeats=True,
    refuses=TAKEN,
    summary=_("反映一件事"),
    about=AN_HOUR,
)
def report_my_case(request, asked):
    person = request.user.person
    category = category_of(asked.pop("category"), person, only_first=True)
    where = {"community": person.community, "reporter": person}
    asked["kept_from"] = left_out(asked, category, **where, by=request.user)
    about = {"category": category, "grid": person.grid, "reporter": person}
    case, new = write_down(request, asked, **about, channel=Channel.PHONE)
    written = Case.objects.reported_by(person).select_related("category").filter(pk=case.pk)
    return Done(_details(one(written)), new=new)


@operation(
    "POST",
    **MINE,
    asks=fields.asked_by(MOVES["resubmit"]),
    answers=fields.MyCaseFacts,
    refuses=STALE,
    summary=_("回答社区的问题"),
    about=_("状态是“待补充”时才能回答。"),
)
def resubmit_my_case(request, uid, asked):
    return _move_on(request, uid, "resubmit", asked)


@operation(
    "POST",
    **MINE,
    asks=fields.Decision,
    answers=fields.MyCaseFacts,
    refuses=STALE,
    summary=_("收回反映的事"),
    about=_("社区受理以前可以收回。"),
)
def withdraw_my_case(request, uid, asked):
    return _move_on(request, uid, "withdraw", asked)


def _move_on(request, uid, action, asked):
    case = one(_mine(request).select_related("reporter", "community").filter(uid=uid))
    move_on(action, case, request.user, asked)
    return _details(one(_mine(request).filter(pk=case.pk)))


def _mine(request):
    return own.reports_of(request).select_related("category")


def _details(case):
    rows = list(case.steps.all())
    stages = timeline.stages(case, rows)
    return _line(case) | {
        "words": case.words,
        "place": case.place,
        "answer": case.answer,
        "question": timeline.question(case, rows),
        "stages": [{"title": str(one["title"]), "at": moment(one["at"])} for one in stages],
    }


def _line(case):
    return {
        "uid": str(case.uid),
        "number": case.number,
        "title": case.title,
        "category": case.category.name,
        "status": case.status,
        "plainly": str(timeline.PLAINLY[case.status]),
        "reported_at": moment(case.reported_at),
        "closed_at": moment(case.closed_at),
        "version": case.version,
    }
