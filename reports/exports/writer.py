"""An export that waits is written: with the eyes of whoever asked, counted, sealed, on record."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.sealing import files as sealed_files
from foundation.snapshot import one_moment
from foundation.work.queue import Kind
from foundation.work.signs import Signs
from grids.models import Reader, posts
from grids.roles import Duty
from reports import four_eyes, notifications
from reports.exports import files, record, requests, watermark
from reports.models import Export
from reports.tables import TABLES, Recipient

TICK = 1_000  # rows between two signs of life


class Miscounted(Exception):
    """The file holds another number of rows than were there: it must not leave."""


def is_still_theirs(export: Export, on: date) -> bool:
    """Whether whoever asked may still export from there, now that its turn has come."""
    reader = Reader.for_job(User.objects.get(pk=export.asked_by_id), on)
    return posts.holds(reader, Duty.EXPORT, export.area)


def write(export: Export, signs: Signs, at: datetime) -> None:
    """Write the file, or say why not. Raises Miscounted, which is tried again."""
    try:
        _write(export, signs, at)
    except requests.NotTheirs:
        give_up(export, Export.Stopped.NOT_THEIRS)
    except requests.TooManyRows:
        give_up(export, Export.Stopped.TOO_MANY)


def give_up(export: Export, why: str) -> None:
    stopped = {"state": Export.State.STOPPED, "stopped": Export.Stopped(why)}
    export.held().update(claimed_at=None, **stopped)
    export.refresh_from_db()


def _write(export, signs, at):
    user = User.objects.get(pk=export.asked_by_id)
    # Its posts are those of this moment until the file is written.
    reader = Reader.for_job(user, timezone.localdate(at))
    name, export.key = files.new_name(), sealed_files.new_key()
    try:
        with translation.override(export.language), one_moment() as signs.write:
            found = requests.find(export.table, requests.question(export), reader)
            signs.total = count = found.count()
            if count > requests.MOST_ROWS:
                raise requests.TooManyRows
            left = _write_file(export, reader, found, count, name, at, signs)
        if sum(left.values()) != count:
            raise Miscounted
        finished = _finish(export, user, left, name, at)
    except BaseException:
        files.forget(name)
        raise
    if not finished:
        files.forget(name)


def _write_file(export, reader, found, count, name, at, signs) -> Counter:
    """Returns how many rows of each community the file holds."""
    table, to = TABLES[export.table], Recipient(reader, full=export.full)
    columns, left = table.chosen(export.columns), Counter()

    def rows() -> Iterator[list]:
        for number, row in enumerate(table.prepare(found).iterator(chunk_size=TICK), start=1):
            if number % TICK == 0:
                signs(number)
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
        if export.held().update(agreed_by=None, claimed_at=None, tries=0, **waits):
            notifications.ask_to_agree(export, at=at)
        return False
    done = export.held().update(
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
    for scope, theirs in record.scopes(export, left):
        trail.exported(scope=scope, rows=theirs, **record.about("made", export), by=user, at=at)
    notifications.tell_ready(export, at=at)
    return True


def _needs_another(export, user, rows, at) -> str:
    """Rows that came since it was asked, or agreed to, may be more than one person answers for."""
    if export.agreed_by_id:
        grown = rows > export.expected * 1.1 + 10
        return export.because if grown else ""
    details = {"holds": export.holds, "full": export.full, "rows": rows, "at": at}
    return four_eyes.because(Export.objects, by=user, but=export, **details)


def _says(export):
    if export.is_waiting:
        return _("收到了，正在排队。")
    rows = {"now": min(export.done, export.total), "all": export.total}
    values = {name: f"{n:,}" for name, n in rows.items()}
    return _("正在写，已写 %(now)s 行，共 %(all)s 行") % values


EXPORTS = Kind(
    Export,
    steps={Export.State.TO_WRITE: write},
    may=is_still_theirs,
    give_up=give_up,
    says=_says,
    tidy=requests.forget_old,
)
