"""What happened to a case, told to whoever is looking, without giving the reporter away."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.models import Case, Channel, Elsewhere, Status, Step
from cases.moves import MOVES
from grids.models import Reader
from residents import masks


def steps(case: Case, rows: list[Step], reader: Reader) -> list[dict]:
    """Oldest first, as components/steps.html draws them."""
    handlers = {step.detail["handler"] for step in rows if "handler" in step.detail}
    names = dict(User.objects.filter(pk__in=handlers).values_list("pk", "name"))
    return [
        {
            "title": _title(step, names),
            "at": step.at,
            "who": who(case, step, to=reader),
            "note": step.note,
        }
        for step in rows
    ]


def who(case: Case, step: Step, *, to: Reader) -> str:
    """Who took the step; the person who reported has no name for those who need not know it."""
    is_reporter = bool(case.reporter and case.reporter.user_id == step.by_id)
    by_resident = is_reporter or (
        case.channel == Channel.PHONE and step.action in ("report", "resubmit")
    )
    if not by_resident:
        return step.by.name if step.by else _("到点自动")
    if not case.shows_reporter_to(to):
        return _("反映人")
    return masks.name(case.reporter, to=to) if is_reporter else step.by.name


def title(action: str) -> str:
    if action == "report":
        return _("上报")
    if action == Step.PASSED_ON:
        return _("没有人受理，转给上一级")
    if action == Step.RELEASED:
        return _("让本人看到谁看过号码")
    if action == Step.RECOUNTED:
        return _("答复期限重新算过")
    if action == Step.HANDED_OVER:
        return _("岗位交接，换了经办人")
    return MOVES[action].step if action in MOVES else action


def _title(step, names):
    if late := MOVES.get(step.detail.get("move")):
        return _("晚到的话：%(move)s") % {"move": late.label}
    move, channel = MOVES.get(step.action), step.detail.get("channel", "")
    if move is None or not move.step_naming:
        return title(step.action)
    return move.step_naming % {
        "name": names.get(step.detail.get("handler"), ""),
        "channel": dict(Elsewhere.choices).get(channel, channel),
    }


# How far a case is, as the person who reported it is told.
STAGES = [
    ("reported", gettext_lazy("社区收到了")),
    ("accepted", gettext_lazy("社区接下了")),
    ("dispatched", gettext_lazy("派人去办了")),
    ("handled", gettext_lazy("办好了，正在核对")),
    ("closed", gettext_lazy("答复您了")),
]
PLAINLY = {
    "reported": gettext_lazy("收到了，社区正在看。"),
    "returned": gettext_lazy("想请您再补充几句。"),
    "accepted": gettext_lazy("社区接下了，正在安排人。"),
    "dispatched": gettext_lazy("社区派人去办了。"),
    "handled": gettext_lazy("办好了，社区正在核对。"),
    "closed": gettext_lazy("有答复了。"),
    "referred": gettext_lazy("转到别处办，下面写着找谁。"),
    "withdrawn": gettext_lazy("您收回了，社区不再办。"),
}


AHEAD = {
    "reported": gettext_lazy("社区看过，接下来办"),
    "returned": gettext_lazy("您补充了，社区接着看"),
    "accepted": gettext_lazy("派人去办"),
    "dispatched": gettext_lazy("办好了，社区核对以后答复您"),
    "handled": gettext_lazy("社区答复您"),
}
"""What comes next while a case is open, in the same words."""


def plainly(case: Case) -> str:
    """Where the case is, for the person who reported it: whoever was sent is named, for a stranger
    at the door should be no stranger. On a confidential case nobody is."""
    if case.status == "dispatched" and case.handler and not case.confidential:
        return _("社区派%(name)s去办了。") % {"name": case.handler.name}
    return PLAINLY[case.status]


def question(case: Case, rows: list[Step]) -> str:
    """What we want to know of whoever reported, while we wait for it."""
    asked = [step.note for step in rows if step.action == "return"]
    return asked[-1] if asked and case.status == Status.RETURNED else ""


def stages(case: Case, rows: list[Step]) -> list[dict]:
    """The stages behind, and in plain words the one the case is at."""
    reached = {step.to_status: step.at for step in rows if step.action not in Step.STILL}
    order = [stage for stage, _label in STAGES]
    here = order.index(case.status) if case.status in order else 1
    behind = [
        {"title": label, "at": reached[stage]} for stage, label in STAGES[:here] if stage in reached
    ]
    here = str(plainly(case)).rstrip("。.")  # a heading among headings, no sentence
    return [*behind, {"title": here, "at": reached.get(case.status)}]
