"""What was done: contacts and cases."""

from django.db.models import Prefetch
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from cases.models import ENDED, Case, Priority, Status
from cases.models import Channel as Source
from grids.roles import Duty
from reports.four_eyes import Holds
from reports.tables.base import Column, Table, clock_of, day_of, shown
from reports.tables.people import COMMUNITY, GRID
from residents import masks
from residents.models import Person
from visits.models import REACHED, Channel, Outcome, Visit

way_of, outcome_of = shown(Channel), shown(Outcome)
priority_of, source_of, status_of = shown(Priority), shown(Source), shown(Status)


def _contacts(reader, ask):
    visits = ask.here(Visit.objects.visible_to(reader).with_duty(reader, Duty.EXPORT))
    visits = ask.within(visits.standing(), "occurred_at")
    return visits.filter(outcome__in=REACHED) if ask.state == "reached" else visits


def _met(visit, to):
    return "、".join(masks.name(person, to=to.reader) for person in visit.people.all())


CONTACTS = Table(
    slug="contacts",
    label=_("走访台账"),
    summary=_("哪天、谁、用什么方式联系了谁，结果怎样。"),
    icon="footprints",
    find=_contacts,
    prepare=lambda visits: visits.prefetch_related(
        "dwelling__building__compound",
        "grid",
        "community",
        "by",
        Prefetch("people", Person.objects.order_by("pk")),
        "people__grid",
    ).order_by("occurred_at", "pk"),
    dated="between",
    states={"all": _("都要"), "reached": _("联系上的")},
    columns=(
        Column("day", _("日期"), lambda visit, to: day_of(visit.occurred_at)),
        Column(
            "time",
            _("几点"),
            lambda visit, to: clock_of(visit.occurred_at),
            Holds.WHEREABOUTS,
            chosen=False,
            width=8,
        ),
        Column("channel", _("方式"), lambda visit, to: way_of(visit.channel)),
        Column("outcome", _("结果"), lambda visit, to: outcome_of(visit.outcome)),
        Column("people", _("联系了谁"), _met, width=18),
        Column(
            "address",
            _("住址"),
            lambda visit, to: masks.address(visit.dwelling, to=to.reader),
            width=26,
            full=lambda visit, to: str(visit.dwelling),
        ),
        Column("by", _("谁去的"), lambda visit, to: visit.by.name),
        Column("companions", _("同行"), lambda visit, to: visit.companions, chosen=False),
        GRID,
        COMMUNITY,
        Column("next", _("约好下次"), lambda visit, to: visit.next_on, chosen=False),
        Column(
            "needs",
            _("居民的需要"),
            lambda visit, to: visit.needs,
            Holds.SENSITIVE,
            chosen=False,
            width=30,
        ),
        Column(
            "note", _("记事"), lambda visit, to: visit.note, Holds.SENSITIVE, chosen=False, width=40
        ),
    ),
)


def _cases(reader, ask):
    """Confidential ones stay in the house, whoever is named on them."""
    cases = ask.here(Case.objects.visible_to(reader).with_duty(reader, Duty.EXPORT))
    cases = ask.within(cases.filter(confidential=False), "reported_at")
    if ask.state == "open":
        return cases.open()
    return cases.filter(status__in=ENDED) if ask.state == "ended" else cases


def _in_time(case, to):
    if not case.closed_at or case.status == Status.WITHDRAWN:
        return None
    return translate("按期") if case.closed_at <= case.due_at else translate("超期")


CASES = Table(
    slug="cases",
    label=_("事件台账"),
    summary=_("居民反映和上报的事办到哪一步，是否按期。保密的事不导出。"),
    icon="inbox",
    find=_cases,
    prepare=lambda cases: cases.prefetch_related(
        "category", "grid", "community", "handler"
    ).order_by("reported_at", "pk"),
    dated="between",
    states={"all": _("都要"), "open": _("没办结的"), "ended": _("办结的")},
    columns=(
        Column("number", _("编号"), lambda case, to: case.number, width=16, text=True),
        Column("category", _("类别"), lambda case, to: case.category.name, width=16),
        Column("priority", _("缓急"), lambda case, to: priority_of(case.priority)),
        Column("channel", _("来源"), lambda case, to: source_of(case.channel), width=14),
        Column("status", _("状态"), lambda case, to: status_of(case.status)),
        Column("reported", _("上报日期"), lambda case, to: day_of(case.reported_at)),
        Column("due", _("答复期限"), lambda case, to: day_of(case.due_at)),
        Column("closed", _("办结日期"), lambda case, to: day_of(case.closed_at)),
        Column("in_time", _("是否按期"), _in_time),
        GRID,
        COMMUNITY,
        Column(
            "handler",
            _("经办人"),
            lambda case, to: case.handler.name if case.handler else None,
            chosen=False,
        ),
        Column(
            "title", _("标题"), lambda case, to: case.title, Holds.CASE_TEXT, chosen=False, width=24
        ),
        Column(
            "words", _("经过"), lambda case, to: case.words, Holds.CASE_TEXT, chosen=False, width=50
        ),
        Column(
            "answer",
            _("答复"),
            lambda case, to: case.answer,
            Holds.CASE_TEXT,
            chosen=False,
            width=50,
        ),
    ),
)
