"""The moves of a case in the API, each as the table (cases/moves.py) declares it."""

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import workflow
from cases.api import fields
from cases.api.operations import category_of, details_of, find
from cases.moves import Move, of_staff
from foundation.api.errors import Refused, wrong
from foundation.api.operations import operation
from grids.access import duty_audience

STALE = {
    "stale_case": _("别人先动了这件事。请重新读一遍再决定。"),
    "not_now": _("这件事现在不在能走这一步的时候。"),
}


def addresses() -> list:
    """An address of the API for each move of the table."""
    return [
        path(
            f"cases/<uuid:uid>/{move.word}/",
            operation_of(move),
            name=move.operation_id().replace("_", "-"),
        )
        for move in of_staff()
    ]


def operation_of(move: Move):
    def decide_case(request, uid, asked):
        return decide(request, uid, move, asked)

    decide_case.__name__ = move.operation_id()
    declare = operation(
        "POST",
        section="cases",
        audience=duty_audience(move.duty),
        asks=fields.asked_by(move),
        answers=fields.CaseFacts,
        refuses=STALE,
        summary=move.label,
        about=move.about,
    )
    return declare(decide_case)


def decide(request, uid, move, asked) -> dict:
    """Find the case, call the workflow once, answer. Who may not decide finds nothing."""
    if "handler" in asked:
        asked["handler"] = User.objects.filter(uid=asked["handler"], is_active=True).first()
    case = find(request.reader, uid)
    if not workflow.may(case, move.action, request.reader):
        raise Http404
    if "category" in asked:
        asked["category"] = category_of(asked["category"], case)
    move_on(move.action, case, request.user, asked)
    return details_of(find(request.reader, uid), request.reader)


def move_on(action, case, user, asked):
    try:
        workflow.FUNCTIONS[action](case=case, by=user, at=timezone.now(), **asked)
    except workflow.StaleCase as stale:
        code = "not_now" if stale.case.version == asked["version"] else "stale_case"
        raise Refused(code, STALE[code]) from None
    except workflow.NotAWorkerHere:
        sentence = _("这个人不在那里办事，请从“可以派的人”里选。")
        raise wrong(handler=("unknown", sentence)) from None
    except workflow.NotAllowed:
        raise Http404 from None
