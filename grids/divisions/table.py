"""The register laid into a table only this connection sees, and what is wrong with it there."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.db import connection, transaction

from grids.divisions.file import LEVELS, DivisionLines, Place, WrongFile, WrongLine, place
from grids.models import Area

AREA, STAGED = Area._meta.db_table, "division_staged"
BATCH = 10_000  # lines laid down at once
SHOWN = 20  # faults and codes named at once

Progress = Callable[[str, float], None]


@contextmanager
def staged(path: Path, progress: Progress) -> Iterator[tuple[str, int]]:
    """The file in a table only this connection sees; gives the file's hash and its rows."""
    # Behind a pooler only one transaction stays on one connection. SQLite has no pooler, and
    # there a transaction would keep every writer waiting while we read.
    whole = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
    with whole, DivisionLines(path) as lines:
        if connection.vendor == "postgresql":
            run("SET LOCAL statement_timeout = 0")
        aside(f"DROP TABLE IF EXISTS {STAGED}")
        columns = (
            "line integer, code varchar(12), name varchar(80), parent varchar(12), digits integer"
        )
        aside(f"CREATE TEMPORARY TABLE {STAGED} ({columns})")
        rows = fill(lines, progress)
        for column in ("code", "line"):
            aside(f"CREATE INDEX {STAGED}_{column} ON {STAGED} ({column})")
        run(f"ANALYZE {STAGED}")
        yield lines.file_hash, rows
        aside(f"DROP TABLE {STAGED}")


def fill(lines: DivisionLines, progress: Progress) -> int:
    faults, batch, rows = [], [], 0
    try:
        for number, line in lines:
            try:
                batch.append(place(number, line))
            except WrongLine as fault:
                faults.append(fault)
            if len(faults) == SHOWN:
                break
            if len(batch) == BATCH:
                rows += lay(batch)
                progress("reading", lines.share)
    except WrongLine as fault:
        faults.append(fault)
    rows += lay(batch)
    if faults:
        raise WrongFile("the file has faulty lines", faults)
    if not rows:
        raise WrongFile("the file names no place")
    return rows


def lay(batch: list[Place]) -> int:
    rows = [(*each, len(each.code)) for each in batch]
    batch.clear()
    with nobody_waits(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = io.StringIO()
            csv.writer(lines).writerows(rows)
            lines.seek(0)
            cursor.copy_expert(
                f"COPY {STAGED} FROM STDIN (FORMAT csv, FORCE_NOT_NULL (parent))", lines
            )
        else:
            cursor.executemany(f"INSERT INTO {STAGED} VALUES (%s, %s, %s, %s, %s)", rows)
    return len(rows)


def keep_only(under: str) -> None:
    if not found(f"SELECT 1 FROM {STAGED} WHERE code = %s", [under]):
        raise WrongFile(f"{under} is not in the file")
    aside(f"CREATE INDEX {STAGED}_parent ON {STAGED} (parent)")
    aside(
        f"""
        WITH RECURSIVE below(code) AS (
            SELECT code FROM {STAGED} WHERE code = %s
            UNION SELECT s.code FROM {STAGED} s JOIN below ON s.parent = below.code
        ), above(code) AS (
            SELECT parent FROM {STAGED} WHERE code = %s
            UNION SELECT s.parent FROM {STAGED} s JOIN above ON s.code = above.code
        )
        DELETE FROM {STAGED}
        WHERE code NOT IN (SELECT code FROM below) AND code NOT IN (SELECT code FROM above)
        """,
        [under, under],
    )


# What is wrong with it


def refuse_faults(*kinds: Iterator[WrongLine]) -> None:
    faults = sorted((fault for kind in kinds for fault in kind), key=lambda fault: fault.line)
    if faults:
        raise WrongFile("the file contradicts itself or what is known", faults[:SHOWN])


def doubles():
    for line, code, first in found(
        f"""
        SELECT s.line, s.code, f.line FROM {STAGED} s
        JOIN (SELECT code, MIN(line) AS line FROM {STAGED} GROUP BY code HAVING COUNT(*) > 1) f
        ON f.code = s.code AND f.line < s.line ORDER BY s.line LIMIT {SHOWN}
        """
    ):
        yield WrongLine(line, f"{code} stands on line {first} already")


def unknown_parents():
    """A file without provinces is an excerpt: its cities stand at the top."""
    whole = found(f"SELECT 1 FROM {STAGED} WHERE digits = 2 LIMIT 1")
    for line, code, parent in found(
        f"""
        SELECT s.line, s.code, s.parent FROM {STAGED} s
        LEFT JOIN {STAGED} p ON p.code = s.parent
        LEFT JOIN {AREA} a ON a.code = s.parent AND a.valid_to IS NULL
        WHERE s.digits > %s AND p.code IS NULL AND a.id IS NULL ORDER BY s.line LIMIT {SHOWN}
        """,
        [2 if whole else 4],
    ):
        yield WrongLine(line, f"{parent}, above {code}, is not known")


def other_levels():
    for digits, level in LEVELS.items():
        for line, code, known in found(
            f"""
            SELECT s.line, s.code, a.level FROM {STAGED} s JOIN {AREA} a ON a.code = s.code
            WHERE s.digits = %s AND a.level <> %s ORDER BY s.line LIMIT {SHOWN}
            """,
            [digits, level],
        ):
            yield WrongLine(line, f"{code} is a {known} here, not a {level}")


def used_codes():
    for line, code, name, known, until in found(
        f"""
        SELECT s.line, s.code, s.name, COALESCE(NULLIF(a.register_name, ''), a.name), a.valid_to
        FROM {STAGED} s JOIN {AREA} a ON a.code = s.code
        WHERE a.valid_to IS NOT NULL AND s.name <> COALESCE(NULLIF(a.register_name, ''), a.name)
        ORDER BY s.line LIMIT {SHOWN}
        """
    ):
        yield WrongLine(line, f"{code} was {known} until {until}; it cannot become {name}")


# The database


def run(sql: str, values=()) -> int:
    """How many rows the statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.rowcount


def aside(sql: str, values=()) -> int:
    """The same with the table only this connection sees."""
    with nobody_waits():
        return run(sql, values)


def nobody_waits():
    return connection.without_turn() if connection.vendor == "sqlite" else nullcontext()


def found(sql: str, values=()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def day(value: str) -> str:
    """A day in SQL: a date in PostgreSQL, text in SQLite, where a cast would make it a number."""
    return f"CAST({value} AS date)" if connection.vendor == "postgresql" else value
