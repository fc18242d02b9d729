"""Writing what was agreed to into the register, part by part (decision 33).

Each part is one short transaction of its own: everybody behind its doors, the record of it, and a
page with what an undo needs, which also says that this part is written. All else is done before anybody
has to wait: the register is read, the parts are planned, the numbers sealed. Who dies is followed
by somebody who reads the register anew and goes on behind the last part that is written.
"""

import time
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.batches import in_pieces
from foundation.work.rows import NotReady
from grids.models import Area
from residents.models import Person, Roster
from residents.roster import keeping, parts
from residents.roster.plan import Entry, Plan
from residents.roster.rows import Row
from residents.roster.saying.lines import NUMBERS
from residents.roster.writing import answered, footprint, people, writer
from residents.roster.writing import trail as record
from residents.roster.writing.first_days import FirstDays
from residents.roster.writing.locks import lock

MOST_IN_VAIN = 5
"""How often one part is planned anew because of what others write, before somebody is asked."""
SIGNS = 20  # of life, while a roster is written; each writes the roster's row
SILENT = 5  # seconds between two of them at most, or a slow machine would be thought dead
SHORT = 16  # of a digest; nobody tries to find another plan with the same


class RegisterChanged(Exception):
    """What is left is no longer what somebody said yes to."""


class Moved(Exception):
    """Somebody wrote beside us what the plan rests on; of this part nothing is kept."""


class Taking:
    """One roster on its way into the register; `signs` hears how many rows are behind it."""

    def __init__(self, roster: Roster, at: datetime, signs):
        self.roster, self.at, self.signs = roster, at, signs
        self.began = roster.begun_at or at
        self.rows, self.heads = keeping.kept_rows(roster)
        agreed = roster.findings.get("parts") or {"size": parts.size()}
        self.size: int = agreed["size"]
        self.digests: list[str] | None = agreed.get("digests")
        self.parts = parts.parts_of(self.rows, self.size)
        self.written = footprint.last_part(roster)
        self.signed = time.monotonic()
        self.seen = 0  # the last record of the community that the plan knows of

    def go_on(self) -> None:
        """Write every part that is not written yet. Raises NotReady, RegisterChanged."""
        in_vain = 0
        while self.roster.state == Roster.State.TO_TAKE_IN:
            before = self.written
            try:
                self._write_what_is_left()
            except (Moved, IntegrityError):
                in_vain = 0 if self.written > before else in_vain + 1
                if in_vain == MOST_IN_VAIN:
                    raise RegisterChanged from None

    def _write_what_is_left(self):
        plans = self._plan()
        first, sign = self.written, max(1, len(self.parts) // SIGNS)
        rests_on = RestsOn(plans[0], [row for rows in self.parts[first:] for row in rows])
        settled = answered.keys_among(self.roster.community, self._inside(plans))
        days = FirstDays(plans)
        for number in range(first, len(plans)):
            plan, is_last = plans[number], number + 1 == len(plans)
            if plan.people or plan.corrected or is_last:
                people.prepare(plan)
                self.seen = self._write(number, plan, rests_on, days, settled if is_last else None)
                self.roster.begun_at = self.began
            self.written = number + 1
            is_time = self.written % sign == 0 or time.monotonic() - self.signed > SILENT
            if not is_last and is_time:
                self._sign(self.written)
        self.roster.refresh_from_db()

    def _sign(self, written):
        self.signs(sum(len(rows) for rows in self.parts[:written]), len(self.rows))
        self.signed = time.monotonic()

    def _plan(self) -> list[Plan]:
        """The plan of each part against the register of now. Raises RegisterChanged."""
        roster = self.roster
        self.seen = trail.end_of(roster.community.code)
        planned = keeping.plan_again(roster, self.rows, self.heads, timezone.localdate(self.began))
        plans = planned.split(self.parts)
        digests = [plan.digest()[:SHORT] for plan in plans]
        if self.digests is None:
            if planned.digest() != roster.findings.get("digest") or _was_not_asked(planned, roster):
                raise RegisterChanged
            self.digests = digests
        elif digests[self.written :] != self.digests[self.written :]:
            raise RegisterChanged
        return plans

    def _inside(self, plans: list[Plan]) -> list[Row]:
        held = {like.row.at for plan in plans for like in plan.held}
        return [row for row in self.rows if row.at not in held]

    @leaves_record("roster-taken-in")
    @transaction.atomic
    def _write(
        self,
        number: int,
        plan: Plan,
        rests_on: "RestsOn",
        days: FirstDays,
        settled: set | None,
    ) -> int:
        """One part; the last one says what is `settled` with it. Returns the end of the record."""
        roster = self.roster
        self._hold()
        known = [*plan.changed, *(each for each in plan.corrected if not each.changes)]
        _look_again(known, lock(entry.person for entry in known))
        touched, changes = writer.write(
            plan,
            roster,
            source=f"社区名册 {roster.file_name}"[:60],
            reason=roster.findings.get("reason", ""),
            first=days.of_part(number, after=timezone.localdate(self.at)),
            by=roster.taken_in_by,
            at=self.at,
        )
        footprint.keep(touched, roster, number)
        columns: dict = {}
        if roster.begun_at is None:
            agreed = {"size": self.size, "digests": self.digests}
            columns = {"begun_at": self.began, "findings": {**roster.findings, "parts": agreed}}
        if settled is not None:
            answered.settle(roster.community, settled)
            columns |= {"state": Roster.State.TAKEN_IN, "taken_in_at": self.at, "claimed_at": None}
            columns |= {
                "parts_written": number + 1,
                "sealed_rows": "",
                "sealed_file": "",
                "tries": 0,
                "done": 0,
                "total": 0,
            }
        if columns:
            roster.held().update(**columns)
        # Whoever records something of this community comes before us or waits until we are done.
        trail.lock_end(roster.community.code)
        if rests_on.anybody_of(trail.changed_since(roster.community.code, self.seen)):
            raise Moved
        record.write(changes, by=roster.taken_in_by, at=self.at)
        return trail.end_of(roster.community.code)

    def is_ours(self) -> bool:
        """Nobody else has it now, or wrote more of it."""
        ahead = footprint.last_part(self.roster) > self.written
        return not ahead and self.roster.held().exists()

    def _hold(self):
        """Two rosters for one community go one after the other, and so do two workers at one."""
        list(self.roster.held().select_for_update().values_list("pk"))
        if not self.is_ours():
            raise NotReady
        # Rows that only point at the area do not wait for us.
        Area.objects.select_for_update(no_key=True).get(pk=self.roster.community_id)


class RestsOn:
    """Whom the plan of these rows takes for what they were; somebody else may change at will."""

    def __init__(self, plan: Plan, rows: list[Row]):
        self.homes = {plan.doors[row.place] for row in rows if row.place in plan.doors}
        self.people = plan.behind
        self.numbers = {row.id_index for row in rows if row.id_number}
        self.born = {(row.name_key, row.birth) for row in rows if row.birth}

    def anybody_of(self, uids: Iterable[UUID]) -> bool:
        for some in in_pieces(uids):
            known = Person.objects.filter(uid__in=some)
            for pk, home, number, name, born in known.values_list(
                "pk", "home", "id_number_index", "name_key", "birth_on"
            ):
                if pk in self.people or home in self.homes or number in self.numbers:
                    return True
                if born and (name, born.isoformat()) in self.born:
                    return True
        return False


def _look_again(known: list[Entry], held: dict) -> None:
    """What was planned with must still be so; what moves without the register comes as it is now."""
    for entry in known:
        now = held.get(entry.person.pk)
        if now is None or now.version != entry.person.version:
            raise Moved
        entry.person.user_id, entry.person.next_due_on = now.user_id, now.next_due_on
        entry.person.last_contact_on = now.last_contact_on


def _was_not_asked(plan: Plan, roster: Roster) -> bool:
    """Numbers would change for which nobody gave a reason: it was agreed to before that was asked."""
    if roster.taken_in_by is None or roster.findings.get("reason"):
        return False
    return any(NUMBERS & entry.changes for entry in plan.changed)
