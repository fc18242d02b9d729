"""导出: asked, perhaps agreed to by a second person, written, fetched, forgotten.

    to_agree → to_write → ready → gone
             ↘ refused  ↘ stopped

What is asked is a question. It is answered with the eyes of whoever asked, at the moment the file
is written, and nothing leaves without a record: the file becomes ready in the transaction that
records it, and is handed over after another one did.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from accounts.models import User
from foundation import rate_limits
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.sealing import CannotOpen
from foundation.sealing import files as sealed_files
from grids.models import Area, Reader
from grids.roles import Duty, Level
from reports import four_eyes, notifications
from reports.exports import files, snapshot, watermark
from reports.models import Export
from reports.tables import TABLES, Ask, Recipient

log = logging.getLogger("zerentian")

A_DAY = 5  # exports, for one person
SHORTEST_REASON, LONGEST_REASON = 5, 120  # characters
MOST_ROWS = 1_000_000  # a worksheet ends at 1,048,576
TICK = 1_000  # rows between two signs of life
MOST_TRIES = 3
UNDECIDED = timedelta(days=7)
ROWS_KEPT = timedelta(days=3 * 365)  # PIPL 56: records of what was done, at least three years


class NotTheirs(Exception):
    """No post of theirs exports from this area today, or nobody may agree to their own."""


class NothingToExport(Exception):
    """Not a single row fits."""


class TooManyRows(Exception):
    """More than a sheet can hold."""


class ReasonTooShort(Exception):
    """Fewer than five characters say nothing."""


class ReasonTellsTooMuch(Exception):
    """The record outlives the data, so no number belongs into the reason."""


class NotReady(Exception):
    """There is no file, or no longer, or somebody decided already."""


class Miscounted(Exception):
    """The file holds another number of rows than were there: it must not leave."""


def question(export: Export) -> Ask:
    days = {
        key: date.fromisoformat(export.filters[key])
        for key in ("from_on", "until_on")
        if export.filters.get(key)
    }
    return Ask(area=export.area, state=export.filters.get("state", ""), **days)


def find(table: str, ask: Ask, reader: Reader):
    """The rows this person may export today. Raises NotTheirs."""
    if not Area.objects.with_duty(reader, Duty.EXPORT).filter(pk=ask.area.pk).exists():
        raise NotTheirs
    return TABLES[table].find(reader, ask)


@transaction.atomic
def order(
    *,
    uid: UUID,
    table: str,
    ask: Ask,
    columns: list[str],
    full: bool,
    why: str,
    form: str,
    by: User,
    at: datetime,
) -> Export:
    """Ask for a table. The same `uid` again is the same export.

    Raises NotTheirs, NothingToExport, TooManyRows, ReasonTooShort, ReasonTellsTooMuch,
    rate_limits.TooOften.
    """
    # One after the other for one person: two half files must not each find the other missing.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if earlier := Export.objects.filter(uid=uid).first():
        if earlier.asked_by_id == by.pk:
            return earlier
        uid = uuid4()
    why = " ".join(why.split())
    check(why)
    rows = find(table, ask, Reader.of(by, day=timezone.localdate(at))).count()
    if not rows:
        raise NothingToExport
    if rows > MOST_ROWS:
        raise TooManyRows
    rate_limits.spend("export", str(by.pk), limit=A_DAY, per=timedelta(days=1), at=at)
    holds = TABLES[table].holds(columns)
    because = four_eyes.because(Export.objects, by=by, holds=holds, full=full, rows=rows, at=at)
    export = Export.objects.create(
        uid=uid,
        table=table,
        area=ask.area,
        filters={
            "state": ask.state,
            "from_on": ask.from_on.isoformat() if ask.from_on else "",
            "until_on": ask.until_on.isoformat() if ask.until_on else "",
        },
        columns=[column.key for column in TABLES[table].chosen(columns)],
        holds=holds,
        full=full,
        why=why,
        form=form,
        language=translation.get_language(),
        state=Export.State.TO_AGREE if because else Export.State.TO_WRITE,
        because=because,
        expected=rows,
        asked_by=by,
        asked_at=at,
    )
    if because:
        notifications.ask_to_agree(export, at=at)
    return export


def check(why: str) -> None:
    if len(why) < SHORTEST_REASON:
        raise ReasonTooShort
    if re.search(r"\d[\d\s-]{5,}\d", why):
        raise ReasonTellsTooMuch


@leaves_record("export-agreed")
@transaction.atomic
def agree(*, export: Export, by: User, at: datetime) -> None:
    """A second person says yes, and it is on record. Raises NotTheirs, NotReady."""
    _decide(export, by, at, state=Export.State.TO_WRITE, agreed_by=by)
    what = f"agreed {watermark.in_short(export)}"
    trail.exported(
        scope=_scope_of(export.area), what=what, rows=export.expected, why=export.why, by=by, at=at
    )


@transaction.atomic
def refuse(*, export: Export, reason: str, by: User, at: datetime) -> None:
    """A second person says no, and why. Raises NotTheirs, NotReady, ReasonTooShort."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise ReasonTooShort
    _decide(export, by, at, state=Export.State.REFUSED, refusal=reason)
    notifications.tell_refused(export, at=at)


def _decide(export, by, at, **columns):
    reader = Reader.of(by, day=timezone.localdate(at))
    if not Export.objects.overseen_by(reader).filter(pk=export.pk).exists():
        raise NotTheirs
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.TO_AGREE)
    if not waiting.update(decided_at=at, claimed_at=None, tries=0, **columns):
        raise NotReady
    export.refresh_from_db()


def withdraw(*, export: Export) -> bool:
    """Whoever asked needs it no longer: the file goes at once."""
    if export.state == Export.State.READY:
        return _forget_file(export)
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.TO_AGREE)
    columns = {"state": Export.State.STOPPED, "stopped": Export.Stopped.WITHDRAWN}
    return bool(waiting.update(**columns))


def claim(*, export: Export, at: datetime) -> bool:
    """Take a waiting export for this worker; false when another one has it."""
    if (
        not Export.objects.to_do(at)
        .filter(pk=export.pk)
        .update(claimed_at=at, tries=F("tries") + 1)
    ):
        return False
    export.refresh_from_db()
    return True


def work_on(*, export: Export, at: datetime, tick=lambda beside: None) -> None:
    """Write what waits, if nobody else does; what a killed worker began simply begins again.

    `tick` hears every thousand rows, and how to write beside a transaction that only reads.
    """
    if not claim(export=export, at=at):
        return
    if export.tries > MOST_TRIES:
        _stop(export, Export.Stopped.WENT_WRONG)
        return
    try:
        _write(export, at, tick)
    except NotTheirs:
        _stop(export, Export.Stopped.NOT_THEIRS)
    except TooManyRows:
        _stop(export, Export.Stopped.TOO_MANY)


def _stop(export, why):
    _ours(export).update(state=Export.State.STOPPED, stopped=why, claimed_at=None)
    export.refresh_from_db()


def _ours(export):
    """The row while this worker has it; whoever claims it next counts one try more."""
    return Export.objects.filter(pk=export.pk, state=Export.State.TO_WRITE, tries=export.tries)


def _write(export, at, tick):
    user = User.objects.get(pk=export.asked_by_id)
    # Its posts are those of this moment until the file is written.
    reader = Reader.for_job(user, timezone.localdate(at))
    name, export.key = files.new_name(), sealed_files.new_key()
    try:
        with translation.override(export.language), snapshot.one_moment() as beside:
            found = find(export.table, question(export), reader)
            count = found.count()
            if count > MOST_ROWS:
                raise TooManyRows
            sign = _signs_of_life(export, beside, tick)
            left = _write_file(export, reader, found, count, name, at, sign)
        if sum(left.values()) != count:
            raise Miscounted
        finished = _finish(export, user, left, name, at)
    except BaseException:
        files.forget(name)
        raise
    if not finished:
        files.forget(name)


def _signs_of_life(export, beside, tick):
    table = Export._meta.db_table
    alive = f"UPDATE {table} SET rows = %s, claimed_at = %s WHERE id = %s AND tries = %s"  # noqa: S608 - a table of ours

    def sign(done):
        beside(alive, [done, timezone.now(), export.pk, export.tries])
        tick(beside)

    return sign


def _write_file(export, reader, found, count, name, at, sign) -> Counter:
    """Returns how many rows of each community the file holds."""
    table, to = TABLES[export.table], Recipient(reader, full=export.full)
    columns, left = table.chosen(export.columns), Counter()

    def rows() -> Iterator[list]:
        for number, row in enumerate(table.prepare(found).iterator(chunk_size=TICK), start=1):
            if number % TICK == 0:
                sign(number)
            left[table.community(row)] += 1
            yield [column.cell(row, to) for column in columns]

    from_where = watermark.of(export, rows=count, at=at)
    files.write(export.form, name, export.key, columns=columns, rows=rows(), watermark=from_where)
    return left


@leaves_record("export-written")
@transaction.atomic
def _finish(export, user, left, name, at) -> bool:
    """The file counts from here on, and is on record; false when it may not leave after all."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    rows = sum(left.values())
    if because := _needs_another(export, user, rows, at):
        waits = {"state": Export.State.TO_AGREE, "because": because, "expected": rows}
        if _ours(export).update(agreed_by=None, claimed_at=None, tries=0, rows=0, **waits):
            notifications.ask_to_agree(export, at=at)
        return False
    done = _ours(export).update(
        state=Export.State.READY,
        rows=rows,
        file_name=name,
        sealed_key=export.sealed_key,
        ready_at=at,
        expires_at=at + Export.LASTS,
        claimed_at=None,
    )
    if not done:  # another worker took over meanwhile, and its file counts
        return False
    export.refresh_from_db()
    _record("made", export, left, by=user, at=at)
    notifications.tell_ready(export, at=at)
    return True


def _needs_another(export, user, rows, at) -> str:
    """Rows that came since it was asked, or agreed to, may be more than one person answers for."""
    if export.agreed_by_id:
        grown = rows > export.expected * 1.1 + 10
        return export.because if grown else ""
    details = {"holds": export.holds, "full": export.full, "rows": rows, "at": at}
    return four_eyes.because(Export.objects, by=user, but=export, **details)


def _record(deed, export, left, *, by, at):
    """In the chain of every community whose rows are in the file, in one order for everybody."""
    codes = dict(Area.objects.filter(pk__in=left).values_list("pk", "code"))
    per_scope = {codes[pk]: rows for pk, rows in left.items()} or {_scope_of(export.area): 0}
    for scope in sorted(per_scope):
        what = f"{deed} {watermark.in_short(export)}"
        trail.exported(scope=scope, what=what, rows=per_scope[scope], why=export.why, by=by, at=at)


def _scope_of(area: Area) -> str:
    return area.parent.code if area.level == Level.GRID else area.code


@leaves_record("export-taken")
@transaction.atomic
def take(*, export: Export, by: User, at: datetime) -> Iterator[bytes]:
    """The file, for whoever asked for it, once it is on record that they took it.

    Raises NotTheirs, NotReady.
    """
    reader = Reader.of(by, day=timezone.localdate(at))
    if not Export.objects.of(reader).filter(pk=export.pk).exists():
        raise NotTheirs
    export = Export.objects.select_for_update(of=["self"]).select_related("area").get(pk=export.pk)
    if export.state != Export.State.READY or export.expires_at <= at:
        raise NotReady
    try:
        content = files.read(export.file_name, export.key)
    except (FileNotFoundError, CannotOpen):
        raise NotReady from None
    what = f"taken {watermark.in_short(export)}"
    trail.exported(
        scope=_scope_of(export.area), what=what, rows=export.rows, why=export.why, by=by, at=at
    )
    Export.objects.filter(pk=export.pk).update(taken=F("taken") + 1)
    return content


def forget_old(at: datetime) -> None:
    """Files a day old go, requests nobody decided about end, and old rows go after their time."""
    for export in Export.objects.expired(at):
        _forget_file(export)
    undecided = Export.objects.filter(state=Export.State.TO_AGREE, asked_at__lt=at - UNDECIDED)
    undecided.update(state=Export.State.STOPPED, stopped=Export.Stopped.NOBODY)
    Export.objects.filter(asked_at__lt=at - ROWS_KEPT, file_name="").delete()
    named = Export.objects.exclude(file_name="").values_list("file_name", flat=True)
    files.sweep(set(named), at)


def _forget_file(export) -> bool:
    """First the key, which makes it unreadable, then the file."""
    ready = Export.objects.filter(pk=export.pk, state=Export.State.READY)
    gone = ready.update(state=Export.State.GONE, sealed_key="", file_name="")
    files.forget(export.file_name)
    return bool(gone)
