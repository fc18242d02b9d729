"""The steps of a case in the API: each finds the case, calls the workflow once, and answers."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import workflow
from cases.api import fields
from cases.api.operations import category_of, details_of, find
from foundation.api.errors import Refused, wrong
from foundation.api.operations import operation
from grids.access import duty_audience
from grids.roles import Duty

STALE = {
    "stale_case": _("别人先动了这件事。请重新读一遍再决定。"),
    "not_now": _("这件事现在不在能走这一步的时候。"),
}
DESK = {
    "section": "cases",
    "answers": fields.CaseFacts,
    "refuses": STALE,
    "audience": duty_audience(Duty.TRIAGE_CASES),
}


@operation(
    "POST",
    **DESK,
    asks=fields.Accept,
    summary=_("受理"),
    about=_("可以顺手改类别、缓急，改为保密。答复期限还是从上报那时算。"),
)
def accept_case(request, uid, asked):
    if "category" in asked:
        asked["category"] = category_of(asked["category"])
    return decide(request, uid, "accept", workflow.accept, asked)


@operation(
    "POST",
    **DESK,
    asks=fields.SendBack,
    summary=_("请反映人补充"),
    about=_("问反映人一句话；他回答以后，期限重新算。"),
)
def return_case(request, uid, asked):
    return decide(request, uid, "return", workflow.send_back, asked)


@operation(
    "POST",
    **DESK,
    asks=fields.ReferOut,
    summary=_("转别处办"),
    about=_("该别的单位办的，写明转到哪里、为什么；事情到这里就完了。"),
)
def refer_case(request, uid, asked):
    return decide(request, uid, "refer_out", workflow.refer_out, asked)


@operation("POST", **DESK, asks=fields.Dispatch, summary=_("派人去办"), about=_("也可以改派别人。"))
def dispatch_case(request, uid, asked):
    asked["handler"] = User.objects.filter(uid=asked["handler"], is_active=True).first()
    return decide(request, uid, "dispatch", workflow.dispatch, asked)


@operation(
    "POST",
    **DESK,
    asks=fields.Rework,
    summary=_("请再办一办"),
    about=_("还没办好，退给经办人，写明差什么。"),
)
def rework_case(request, uid, asked):
    return decide(request, uid, "rework", workflow.rework, asked)


@operation(
    "POST", **DESK, asks=fields.Close, summary=_("答复并办结"), about=_("没有答复，事情不能办结。")
)
def close_case(request, uid, asked):
    return decide(request, uid, "close", workflow.close, asked)


@operation(
    "POST",
    **DESK | {"audience": duty_audience(Duty.HANDLE_CASES)},
    asks=fields.Handle,
    summary=_("办好了"),
    about=_("经办人说怎么办的；照片请在页面上传。"),
)
def handle_case(request, uid, asked):
    return decide(request, uid, "handle", workflow.handle, asked)


@operation(
    "POST",
    **DESK | {"audience": duty_audience(Duty.SEE_CASES)},
    asks=fields.Resubmit,
    summary=_("补充"),
    about=_("登记这件事的人替反映人补充。"),
)
def resubmit_case(request, uid, asked):
    return decide(request, uid, "resubmit", workflow.resubmit, asked)


def decide(request, uid, action, do, asked) -> dict:
    """Who may not decide finds nothing, as everywhere."""
    case = find(request.reader, uid)
    if not workflow.may(case, action, request.reader):
        raise Http404
    move_on(do, case, request.user, asked)
    return details_of(find(request.reader, uid), request.reader)


def move_on(do, case, user, asked):
    try:
        do(case=case, by=user, at=timezone.now(), **asked)
    except workflow.StaleCase as stale:
        code = "not_now" if stale.case.version == asked["version"] else "stale_case"
        raise Refused(code, STALE[code]) from None
    except workflow.NotAWorkerHere:
        sentence = _("这个人不在那里办事，请从“可以派的人”里选。")
        raise wrong(handler=("unknown", sentence)) from None
    except workflow.NotAllowed:
        raise Http404 from None
