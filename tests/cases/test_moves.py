"""Which action leads where, and who may take it: every state × action × role."""

import pytest
from django.db import transaction
from django.utils import translation

from cases import moves, timeline, workflow
from cases.models import Case, Status, Step
from notices.models import Notice
from tests import builders
from tests.conftest import NOON

DO = {
    "accept": (workflow.accept, {}),
    "return": (workflow.send_back, {"question": "在几楼"}),
    "resubmit": (workflow.resubmit, {"words": "三楼"}),
    "withdraw": (workflow.withdraw, {}),
    "take_back": (workflow.take_back, {}),
    "refer_out": (workflow.refer_out, {"channel": "hotline", "reason": "归供热公司管"}),
    "dispatch": (workflow.dispatch, {}),
    "handle": (workflow.handle, {"note": "换了灯"}),
    "rework": (workflow.rework, {"note": "还是不亮"}),
    "close": (workflow.close, {"answer": "换好了"}),
}
# Written by hand, so that a slip in the workflow's own table shows.
FROM = {
    "accept": {"reported", "returned"},
    "return": {"reported", "accepted"},
    "resubmit": {"returned"},
    "withdraw": {"reported"},
    "take_back": {"reported"},
    "refer_out": {"reported", "returned", "accepted"},
    "dispatch": {"accepted", "dispatched"},
    "handle": {"dispatched"},
    "rework": {"handled"},
    "close": {"accepted", "handled"},
}
DESK, HANDLER, REPORTER = {"chen", "staff", "bai"}, {"lin"}, {"wang"}
ROLES = (
    {action: DESK for action in DO}
    | {"handle": HANDLER, "take_back": set()}
    | dict.fromkeys(["resubmit", "withdraw"], REPORTER)
)


FEW = ["lin", "zhou", "chen", "bai", "wang"]
"""Who tries every day; the others, in the trial, stand beside one of these."""


@pytest.fixture(params=[FEW, pytest.param([], marks=pytest.mark.trial("walk"))], ids=["few", "all"])
def roles(request, lin, zhou, chen, qian, bai, gao, staff, wang, li):
    people = {"lin": lin, "zhou": zhou, "chen": chen, "qian": qian, "bai": bai, "gao": gao}
    people |= {"staff": staff, "wang": wang.user, "li": li.user}
    return {name: people[name] for name in request.param or people}


def attempt(case, action, user, lin):
    """What comes of it; undone at once."""
    do, words = DO[action]
    words = words | ({"handler": lin} if action == "dispatch" else {})
    with transaction.atomic():
        try:
            do(case=case, version=case.version, by=user, at=NOON, **words)
            return "done" if Case.objects.get(pk=case.pk).version == case.version + 1 else "?"
        except workflow.NotAllowed:
            return "not allowed"
        except workflow.StaleCase:
            return "not now"
        finally:
            transaction.set_rollback(True)


def expected(status, action, role, allowed):
    if role not in allowed[action]:
        return "not allowed"
    return "done" if status in FROM[action] else "not now"


@pytest.mark.parametrize("status", Status.values)
def test_only_what_the_table_lists_happens(status, roles, east, wang):
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    case = builders.bring(case, status, desk=roles["chen"], worker=roles["lin"], at=NOON)
    has_handler = Case.objects.filter(pk=case.pk, handler=roles["lin"]).exists()
    allowed = ROLES | {"handle": HANDLER if has_handler else set()}

    wrong = [
        (action, role, got)
        for action in DO
        for role, user in roles.items()
        if (got := attempt(case, action, user, roles["lin"]))
        != expected(status, action, role, allowed)
    ]

    assert case.status == status
    assert wrong == []


@pytest.mark.parametrize("status", ["reported", "returned", "accepted", "dispatched", "handled"])
def test_a_confidential_case_is_decided_by_its_receiver_alone(status, roles, east, wang):
    facts = {"channel": "phone", "reporter": wang, "confidential": True}
    case = builders.make_case(wang.user, east, at=NOON, **facts)
    case = builders.bring(case, status, desk=roles["chen"], worker=roles["lin"], at=NOON)
    in_hand = status in ("dispatched", "handled")
    allowed = {action: {"chen"} for action in DO}
    allowed |= {"resubmit": REPORTER, "withdraw": REPORTER, "handle": HANDLER if in_hand else set()}
    allowed["take_back"] = set()

    got = {
        (action, role): attempt(case, action, user, roles["lin"])
        for action in DO
        for role, user in roles.items()
    }

    assert got == {(a, r): expected(status, a, r, allowed) for a in DO for r in roles}


def test_the_oracle_above_and_the_table_say_the_same():
    assert {action: set(move.came) for action, move in moves.MOVES.items()} == FROM


def test_every_change_leaves_one_step_that_says_what_it_was(lin, chen, east):
    case = builders.make_case(lin, east, at=NOON)
    case = builders.bring(case, "handled", desk=chen, worker=lin, at=NOON)

    steps = [(s.action, s.from_status, s.to_status, s.by) for s in case.steps.all()]

    assert steps == [
        ("report", "", "reported", lin),
        ("accept", "reported", "accepted", chen),
        ("dispatch", "accepted", "dispatched", chen),
        ("handle", "dispatched", "handled", lin),
    ]
    assert case.version == len(steps)


@pytest.mark.parametrize(
    ("action", "status", "broken"),
    [
        ("accept", "reported", "remind"),
        ("return", "reported", "to_reporter"),
        ("dispatch", "accepted", "to_handler"),
        ("handle", "dispatched", "to_triagers"),
        ("rework", "handled", "to_handler"),
        ("close", "handled", "to_reporter"),
        ("refer_out", "accepted", "to_reporter"),
        ("resubmit", "returned", "remind"),
        ("take_back", "reported", "take_back"),
    ],
)
def test_nothing_is_kept_when_the_last_step_fails(
    action, status, broken, lin, chen, east, monkeypatch
):
    case = builders.make_case(lin, east, at=NOON)
    case = builders.bring(case, status, desk=chen, worker=lin, at=NOON)
    before = (Case.objects.values().get(), Step.objects.count(), Notice.objects.count())
    do, words = DO[action]
    words = words | {"dispatch": {"handler": lin}, "accept": {"priority": "urgent"}}.get(action, {})

    def fail(*args, **kwargs):
        raise OSError("gone")

    monkeypatch.setattr(f"cases.notifications.{broken}", fail)
    by = lin if action in ("handle", "resubmit", "take_back") else chen
    with pytest.raises(OSError, match="gone"):
        do(case=case, version=case.version, by=by, at=NOON, **words)

    assert (Case.objects.values().get(), Step.objects.count(), Notice.objects.count()) == before


def test_nobody_is_sent_who_does_not_work_there(lin, zhou, chen, gao, east):
    case = builders.bring(
        builders.make_case(lin, east, at=NOON), "accepted", desk=chen, worker=lin, at=NOON
    )

    for outsider in (zhou, gao):
        with pytest.raises(workflow.NotAWorkerHere):
            workflow.dispatch(case=case, version=case.version, handler=outsider, by=chen, at=NOON)


def test_a_case_cannot_end_without_a_word(lin, chen, east):
    case = builders.bring(
        builders.make_case(lin, east, at=NOON), "accepted", desk=chen, worker=lin, at=NOON
    )

    with pytest.raises(workflow.AnswerMissing):
        workflow.close(case=case, version=case.version, answer="  ", by=chen, at=NOON)


def test_a_new_category_moves_the_deadline_which_still_counts_from_the_report(lin, chen, east):
    case = builders.make_case(lin, east, at=NOON)
    manhole = builders.make_category("井盖坏了")

    case = workflow.accept(
        case=case, version=1, category=manhole, by=chen, at=NOON.replace(hour=20)
    )

    assert case.due_at == NOON.replace(day=11, hour=9, minute=0)
    assert case.due_because["start"] == NOON.isoformat()


def test_time_counts_anew_from_the_answer_to_our_question(lin, chen, east):
    case = builders.bring(
        builders.make_case(lin, east, at=NOON), "returned", desk=chen, worker=lin, at=NOON
    )

    later = NOON.replace(day=16)
    answered = workflow.resubmit(case=case, version=case.version, words="三楼", by=lin, at=later)

    assert answered.due_at == NOON.replace(day=23, hour=17, minute=30)


def test_a_referral_names_the_other_house_in_words(lin, chen, east):
    case = builders.make_case(lin, east, at=NOON)

    with translation.override("en"):
        case = workflow.refer_out(
            case=case, version=1, channel="utilities", reason="暖气管", by=chen, at=NOON
        )
        title = timeline.steps(case, list(case.steps.all()), builders.reader_of(chen))[-1]["title"]

    assert case.answer == "供热、供水、供电、燃气公司：暖气管"
    assert title == "Referred to Heating, water, power or gas company"
