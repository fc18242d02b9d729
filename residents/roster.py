"""名册: a workbook is uploaded, checked against the register, and taken in, or not at all.

    upload → to_check → checked → to_take_in → taken_in
                      ↘ refused

A small file goes all the way inside the request, a large one through the worker. `findings` say
what was found; until somebody says yes, the register is only read.
"""

import base64
import contextlib
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import User
from grids.models import Area
from grids.roles import Duty
from residents import roster_plan, roster_reading, roster_taking
from residents.models import Roster
from residents.roster_reading import Reading
from residents.roster_rows import Row
from residents.roster_workbook import Refused

IN_REQUEST = 2_000
"""People in a file that is checked and taken in while the browser waits."""
MOST_FAULTS_KEPT = 5_000
MOST_CHANGES_KEPT = 500
MOST_TRIES = 3
UNDECIDED = [Roster.State.CHECKED, Roster.State.REFUSED]
KEPT = timedelta(days=7)

WENT_WRONG = _("检查的时候出了意外，登记没有动过。请再传一次；还不行，请把文件交给街道工作人员。")


class RegisterChanged(Exception):
    """Since the dry run somebody changed the register: what was shown is no longer what would be."""


class NotReady(Exception):
    """This roster cannot be taken in: it has faults, or was dealt with already."""


@dataclass
class DryRun:
    """What a workbook would do to the register."""

    reading: Reading
    plan: roster_plan.Plan

    @property
    def faults(self):
        return sorted(self.reading.faults + self.plan.faults, key=lambda fault: fault.line)

    def findings(self) -> dict:
        plan, reading = self.plan, self.reading
        return {
            "people": reading.people,
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "new_doors": len(plan.new_doors),
            "faulty": len({fault.line for fault in self.faults}),
            "examples": reading.examples,
            "nobody": reading.nobody,
            "unused": reading.unused[:20],
            "digest": plan.digest(),
        }

    def lines(self) -> dict:
        return {
            "faults": [asdict(fault) for fault in self.faults[:MOST_FAULTS_KEPT]],
            "changes": [
                [entry.row.line, entry.row.name, sorted(map(str, entry.changes))]
                for entry in self.plan.changed[:MOST_CHANGES_KEPT]
            ],
        }


def dry_run(
    file: BinaryIO,
    *,
    community: Area,
    by: User | None,
    on: date,
    progress: Callable[[int], None] = lambda done: None,
) -> DryRun:
    """Read the workbook against the register; nothing is written. Raises Refused."""
    reading = roster_reading.read(file, community, progress=progress)
    return DryRun(reading, _plan(reading.rows, reading.heads, community, by, on))


def _plan(rows, heads, community, by, on):
    movable = None
    if by is not None:
        movable = set(Area.objects.where(by, Duty.IMPORT_ROSTER).values_list("pk", flat=True))
    return roster_plan.make(rows, community=community, heads=heads, movable=movable, on=on)


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
) -> Roster:
    """Keep the workbook until it is checked. The same `uid` again is the same upload.

    `expected`: about how many lines there are, as the survey counted.
    """
    file.seek(0)
    content = file.read()
    if earlier := Roster.objects.filter(uid=uid).first():
        if earlier.uploaded_by == by:
            return earlier
        uid = uuid4()
    roster = Roster(
        uid=uid,
        community=community,
        file_name=name[-120:],
        file_hash=hashlib.sha256(content).hexdigest(),
        findings={"expected": expected},
        uploaded_by=by,
        uploaded_at=at,
    )
    roster.workbook = base64.b64encode(content).decode()
    roster.save()
    return roster


def check(*, roster: Roster, at: datetime, tick: Callable[[int], None] = lambda done: None):
    """The dry run. Twice is the same as once; a roster that moved on meanwhile is left alone."""

    def progress(done):
        mine = Roster.objects.filter(pk=roster.pk, state=Roster.State.TO_CHECK)
        mine.update(rows_read=done, claimed_at=timezone.now())
        tick(done)

    file = io.BytesIO(base64.b64decode(roster.workbook))
    try:
        found = dry_run(
            file,
            community=roster.community,
            by=roster.uploaded_by,
            on=timezone.localdate(at),
            progress=progress,
        )
    except Refused as refused:
        give_up(roster, refused.text, refused.values)
        return
    keep(roster, found, only_if=Roster.State.TO_CHECK)


def keep(roster: Roster, found: DryRun, *, only_if: str) -> None:
    """Lay down what was found, and the cleaned rows, sealed, for exactly this to be taken in."""
    roster.findings, roster.lines = found.findings(), found.lines()
    roster.rows = json.dumps(
        {
            "rows": [row.packed() for row in found.reading.rows],
            "heads": sorted(found.reading.heads),
        }
    )
    _move_on(
        roster,
        only_if,
        state=Roster.State.CHECKED,
        findings=roster.findings,
        lines=roster.lines,
        sealed_rows=roster.sealed_rows,
        sealed_file="",
    )


def give_up(roster: Roster, text: str = WENT_WRONG, values: dict | None = None) -> None:
    """Say why it ends here; the file goes, the register was never touched."""
    findings = {"refusal": text, "values": values or {}}
    facts = {"state": Roster.State.REFUSED, "findings": findings, "lines": {}}
    _move_on(roster, roster.state, sealed_file="", sealed_rows="", **facts)


def _move_on(roster, state_before, **facts):
    """One conditional update: of two that finish the same step, the first one counts."""
    here = Roster.objects.filter(pk=roster.pk, state=state_before)
    here.update(claimed_at=None, tries=0, **facts)
    roster.refresh_from_db(fields=["state", "findings", "lines", "claimed_at"])


def agree(*, roster: Roster, by: User | None, at: datetime) -> None:
    """Somebody looked at the dry run and says yes. Raises NotReady."""
    if roster.findings.get("faulty"):
        raise NotReady
    checked = Roster.objects.filter(pk=roster.pk, state=Roster.State.CHECKED)
    if not checked.update(state=Roster.State.TO_TAKE_IN, taken_in_by=by, claimed_at=None, tries=0):
        raise NotReady
    roster.refresh_from_db(fields=["state", "taken_in_by"])


def take_in(*, roster: Roster, at: datetime) -> None:
    """Write what the dry run showed, all of it or nothing. Raises NotReady, RegisterChanged.

    If the register changed meanwhile, a new dry run is waiting afterwards, and nothing is written.
    """
    try:
        with transaction.atomic():
            _take_in(roster.pk, at)
    except (RegisterChanged, IntegrityError):
        _check_again(roster, at)
        raise RegisterChanged from None
    roster.refresh_from_db()


def _take_in(pk, at):
    # Two rosters for one community go one after the other; rows that only point at the area
    # do not wait for us.
    roster = Roster.objects.select_for_update(of=["self"]).select_related("community").get(pk=pk)
    if roster.state != Roster.State.TO_TAKE_IN:
        raise NotReady
    Area.objects.select_for_update(no_key=True).get(pk=roster.community_id)
    plan = _plan_again(roster, at, lock=True)
    if plan.digest() != roster.findings["digest"]:
        raise RegisterChanged
    source = f"社区名册 {roster.file_name}"[:60]
    roster_taking.write(plan, source=source, by=roster.taken_in_by, at=at)
    roster.state, roster.taken_in_at = Roster.State.TAKEN_IN, at
    roster.sealed_rows, roster.claimed_at = "", None
    roster.save(update_fields=["state", "taken_in_at", "sealed_rows", "claimed_at"])


def _plan_again(roster, at, *, lock):
    kept = json.loads(roster.rows)
    rows = [Row(*packed) for packed in kept["rows"]]
    heads = [tuple(place) for place in kept["heads"]]
    by = roster.taken_in_by or roster.uploaded_by
    plan = _plan(rows, heads, roster.community, by, timezone.localdate(at))
    if lock and plan.changed and connection.features.has_select_for_update:
        # Whoever is about to be changed must not change under our hands: lock, and look again.
        # Without row locks there is one writer at a time, and that is us.
        roster_plan.lock(entry.person for entry in plan.changed)
        plan = _plan(rows, heads, roster.community, by, timezone.localdate(at))
    return plan


def _check_again(roster, at):
    """The same rows against the register of now."""
    roster.refresh_from_db()
    plan = _plan_again(roster, at, lock=False)
    found = DryRun(Reading(), plan)
    findings = {
        **roster.findings,
        **{key: found.findings()[key] for key in ("new", "changed", "unchanged", "new_doors")},
        "faulty": found.findings()["faulty"],
        "digest": plan.digest(),
        "again": True,
    }
    state = Roster.State.CHECKED
    _move_on(roster, Roster.State.TO_TAKE_IN, state=state, findings=findings, lines=found.lines())


def claim(*, roster: Roster, at: datetime) -> bool:
    """Take a waiting roster for this worker; false when another one has it."""
    mine = Roster.objects.to_do(at).filter(pk=roster.pk)
    if not mine.update(claimed_at=at, tries=F("tries") + 1):
        return False
    roster.refresh_from_db()
    return True


def work_on(*, roster: Roster, at: datetime, tick: Callable[[int], None] = lambda done: None):
    """Do what waits, if nobody else does; what a killed worker began simply begins again."""
    if not claim(roster=roster, at=at):
        return
    if roster.tries > MOST_TRIES:
        give_up(roster)
    elif roster.state == Roster.State.TO_CHECK:
        check(roster=roster, at=at, tick=tick)
    else:
        with contextlib.suppress(RegisterChanged, NotReady):
            take_in(roster=roster, at=at)


@transaction.atomic
def forget_left_lying(*, on: date) -> int:
    """Uploads nobody decided about for a week go; their people do not wait here for ever."""
    undecided = Roster.objects.filter(state__in=UNDECIDED, uploaded_at__date__lt=on - KEPT)
    return undecided.delete()[0]


@transaction.atomic
def drop(*, roster: Roster) -> bool:
    """Forget an upload that was not taken in, with everything it held."""
    return bool(Roster.objects.filter(pk=roster.pk, state__in=UNDECIDED).delete()[0])
