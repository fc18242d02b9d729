"""组织表: a workbook is uploaded, checked against the register, and taken in part by part.

upload → to_check → checked → to_take_in → taken_in → to_undo → undone
                  ↘ refused
"""

import json
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import User
from foundation import once
from foundation.uploads import rows as uploads
from foundation.work import queue
from foundation.work.rows import NotReady
from foundation.work.signs import silent
from foundation.workbooks.refusals import Refused
from grids import postings
from grids.models import Area
from office import proposals
from office.models import OrganisationFile
from office.opening import reading, taking, taking_back
from office.opening.plan import Plan, digest_of, plan_for
from office.opening.taking import BuiltOn

IN_REQUEST = 300
"""Lines of a file that is checked and taken in while the browser waits."""
SHOWN = 3_000
"""Lines of a preview that are kept; the counts are of all."""
KEPT = timedelta(days=3 * 365)
State = OrganisationFile.State

WENT_WRONG = _("出了意外，登记没有动过。请再传一次；还不行，请找管服务器的人。")
NOT_THEIRS = _("要导入的人已经不在这个岗位上，登记没有动过。请在岗的同事再传一次。")
CHANGED = _("检查以后登记有变动，又查了一遍。请看过新的结果再导入。")
MET = _("导入的时候，有人正好登记了一样的东西，所以什么都没有写。请再看一遍，再导入。")
HIDDEN_LINES = _("有 %(n)s 行是隐藏的，第一行在 %(spot)s，也读了。不要的话，请整行删掉再传。")
PARTLY = _("写到一半，登记有变动；“%(name)s”已经有人接着用，写进去的没有全退回。请核对。")
STOPPED = _("撤销没有做完，有几样可能已经退回。请再撤销一次；还不行，请找管服务器的人。")
NOT_THEIRS_TO_UNDO = _(
    "要撤销的人已经不在这个岗位上，撤销没有做完，有几样可能已经退回。请在岗的同事再撤销一次。"
)
BUILT = _("“%(name)s”后来有人接着登记或者改过，不能整个撤回。什么都没有动。")


class AlreadyUploaded(once.Conflict):
    """This uid was used for another file."""

    code = "organisation_already_uploaded"


@transaction.atomic
def upload(
    *,
    uid: UUID,
    file: BinaryIO,
    name: str,
    street: Area,
    by: User | None,
    at: datetime,
    lines: int = 0,
) -> OrganisationFile:
    """Keep the workbook until it is checked; the same `uid` is the same upload. Raises AlreadyUploaded."""
    about = {"uid": uid, "street": street, "uploaded_by": by, "uploaded_at": at}
    row = OrganisationFile(lines=lines, total=lines, **about)
    return uploads.keep(row, file, name=name, about=("street_id",), conflict=AlreadyUploaded)


def check(*, row: OrganisationFile, at: datetime, note: str = "") -> None:
    """The dry run; only what was found is written."""
    try:
        plan = _plan(row, row.uploaded_by, at)
    except Refused as refused:
        give_up(row, refused.text, refused.values)
        return
    about = {"note": note}
    if plan.hidden and not note:
        about |= {"note": HIDDEN_LINES, "values": {"n": len(plan.hidden), "spot": plan.hidden[0]}}
    _keep(row, found_of(plan) | about, state=State.CHECKED)


def look_again(*, row: OrganisationFile, answers: dict[str, str]) -> None:
    """Some of what the file leaves open was answered. Raises NotReady."""
    if not row.move_on(State.CHECKED, state=State.TO_CHECK, answers=row.answers | answers):
        raise NotReady


def agree(*, row: OrganisationFile, by: User | None, at: datetime) -> None:
    """Somebody says yes to what was found. Raises NotReady: there are faults, or nothing to do."""
    found = json.loads(row.found or "{}")
    if found.get("faults") or not found.get("steps"):
        raise NotReady
    row.found = json.dumps(found | {"note": ""}, ensure_ascii=False)  # of the look before
    columns = {"taken_in_by": by, "taken_in_at": at, "sealed_found": row.sealed_found}
    if not row.move_on(State.CHECKED, state=State.TO_TAKE_IN, **columns):
        raise NotReady


def take_in(*, row: OrganisationFile, at: datetime, signs=silent) -> None:
    """All of what was agreed to, part by part, or what of it a killed worker left.

    Where the register is another by now, what is written goes back and a new look waits.
    """
    plan = _plan(row, row.taken_in_by, at)
    parts = taking.parts_of(plan.steps)
    digests = [digest_of(part) for part in parts]
    if not row.parts_written:
        same = plan.digest() == json.loads(row.found)["digest"]
        if same and not row.held().update(parts=digests):
            raise NotReady
        row.parts = digests
    else:
        same = digests == row.parts[row.parts_written :]
    if plan.faults or not same:
        _let_go(row, CHANGED, at)
        return
    writer = taking.Taking(by=row.taken_in_by, at=at, file=row)
    writer.lines = json.loads(row.before or "[]")
    try:
        for steps in parts:
            signs(row.parts_written, len(row.parts))
            _write(row, steps, writer, plan.says)
    except taking.Moved:
        _let_go(row, CHANGED, at)
    except (IntegrityError, proposals.CannotBeDone, postings.CannotGive):
        _let_go(row, MET, at)


@transaction.atomic
def _write(row, steps, writer, says):
    """One part; with the last one it is taken in."""
    Area.objects.select_for_update().get(pk=row.street_id)  # one file of a street at a time
    already = row.held().filter(parts_written=row.parts_written)
    if not already.exists():
        raise NotReady  # another worker has it
    taking.write(steps, writer)
    number = row.parts_written + 1
    row.before = json.dumps(writer.lines)
    if number < len(row.parts):
        already.update(parts_written=number, sealed_before=row.sealed_before)
        row.parts_written = number
        return
    row.says = json.dumps(says, ensure_ascii=False)
    sealed = {"sealed_before": row.sealed_before, "sealed_says": row.sealed_says}
    if not row.move_on(row.state, state=State.TAKEN_IN, parts_written=number, **sealed):
        raise NotReady


def _let_go(row, note, at):
    """What is written of it goes back, and it is looked at anew; nobody guesses how to go on."""
    row.refresh_from_db(fields=["sealed_before", "parts_written"])
    lines = json.loads(row.before or "[]")
    try:
        _take_back(row, lines, by=row.taken_in_by, at=at)
    except BuiltOn as built:
        found = json.loads(row.found) | {"note": PARTLY, "values": {"name": built.name}}
        _keep(row, found, state=State.TAKEN_IN)
        return
    plan = _plan(row, row.taken_in_by, at)
    found = found_of(plan) | {"note": note}
    _keep(row, found, state=State.CHECKED, before=[], says={}, parts=[], parts_written=0)


def _take_back(row, lines, *, by, at, signs=silent):
    """Part by part, the last one first, each kept as gone. Raises BuiltOn before the first."""
    taking_back.look(lines)
    for part, left in taking_back.parts_of(lines):
        with transaction.atomic():
            Area.objects.select_for_update().get(pk=row.street_id)
            taking_back.take_back(part, by=by, at=at)
            row.before = json.dumps(left)
            if not row.held().update(sealed_before=row.sealed_before):
                raise NotReady
        signs(len(lines) - len(left), len(lines))


def may_undo(row: OrganisationFile, at: datetime) -> bool:
    """The newest that was taken in goes back first."""
    if row.state != State.TAKEN_IN:
        return False
    later = _taken_in(row.street).filter(taken_in_at__gt=row.taken_in_at)
    return not later.exists()


def ask_undo(*, row: OrganisationFile, by: User, at: datetime) -> None:
    """Raises NotReady."""
    queue.ask_undo(row, at=at, undone_by=by, undone_at=at)


def undo(*, row: OrganisationFile, at: datetime, signs=silent) -> None:
    """Everything as it was before, or nothing and a sentence why."""
    found = json.loads(row.found)
    try:
        _take_back(row, json.loads(row.before), by=row.undone_by, at=at, signs=signs)
    except BuiltOn as built:
        note = {"note": BUILT, "values": {"name": built.name}}
        _keep(row, found | note, state=State.TAKEN_IN)
        return
    with transaction.atomic():
        for proposal in row.proposals.waiting(at):
            proposals.withdraw(proposal=proposal, at=at)
        _keep(row, found, state=State.UNDONE, before=[], says={})


def give_up(row: OrganisationFile, text: str = WENT_WRONG, values: dict | None = None) -> None:
    """It ends here; what is written of it goes back by itself."""
    if row.state == State.TO_TAKE_IN and row.before:
        about = {"by": row.taken_in_by, "at": timezone.now()}
        try:
            _take_back(row, json.loads(row.before), **about)
        except BuiltOn as built:
            found = json.loads(row.found) | {"note": PARTLY, "values": {"name": built.name}}
            _keep(row, found, state=State.TAKEN_IN)
            return
    _keep(row, {"note": text, "values": values or {}}, state=State.REFUSED)


def stopped(row: OrganisationFile, text: str) -> dict[str, Any]:
    """The columns of an undo that was given up; what is gone stays gone, and the page says so."""
    found = json.loads(row.found) | {"note": text, "values": {}}
    row.found = json.dumps(found, ensure_ascii=False)
    return {"sealed_found": row.sealed_found}


def drop(*, row: OrganisationFile) -> bool:
    """An upload nobody wants; the register was never touched."""
    waiting = OrganisationFile.objects.filter(pk=row.pk, state__in=[State.CHECKED, State.REFUSED])
    return bool(waiting.delete()[0])


def forget_old(at: datetime) -> None:
    OrganisationFile.objects.filter(uploaded_at__lt=at - KEPT).delete()


def dry_run(file: BinaryIO, *, street: Area, by: User | None, at: datetime, answers=None) -> Plan:
    """What the workbook would do; nothing is kept. Raises Refused."""
    last = _taken_in(street).order_by("-taken_in_at").first()
    written = json.loads(last.says) if last else {}
    return plan_for(
        reading.read(file),
        street=street,
        by=by,
        at=at,
        written=written,
        answers=answers,
    )


def found_of(plan: Plan) -> dict:
    """What the page shows, and the digest of all of it. A building and its doors count as one."""
    counts: dict[str, dict[str, int]] = {}
    for sheet, what, _line, _name in dict.fromkeys(
        (step.sheet, step.what, step.line, step.name) for step in plan.steps
    ):
        of_sheet = counts.setdefault(sheet, {})
        of_sheet[what] = of_sheet.get(what, 0) + 1
    return {
        "faults": [vars(fault) for fault in plan.faults[:SHOWN]],
        "steps": [step.shown() for step in plan.steps[:SHOWN]],
        "questions": [question.shown() for question in plan.questions[:SHOWN]],
        "counts": counts,
        "digest": plan.digest(),
    }


def _plan(row, by, at):
    return dry_run(row.opened(), street=row.street, by=by, at=at, answers=row.answers)


def _taken_in(street):
    return OrganisationFile.objects.filter(street=street, state=State.TAKEN_IN)


def _keep(row, found, *, state, before=None, says=None, **columns):
    row.found = json.dumps(found, ensure_ascii=False)
    columns["sealed_found"] = row.sealed_found
    if before is not None:
        row.before, row.says = json.dumps(before), json.dumps(says, ensure_ascii=False)
        columns |= {"sealed_before": row.sealed_before, "sealed_says": row.sealed_says}
    if not row.move_on(row.state, state=state, **columns):
        raise NotReady
