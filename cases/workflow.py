"""What happens to a case, from report to answer.

One table (cases/moves.py) says which action leads from where to where, and who may take it; here
stands what each does. Everybody decides on the version they looked at: one conditional UPDATE
picks the winner, the others get StaleCase. Each change writes its step, and what it promises to
tell, in the same transaction.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from cases import categories, clocks, need_to_know, notifications, photos
from cases.models import Case, Category, Channel, Elsewhere, Photo, Step
from cases.moves import MOVES, Move, Who, of_staff
from grids.models import Reader, posts
from grids.roles import Duty

FUNCTIONS = {}
"""What each move of the table does, by its action."""


def makes(action: str):
    """The function that makes this move: whole or not at all."""
    if action not in MOVES:
        raise LookupError(f"cases/moves.py has no {action}")

    def register(function):
        FUNCTIONS[action] = transaction.atomic(function)
        return FUNCTIONS[action]

    return register


class StaleCase(Exception):
    """Somebody changed the case first, or it is at a place where this cannot be done."""

    def __init__(self, case: Case):
        super().__init__(case.number)
        self.case = Case.objects.get(pk=case.pk)

    @property
    def last_step(self) -> Step:
        return self.case.steps.exclude(action__in=Step.STILL).select_related("by").last()


class NotAllowed(Exception):
    """This person may not take this action on this case."""


class NotAWorkerHere(Exception):
    """The person chosen does not handle cases where this one lies."""


class AnswerMissing(Exception):
    """A case cannot end without a word to the person who reported it."""


def may(case: Case, action: str, reader: Reader) -> bool:
    """Whether the reader may take the action, were the case at the right place."""
    if not reader.is_signed_in:
        return False
    who, user = MOVES[action].who, reader.user
    is_theirs = bool(case.reporter and case.reporter.user_id == user.pk)
    if who is Who.RESIDENT:
        return is_theirs
    if who is Who.REPORTER:
        return is_theirs or case.filed_by_id == user.pk
    if case.confidential and not need_to_know.is_named(case, user):
        return False
    if who is Who.FILER:
        staff = case.channel != Channel.PHONE and not case.category.harm
        return staff and case.filed_by_id == user.pk and posts.holds(reader, Duty.SEE_CASES, case)
    if who is Who.HANDLER:
        theirs_too = case.handler_id in reader.hands and not case.confidential
        mine = case.handler_id == user.pk or theirs_too
        return mine and posts.holds(reader, Duty.HANDLE_CASES, case)
    return need_to_know.sorts_out(case, reader)


def actions_for(case: Case, reader: Reader) -> list[Move]:
    """What this reader can do with the case now, the main thing first."""
    here = [move for move in of_staff() if case.status in move.came]
    allowed = [move for move in here if may(case, move.action, reader)]
    return sorted(allowed, key=lambda move: case.status not in move.first_at)


@makes("accept")
def accept(
    *,
    case: Case,
    version: int,
    by: User,
    at: datetime,
    category: Category | None = None,
    priority: str = "",
    confidential: bool = False,
) -> Case:
    """Take the case on; correct what it is about, how pressing and how secret it is.

    The deadline still counts from the report. Secrecy is only ever added here. Where somebody
    is being hurt, the two hours until it is taken on are over, and what is usual begins. Raises
    categories.NotACategoryHere; one that came along from another street may stay.
    """
    category, priority = category or case.category, priority or case.priority
    secret = case.confidential or confidential or _is_confidential(category, case)
    changes = {"category": category, "priority": priority, "confidential": secret}
    if category.harm or (category.pk, priority) != (case.category_id, case.priority):
        due_at, because = clocks.due_once_open(
            category, priority, at=_counted_from(case), place=case
        )
        changes |= {"due_at": due_at, "due_because": because}
    detail = {"category": category.name, "priority": priority, "confidential": secret}
    before = case
    case = _move(case, "accept", version=version, by=by, at=at, detail=detail, **changes)
    if case.confidential and not before.confidential:
        notifications.take_back(case)
        _name_those_who_know(case, by, at)
        notifications.to_triagers(case, notifications.NEW_CONFIDENTIAL, by=by, at=at)
    if case.due_at != before.due_at:
        notifications.remind(case, at=at)
    return case


@makes("return")
def send_back(*, case: Case, version: int, question: str, by: User, at: datetime) -> Case:
    """Ask the person who reported for more."""
    case = _move(case, "return", version=version, by=by, at=at, note=question)
    notifications.to_reporter(case, notifications.ASKED, by=by, at=at)
    return case


@makes("resubmit")
def resubmit(*, case: Case, version: int, words: str, by: User, at: datetime) -> Case:
    """The answer to our question. Time counts anew: until now we could not begin."""
    due_at, because = clocks.due_once_open(case.category, case.priority, at=at, place=case)
    changes = {"due_at": due_at, "due_because": because}
    case = _move(case, "resubmit", version=version, by=by, at=at, note=words, **changes)
    notifications.to_triagers(case, notifications.SENT_BACK, by=by, at=at)
    notifications.remind(case, at=at)
    return case


@makes("withdraw")
def withdraw(*, case: Case, version: int, by: User, at: datetime) -> Case:
    """The resident takes it back while nobody has taken it on; what was written stays on record."""
    case = _move(case, "withdraw", version=version, by=by, at=at, closed_at=at)
    notifications.forget(case)
    return case


@makes("take_back")
def take_back(*, case: Case, version: int, by: User, at: datetime) -> Case:
    """Filed by mistake, and nobody has taken it on: whoever was told of it is told no more."""
    case = _move(case, "take_back", version=version, by=by, at=at, closed_at=at)
    notifications.forget(case)
    notifications.take_back(case)
    return case


@makes("refer_out")
def refer_out(
    *, case: Case, version: int, channel: Elsewhere, reason: str, by: User, at: datetime
) -> Case:
    """Another house has to answer this: say which, and why. The case ends here."""
    if not reason.strip():
        raise AnswerMissing
    answer = Elsewhere(channel).answering(reason)
    case = _move(
        case,
        "refer_out",
        version=version,
        by=by,
        at=at,
        note=reason,
        detail={"channel": channel},
        answer=answer,
        closed_at=at,
    )
    notifications.forget(case)
    notifications.to_reporter(case, notifications.ANSWERED, by=by, at=at)
    return case


@makes("dispatch")
def dispatch(
    *, case: Case, version: int, handler: User, by: User, at: datetime, note: str = ""
) -> Case:
    """Give the case to somebody who works there. Raises NotAWorkerHere."""
    if handler not in dict(need_to_know.workers(case, on=timezone.localdate(at))):
        raise NotAWorkerHere
    former = case.handler
    case = _move(
        case,
        "dispatch",
        version=version,
        by=by,
        at=at,
        note=note,
        detail={"handler": handler.pk},
        handler=handler,
    )
    if case.confidential:
        if former and former not in (handler, case.filed_by):
            _withdraw_handler(case, former, at)
        need_to_know.name(case, [handler])
    notifications.to_handler(case, notifications.FOR_YOU, at=at)
    return case


@makes("handle")
def handle(*, case: Case, version: int, note: str, by: User, at: datetime, pictures=()) -> Case:
    """The handler says what was done."""
    case = _move(case, "handle", version=version, by=by, at=at, note=note)
    notifications.to_triagers(case, notifications.HANDLED, by=by, at=at)
    photos.keep(case=case, pictures=pictures, stage=Photo.Stage.HANDLE, by=by, at=at)
    return case


@makes("rework")
def rework(*, case: Case, version: int, note: str, by: User, at: datetime) -> Case:
    """Not done yet: back to the handler, with what is missing."""
    case = _move(case, "rework", version=version, by=by, at=at, note=note)
    notifications.to_handler(case, notifications.AGAIN, at=at)
    return case


@makes("close")
def close(*, case: Case, version: int, answer: str, by: User, at: datetime) -> Case:
    """Answer and end. Raises AnswerMissing, StaleCase."""
    if not answer.strip():
        raise AnswerMissing
    case = _move(
        case, "close", version=version, by=by, at=at, note=answer, answer=answer, closed_at=at
    )
    notifications.forget(case)
    notifications.to_reporter(case, notifications.ANSWERED, by=by, at=at)
    return case


@transaction.atomic
def note_late(*, case: Case, move: Move, words: str, by: User, at: datetime, pictures=()) -> None:
    """What somebody wrote for a move that came too late goes to the history, and whoever has the
    case now hears of it. Nothing else changes, not even the version; the same words are kept once."""
    note = {"action": Step.LATE, "by": by, "note": words, "detail": {"move": move.action}}
    if not case.steps.filter(**note).exists():
        state = {"from_status": case.status, "to_status": case.status}
        step = Step.objects.create(case=case, at=at, **state, **note)
        notifications.to_whoever_has_it(case, step, at=at)
        photos.keep(case=case, pictures=pictures, stage=Photo.Stage.HANDLE, by=by, at=at)


def _move(case, action, *, version, by, at, note="", detail=None, **changes):
    """Change the case if it still is as it was seen, and write the step."""
    move = MOVES[action]
    if not may(case, action, Reader.of(by, day=timezone.localdate(at))):
        raise NotAllowed(action)
    if not _as_seen(case, version, move).update(
        status=move.to, version=F("version") + 1, **changes
    ):
        raise StaleCase(case)
    Step.objects.create(
        case=case,
        action=action,
        from_status=case.status,
        to_status=move.to,
        by=by,
        at=at,
        note=note,
        detail=detail or {},
    )
    notifications.settle(case, at=at)
    return Case.objects.select_related(
        "category", "handler", "filed_by", "reporter__user", "grid", "community", "township"
    ).get(pk=case.pk)


def _as_seen(case, version, move):
    """The row, if nobody has touched it since: the one place that decides between deciders."""
    return Case.objects.filter(pk=case.pk, version=version, status__in=move.came)


def _is_confidential(category, case):
    try:
        return categories.is_confidential(category, case)
    except categories.NotACategoryHere:
        if category.pk != case.category_id:
            raise
        return category.confidential_by_default  # the case moved here with it


def _counted_from(case):
    """The moment the present deadline counts from: the report, or the answer to our question."""
    start = case.due_because.get("start")
    return datetime.fromisoformat(start) if start else case.reported_at


def _name_those_who_know(case, by, at):
    """The receivers, and who has read it anyway: who decided, and the staff who filed it."""
    people = [*need_to_know.receivers(case, on=timezone.localdate(at)), by]
    if case.channel != Channel.PHONE:
        people.append(case.filed_by)
    need_to_know.name(case, people)


def _withdraw_handler(case, former, at):
    """Who no longer handles it need not know, unless they receive confidential cases anyway."""
    receivers = need_to_know.receivers(case, on=timezone.localdate(at))
    if former not in receivers:
        need_to_know.withdraw(case, former)
        notifications.take_back(case, of=[former])
