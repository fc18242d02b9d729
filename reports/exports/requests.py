"""导出: asked, perhaps agreed to by a second person, written, fetched, forgotten.

    to_agree → to_write → ready → gone
             ↘ refused  ↘ stopped

What is asked is a question. It is answered with the eyes of whoever asked, at the moment the file
is written, and nothing leaves without a record: the file becomes ready in the transaction that
records it, and is handed over after another one did.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from accounts.models import User
from accounts.two_people import are_two
from foundation import once, rate_limits
from foundation.audit import reasons, trail
from foundation.audit.events import leaves_record
from foundation.sealing import CannotOpen
from foundation.work.rows import NotReady
from grids.models import Reader, posts
from grids.roles import Duty
from reports import four_eyes, notifications
from reports.exports import files, record
from reports.models import Export
from reports.tables import TABLES, Ask

A_DAY = 5  # exports, for one person
MOST_ROWS = 1_000_000  # a worksheet ends at 1,048,576
UNDECIDED = timedelta(days=7)
ROWS_KEPT = timedelta(days=3 * 365)  # PIPL 56: records of what was done, at least three years
SAID = ("table", "area_id", "filters", "columns", "full", "why", "form")
"""The same export when its uid comes again."""


class AlreadyAsked(once.Conflict):
    """This uid was used for another export."""

    code = "already_asked"


class NotTheirs(Exception):
    """No post of theirs exports from this area today, or nobody may agree to their own."""


class NotASecond(Exception):
    """One of the two made the other's account, or the same hand made both (accounts.two_people)."""


class NothingToExport(Exception):
    """Not a single row fits."""


class TooManyRows(Exception):
    """More than a sheet can hold."""


def question(export: Export) -> Ask:
    days = {
        key: date.fromisoformat(export.filters[key])
        for key in ("from_on", "until_on")
        if export.filters.get(key)
    }
    return Ask(area=export.area, state=export.filters.get("state", ""), **days)


def find(table: str, ask: Ask, reader: Reader):
    """The rows this person may export today. Raises NotTheirs."""
    if not posts.holds(reader, Duty.EXPORT, ask.area):
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
    """Ask for a table. The same `uid` with the same question again is the same export.

    Raises AlreadyAsked, NotTheirs, NothingToExport, TooManyRows, reasons.TooShort,
    reasons.TellsTooMuch, rate_limits.TooOften.
    """
    # One after the other for one person: two half files must not each find the other missing.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    export = Export(
        uid=uid,
        table=table,
        area=ask.area,
        filters=_filters(ask),
        columns=[column.key for column in TABLES[table].chosen(columns)],
        holds=TABLES[table].holds(columns),
        full=full,
        why=reasons.for_the_record(why),
        form=form,
        language=translation.get_language(),
        asked_by=by,
        asked_at=at,
    )
    sent = once.Sent(export, key="uid", by="asked_by_id", content=SAID, conflict=AlreadyAsked)
    if earlier := sent.before():
        return earlier
    _count(export, ask, by, at)
    rate_limits.spend("export", str(by.pk), limit=A_DAY, per=timedelta(days=1), at=at)
    details = {"holds": export.holds, "full": full, "rows": export.expected, "at": at}
    export.because = four_eyes.because(Export.objects, by=by, **details)
    export.state = Export.State.TO_AGREE if export.because else Export.State.TO_WRITE
    export, is_new = sent.write()
    if is_new and export.because:
        notifications.ask_to_agree(export, at=at)
    return export


def _filters(ask):
    return {
        "state": ask.state,
        "from_on": ask.from_on.isoformat() if ask.from_on else "",
        "until_on": ask.until_on.isoformat() if ask.until_on else "",
    }


def _count(export, ask, by, at):
    reader = Reader.of(by, day=timezone.localdate(at))
    export.expected = export.total = find(export.table, ask, reader).count()
    if not export.expected:
        raise NothingToExport
    if export.expected > MOST_ROWS:
        raise TooManyRows


@leaves_record("export-agreed")
@transaction.atomic
def agree(*, export: Export, by: User, at: datetime) -> None:
    """A second person says yes, and it is on record. Raises NotTheirs, NotASecond, NotReady."""
    _check_theirs(export, by, at)
    if not are_two(export.asked_by, by, timezone.localdate(at)):
        raise NotASecond
    _decide(export, at, state=Export.State.TO_WRITE, agreed_by=by)
    about = {"scope": record.scope_of(export), **record.about("agreed", export)}
    trail.exported(**about, rows=export.expected, by=by, at=at)


@transaction.atomic
def refuse(*, export: Export, reason: str, by: User, at: datetime) -> None:
    """A second person says no, and why. Raises NotTheirs, NotReady, reasons.TooShort."""
    reason = reasons.in_one_line(reason)
    _check_theirs(export, by, at)
    _decide(export, at, state=Export.State.REFUSED, refusal=reason)
    notifications.tell_refused(export, at=at)


def _check_theirs(export, by, at):
    reader = Reader.of(by, day=timezone.localdate(at))
    if not Export.objects.overseen_by(reader).filter(pk=export.pk).exists():
        raise NotTheirs


def _decide(export, at, **columns):
    if not export.move_on(Export.State.TO_AGREE, decided_at=at, total=export.expected, **columns):
        raise NotReady


def withdraw(*, export: Export) -> bool:
    """Whoever asked needs it no longer: the file goes at once."""
    if export.state == Export.State.READY:
        return _forget_file(export)
    columns = {"state": Export.State.STOPPED, "stopped": Export.Stopped.WITHDRAWN}
    return export.move_on(Export.State.TO_AGREE, **columns)


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
    about = {"scope": record.scope_of(export), **record.about("taken", export)}
    trail.exported(**about, rows=export.rows, by=by, at=at)
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
