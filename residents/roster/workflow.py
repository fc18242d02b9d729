"""名册: a workbook is uploaded, checked against the register, and taken in part by part.

    upload → to_check → checked → to_take_in → taken_in → to_undo → undone
               ⇅      ↘ refused
             to_map

A small file goes all the way inside the request, a large one through the worker. `findings` say
what was found; until somebody says yes, the register is only read.
"""

import json
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import User
from foundation import once
from foundation.audit import reasons
from foundation.uploads import rows as uploads
from foundation.work.rows import NotReady
from foundation.work.signs import silent
from foundation.workbooks.refusals import Refused
from grids.models import Area
from residents.models import Lookalike, Person, Roster, RosterPage
from residents.roster import keeping, pages, rest, taking
from residents.roster.checking import DryRun, compared, dry_run
from residents.roster.reading.sheet import Unclear, as_json
from residents.roster.rows import Row
from residents.roster.taking import RegisterChanged
from residents.roster.tied import may_take_in_the_right

IN_REQUEST = 2_000
"""People in a file that is checked and taken in while the browser waits."""

WENT_WRONG = _("检查的时候出了意外，登记没有动过。请再传一次；还不行，请把文件交给街道工作人员。")


class AlreadyUploaded(once.Conflict):
    """This uid was used for another file."""

    code = "already_uploaded"


@transaction.atomic
def upload(
    *,
    uid: UUID,
    file: BinaryIO,
    name: str,
    community: Area,
    by: User | None,
    at: datetime,
    expected: int = 0,
    made_on: date | None = None,
) -> Roster:
    """Keep the workbook until it is checked. The same `uid` with the same file is the same upload.

    `expected`: about how many lines there are, as the survey counted. `made_on`: the day of which
    it tells; what was corrected by hand since stays. Raises AlreadyUploaded.
    """
    roster = Roster(
        uid=uid,
        community=community,
        made_on=made_on,
        findings={"expected": expected},
        total=expected,
        uploaded_by=by,
        uploaded_at=at,
    )
    about = ("community_id", "made_on")
    return uploads.keep(roster, file, name=name, about=about, conflict=AlreadyUploaded)


def check(*, roster: Roster, at: datetime, signs=silent):
    """The dry run. Twice is the same as once; a roster that moved on meanwhile is left alone."""
    if roster.sealed_rows:  # read before; only the answers or the register are new
        _check_again(roster, at, only_if=Roster.State.TO_CHECK)
        return
    _read(roster, at, signs)


def _read(roster, at, signs=silent, *, only_if=Roster.State.TO_CHECK, **findings):
    try:
        found = dry_run(
            roster.opened(),
            community=roster.community,
            by=roster.taken_in_by or roster.uploaded_by,
            on=timezone.localdate(at),
            made_on=roster.made_on,
            answers=roster.findings.get("answers"),
            progress=signs,
        )
    except Unclear as unclear:
        _ask_for_columns(roster, unclear, only_if=only_if)
    except Refused as refused:
        give_up(roster, refused.text, refused.values)
    else:
        keep(roster, found, only_if=only_if, **findings)


def keep(roster: Roster, found: DryRun, *, only_if: str, **findings: bool) -> None:
    """Lay down what was found, and the cleaned rows, sealed, for exactly this to be taken in."""
    roster.rows = keeping.to_keep(found.reading)
    columns = {"findings": found.findings() | findings, "sealed_rows": roster.sealed_rows}
    result = keeping.sealed_result(roster, found)
    with transaction.atomic():
        if roster.move_on(only_if, state=Roster.State.CHECKED, **columns):
            keeping.lay_down(roster, found, result)
            _lay_down_top(roster, found.reading.top)


@transaction.atomic
def _ask_for_columns(roster, unclear, *, only_if):
    findings = {"refusal": unclear.text, "values": unclear.values}
    findings["expected"] = roster.findings.get("expected", 0)
    findings["answers"] = roster.findings.get("answers", {})
    if roster.move_on(only_if, state=Roster.State.TO_MAP, findings=findings):
        _lay_down_top(roster, unclear.top)


def _lay_down_top(roster, top):
    lines = [[line, json.loads(as_json(cells))] for line, cells in top]
    pages.lay_down(roster, RosterPage.Part.TOP, lines)


def give_up(roster: Roster, text: str = WENT_WRONG, values: dict | None = None) -> None:
    """Say why it ends here; the file goes, the register was never touched."""
    findings = {"refusal": text, "values": values or {}}
    columns = {"state": Roster.State.REFUSED, "findings": findings}
    roster.move_on(roster.state, sealed_file="", sealed_rows="", **columns)


def look_again(
    *, roster: Roster, read_anew: bool = False, answers: dict[str, str] | None = None
) -> None:
    """Check once more: columns, pairs or questions were explained. Raises NotReady.

    `answers`: by the keys of questions of the file, which is then to be read anew.
    """
    lines = roster.findings.get("people", roster.findings.get("expected", 0))
    columns = {"sealed_rows": "", "total": lines} if read_anew else {}
    if answers:
        answers = roster.findings.get("answers", {}) | answers
        columns["findings"] = roster.findings | {"answers": answers}
    before = Roster.State.CHECKED, Roster.State.TO_MAP
    if not roster.move_on(*before, state=Roster.State.TO_CHECK, **columns):
        raise NotReady


READABLE = ("new", "changed", "unchanged", "held")


def agree(
    *,
    roster: Roster,
    by: User | None,
    at: datetime,
    reason: str = "",
    only_the_right: bool = False,
) -> None:
    """Somebody looked at the dry run and says yes; why, where numbers change.

    `only_the_right`: faulty lines and those tied to them stay out, to be mended and sent in again.
    Raises NotReady, reasons.TooShort, reasons.TellsTooMuch.
    """
    if bool(roster.findings.get("faulty")) != only_the_right:
        raise NotReady
    if only_the_right and not may_take_in_the_right(roster.findings):
        raise NotReady
    if not any(roster.findings.get(kind) for kind in READABLE):
        raise NotReady  # of no line it is known that it may go in
    findings = dict(roster.findings)
    if findings.get("numbers") and by is not None:
        findings["reason"] = reasons.for_the_record(reason)
    columns = {"state": Roster.State.TO_TAKE_IN, "taken_in_by": by, "findings": findings}
    if not roster.move_on(Roster.State.CHECKED, **columns):
        raise NotReady


def take_in(*, roster: Roster, at: datetime, signs=silent) -> None:
    """Write what the dry run showed, or what is left of it. Raises NotReady, RegisterChanged.

    If the register changed meanwhile, a new dry run of what is not written waits afterwards.
    """
    if roster.state != Roster.State.TO_TAKE_IN:
        raise NotReady
    roster.refresh_from_db(fields=["begun_at", "findings"])  # it may have begun meanwhile
    on_its_way = taking.Taking(roster, at, signs)
    try:
        on_its_way.go_on()
    except RegisterChanged:
        if not on_its_way.is_ours():
            raise NotReady from None  # what changed it is whoever has the row now
        if on_its_way.written:
            rest.leave(roster, at=at)
        else:
            _check_again(roster, at, only_if=Roster.State.TO_TAKE_IN, again=True)
        raise


def _check_again(roster, at, *, only_if, again=False):
    """The same rows against the register of now, and the answers of now."""
    roster.refresh_from_db()
    reading = keeping.kept(roster)
    by, on = roster.taken_in_by or roster.uploaded_by, timezone.localdate(at)
    about = {"whole": keeping.is_whole(roster), "made_on": roster.made_on}
    found = compared(reading, roster.community, by, on, **about)
    from_before = roster.findings.get("faulty") and "tied" not in roster.findings
    if roster.sealed_file and (from_before or found.faulty - keeping.faulty_lines(roster)):
        # What is wrong since by the register is handed back as it stands in the file.
        _read(roster, at, only_if=only_if, again=again)
        return
    findings = {**roster.findings, **found.findings(), "again": again}
    result = keeping.sealed_result(roster, found)
    with transaction.atomic():
        if roster.move_on(only_if, state=Roster.State.CHECKED, findings=findings):
            keeping.lay_down(roster, found, result)


@transaction.atomic
def take_up(*, roster: Roster, by: User, at: datetime) -> Roster:
    """The lines that were held out and are decided now, as a roster of their own. Raises NotReady."""
    decided = roster.lookalikes.exclude(sealed_row="").exclude(
        answer__in=[Lookalike.Answer.OPEN, Lookalike.Answer.LATER]
    )
    packed = [Row(*json.loads(each.row)) for each in decided.order_by("line", "pk")]
    rows = {row.at: row for row in packed}
    if roster.state != Roster.State.TAKEN_IN or not rows:
        raise NotReady
    again = Roster(
        community=roster.community,
        file_name=roster.file_name,
        file_hash=roster.file_hash,
        made_on=roster.made_on,
        findings={"people": len(rows), "taken_up": True},
        uploaded_by=by,
        uploaded_at=at,
    )
    heads = {row.place for row in rows.values() if row.relation == Person.Relation.HEAD}
    again.rows = json.dumps(
        {"rows": [row.packed() for row in rows.values()], "heads": sorted(heads)}
    )
    again.save()
    return again
