"""Take in the national register of divisions: what is new, renamed, moved, gone.

The file is laid into a temporary table and compared with the areas by the database, so a run
over 665,000 places needs little memory. On PostgreSQL what happens to the areas is one
transaction, which holds up no page. On SQLite it would hold up all of them: there each step is
one, everything that could be refused is looked at before the first, and who was killed between
two starts again and makes what is missing (decision 33). Grids and
places made here (their `register_name` is empty) are never retired, and a name somebody changed
here stays. A place that is gone ends with the year before the file's; its code is never given
to another.
"""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max

from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.batches import in_pieces
from grids import boundaries
from grids.divisions import table
from grids.divisions.file import LEVELS, WrongFile
from grids.divisions.table import AREA, SHOWN, STAGED, Progress, day, found, run
from grids.models import Area, DivisionFile
from grids.roles import Level

SLICE = 10_000  # places made or changed at once; of 650,000, less than half a second on SQLite
MANY, SHARE = 50, 0.1  # to retire more than both is more likely a mistake


COUNTED = ("created", "renamed", "moved", "retired", "reopened", "recognised")


@dataclass
class Outcome:
    rows: int = 0
    created: int = 0
    renamed: int = 0
    moved: int = 0
    retired: int = 0
    reopened: int = 0  # retired by an earlier file of the same year
    recognised: int = 0  # made here before, now known to the register
    # Codes a person should look at.
    ended_here: list[str] = field(default_factory=list)  # ended by hand, but the file lists them
    still_held: list[str] = field(default_factory=list)  # gone, but areas hang below them

    @property
    def changes(self):
        return sum(getattr(self, name) for name in COUNTED)


@leaves_record("divisions-taken-in")
def take_in(
    *,
    path: Path,
    year: int,
    at: datetime,
    under: str = "",
    retire_many: bool = False,
    progress: Progress = lambda step, share: None,
) -> Outcome:
    """Make the areas what the register of that year says. Raises WrongFile.

    `under` takes in that place with all below it and the few it hangs under, and leaves every
    other alone. Safe to repeat.
    """
    newest = DivisionFile.objects.aggregate(year=Max("year"))["year"]
    if newest and year < newest:
        raise WrongFile(f"the register of {newest} is already in, and {year} is older")
    with table.staged(path, progress) as (file_hash, rows), in_steps():
        be_the_only_one()
        table.refuse_faults(table.doubles(), table.unknown_parents())
        if under:
            table.keep_only(under)
        table.refuse_faults(table.other_levels(), table.used_codes())
        refuse_many(under, retire_many)
        known = {"year": year, "under": under, "file_hash": file_hash}
        file = begin(known, rows, at)
        outcome = apply(year, under, progress)
        outcome.rows = rows
        note(file, outcome, at)
    return outcome


def in_steps():
    """Whole on PostgreSQL; on SQLite each statement by itself, for everybody waits for it."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


@transaction.atomic
def begin(known: dict[str, object], rows: int, at: datetime) -> DivisionFile:
    """The file, on record before its first step where the steps are not one."""
    columns = {"rows": rows, "taken_in_at": at}
    file, is_new = DivisionFile.objects.get_or_create(**known, defaults=columns)
    if is_new and connection.vendor != "postgresql":
        trail.thing_changed(
            scope=trail.HOUSE, thing=file, changes={"rows": ("", rows)}, by=None, at=at
        )
    return file


@transaction.atomic
def note(file: DivisionFile, outcome: Outcome, at: datetime) -> None:
    """One record for the whole file; the operator of the house takes it in, nobody signed in."""
    counts = {name: getattr(outcome, name) for name in COUNTED if getattr(outcome, name)}
    if counts:
        changes = {name: ("", number) for name, number in counts.items()}
        trail.thing_changed(scope=trail.HOUSE, thing=file, changes=changes, by=None, at=at)


def be_the_only_one() -> None:
    """Others read on; whoever wants to change areas waits for us."""
    if connection.vendor == "postgresql":
        run(f"LOCK TABLE {AREA} IN SHARE ROW EXCLUSIVE MODE")


def apply(year: int, under: str, progress: Progress) -> Outcome:
    outcome, last_day = Outcome(), date(year - 1, 12, 31)
    for digits, level in LEVELS.items():
        outcome.created += create(digits, level, date(year, 1, 1), progress)
        outcome.moved += move(digits)
    progress("comparing", 1)
    outcome.recognised, outcome.renamed = rename()
    outcome.reopened = reopen(last_day)
    outcome.retired = retire(last_day, under)
    outcome.ended_here = codes(
        f"SELECT a.code FROM {AREA} a JOIN {STAGED} s ON s.code = a.code WHERE a.valid_to <= %s",
        last_day,
    )
    outcome.still_held = codes(
        f"""
        SELECT DISTINCT a.code FROM {AREA} a JOIN {AREA} b ON b.parent_id = a.id
        WHERE a.valid_to <= %s AND b.valid_to IS NULL
        """,
        last_day,
    )
    return outcome


def create(digits: int, level: Level, valid_from: date, progress: Progress) -> int:
    of_level = f"FROM {STAGED} s WHERE s.digits = %s"
    [(first, last)] = found(f"SELECT MIN(s.line), MAX(s.line) {of_level}", [digits])
    created = 0
    for start in range(first, last + 1, SLICE) if first else ():
        created += run(
            f"""
            INSERT INTO {AREA} (parent_id, level, code, name, register_name, path, valid_from)
            SELECT p.id, '{level.value}', s.code, s.name, s.name,
                   COALESCE(p.path, '') || s.code || '/', {day("%s")}
            FROM {STAGED} s LEFT JOIN {AREA} p ON p.code = s.parent
            WHERE s.digits = %s AND s.line >= %s AND s.line < %s
            AND NOT EXISTS (SELECT 1 FROM {AREA} a WHERE a.code = s.code)
            """,
            [valid_from.isoformat(), digits, start, start + SLICE],
        )
        progress(f"{level.value}", min(1, (start + SLICE - first) / (last + 1 - first)))
    return created


def move(digits: int) -> int:
    moves = found(
        f"""
        SELECT a.id, p.id FROM {STAGED} s
        JOIN {AREA} a ON a.code = s.code JOIN {AREA} p ON p.code = s.parent
        WHERE s.digits = %s AND (a.parent_id IS NULL OR a.parent_id <> p.id)
        """,
        [digits],
    )
    for area, parent in moves:
        boundaries.rehang(Area.objects.get(pk=area), Area.objects.get(pk=parent))
    return len(moves)


def rename() -> tuple[int, int]:
    """Note the register's names. A name nobody changed here follows."""
    differing = f"FROM {AREA} a JOIN {STAGED} s ON s.code = a.code WHERE a.register_name <> s.name"
    [(recognised,)] = found(f"SELECT COUNT(*) {differing} AND a.register_name = ''")
    said_now = f"(SELECT s.name FROM {STAGED} s WHERE s.code = {AREA}.code)"
    named = change(
        f"register_name = {said_now}, name = CASE WHEN name = register_name THEN {said_now} ELSE name END",
        ids=f"SELECT a.id {differing}",
    )
    return recognised, named - recognised


def reopen(last_day: date) -> int:
    """A corrected file takes back what an earlier one of the same year retired by mistake."""
    return change(
        "valid_to = NULL",
        ids=f"""
        SELECT a.id FROM {AREA} a JOIN {STAGED} s ON s.code = a.code
        WHERE (a.valid_to = %s OR a.valid_to = a.valid_from) AND a.register_name <> ''
        """,
        values=[last_day.isoformat()],
    )


def refuse_many(under: str, retire_many: bool) -> None:
    """Raises WrongFile where so many places would end that it is more likely a mistake."""
    known, values = _missing(under)
    [(gone,)] = found(f"SELECT COUNT(*) {known}", values)
    [(places,)] = found(f"SELECT COUNT(*) {known.partition('AND NOT EXISTS')[0]}", values)
    [(new,)] = found(
        f"SELECT COUNT(*) FROM {STAGED} s WHERE NOT EXISTS "
        f"(SELECT 1 FROM {AREA} a WHERE a.code = s.code)"
    )
    places += new
    if gone > max(MANY, places * SHARE) and not retire_many:
        raise WrongFile(
            f"{gone:,} of {places:,} known places are not in it. If it is an excerpt, take it in "
            "--under its place; if they are really gone, say --retire-many"
        )


def retire(last_day: date, under: str) -> int:
    known, values = _missing(under)
    end, day_before = day("%s"), last_day.isoformat()
    return change(
        f"valid_to = CASE WHEN valid_from > {end} THEN valid_from ELSE {end} END",
        said=[day_before, day_before],
        ids=f"SELECT id {known}",
        values=values,
    )


def _missing(under: str) -> tuple[str, list[str]]:
    """Places of the register that the file does not name, as FROM and WHERE with its values."""
    path = Area.objects.filter(code=under).values_list("path", flat=True).first()
    below = "%" if not under else f"{path}%" if path else ""  # nothing is below what is new
    return (
        f"FROM {AREA} WHERE register_name <> '' AND valid_to IS NULL AND path LIKE %s "
        f"AND NOT EXISTS (SELECT 1 FROM {STAGED} s WHERE s.code = {AREA}.code)"
    ), [below]


def change(columns: str, *, ids: str, values=(), said=()) -> int:
    """Asked which places it is about while nobody waits, then so many at once."""
    changed = 0
    for some in in_pieces((area for (area,) in found(ids, values)), SLICE):
        marks = ", ".join(["%s"] * len(some))
        changed += run(f"UPDATE {AREA} SET {columns} WHERE id IN ({marks})", [*said, *some])
    return changed


def codes(sql: str, last_day: date) -> list[str]:
    found_codes = found(f"{sql} ORDER BY 1 LIMIT {SHOWN}", [last_day.isoformat()])
    return [code for (code,) in found_codes]
