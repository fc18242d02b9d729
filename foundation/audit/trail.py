"""The record: who looked at what is hidden, who changed what, who exported, and why.

Each community has a chain of its own. A row's `mac` is a keyed hash over its scope, its number,
the mac before it and its exact text, so a row that is edited, inserted, removed or moved no
longer fits, and without the key none can be made to fit (foundation/audit/verify.py). The record
holds no values: a person is a token, a value before and after is a keyed digest. What is no
person, a post, an area, a rule, is named by table and row ("grids.posting:12"); what belongs to
no community has a chain of the street, or of the whole house (`HOUSE`).

Write the record last. The end of the chain is held until the transaction ends, and everybody
else of that community who has something to record waits so long.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Model

from foundation.batches.inserting import insert
from foundation.models import Record, RecordHead
from foundation.sealing import key_for, keyed_hash

HOUSE = "house"
"""The chain of what concerns no area: accounts, and the rules for everybody."""

_noticed: ContextVar[list[Record] | None] = ContextVar("records written", default=None)


class Actor(Protocol):
    """Whoever did it; the record knows nothing of accounts but this."""

    uid: UUID


class OutsideTransaction(Exception):
    """A record belongs into the transaction of what it records: no record, no deed."""


def looked(
    *, scope: str, about: UUID, column: str, why: str, role: str, by: Actor, at: datetime
) -> Record:
    """Somebody saw one hidden column of one person in full."""
    details = {"field": column, "why": why, "role": role}
    return _append(scope, Record.Kind.LOOKED, [(about, details)], by, at)[0]


def changed(
    *, scope: str, about: UUID, changes: dict[str, Any], by: Actor | None, at: datetime
) -> Record:
    """Columns of one person changed: `changes` names each with its value before and after."""
    return changed_many(scope=scope, people=[(about, changes)], by=by, at=at)[0]


def changed_many(
    *, scope: str, people: list[tuple[UUID, dict[str, Any]]], by: Actor | None, at: datetime
) -> list[Record]:
    """The same for many people of one community at once: a row each, the end noted once."""
    entries = [(about, {"changes": _digests(about, changes)}) for about, changes in people]
    return _append(scope, Record.Kind.CHANGED, entries, by, at)


def thing_changed(
    *, scope: str, thing: Model, changes: dict[str, Any], by: Actor | None, at: datetime
) -> Record:
    """The same for something that is no person."""
    name = name_of(thing)
    entry = (name, {"changes": _digests(name, changes)})
    return _append(scope, Record.Kind.CHANGED, [entry], by, at)[0]


def name_of(thing: Model) -> str:
    return f"{thing._meta.label_lower}:{thing.pk}"


def differing(changes: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The columns whose value is another than before; nothing and an empty text are the same."""
    empty_alike = {
        column: tuple("" if value is None else value for value in values)
        for column, values in changes.items()
    }
    return {column: values for column, values in empty_alike.items() if values[0] != values[1]}


@contextmanager
def noticing() -> Iterator[list[Record]]:
    """The records written inside, for whoever must not go on without one."""
    rows: list[Record] = []
    token = _noticed.set(rows)
    try:
        yield rows
    finally:
        _noticed.reset(token)


def exported(*, scope: str, what: str, rows: int, why: str, by: Actor, at: datetime) -> Record:
    """A table left the house; `what` names it and how it was filtered, never whom it holds."""
    details = {"what": what, "rows": rows, "why": why}
    return _append(scope, Record.Kind.EXPORTED, [(None, details)], by, at)[0]


def digest(about: UUID | str, column: str, value: object) -> str:
    """Shows that a value changed, and later that it was this one; tells nobody which. Empty stays."""
    if value in (None, ""):
        return ""
    text = f"{about}\0{column}\0{value}"
    return keyed_hash(key_for("record digest"), text.encode()).hex()[:32]


def _digests(about: UUID | str, changes: dict[str, Any]) -> dict[str, list[str]]:
    name = str(about)  # once, not for every value
    return {
        column: [digest(name, column, value) for value in values]
        for column, values in changes.items()
    }


def _append(
    scope: str,
    kind: Record.Kind,
    entries: Sequence[tuple[UUID | str | None, dict[str, Any]]],
    by: Actor | None,
    at: datetime,
) -> list[Record]:
    if not connection.in_atomic_block:
        raise OutsideTransaction
    if not entries:
        return []
    at = at.astimezone(UTC)
    number, mac = lock_end(scope)
    rows = []
    for about, details in entries:
        thing = about if isinstance(about, str) else ""
        row = Record(scope=scope, number=number + 1, kind=kind, at=at, thing=thing)
        row.about = None if thing else about
        row.body = _written(details, row, by=by.uid if by else "")
        number, mac = row.number, mac_of(scope, row.number, mac, row.body)
        row.mac = mac
        rows.append(row)
    insert(rows, size=1000)
    note_end(scope, number, mac)
    if (noticed := _noticed.get()) is not None:
        noticed += rows
    return rows


def _written(details: dict[str, Any], row: Record, *, by: UUID | str) -> str:
    details |= {"kind": str(row.kind), "about": str(row.about or ""), "by": str(by)}
    details |= {"at": row.at.isoformat()} | ({"thing": row.thing} if row.thing else {})
    return json.dumps(details, ensure_ascii=False, sort_keys=True)


# Plain SQL: every record passes here, and the chain is held meanwhile.


def lock_end(scope: str) -> tuple[int, str]:
    """Number and mac of the last row, held until the transaction ends; other chains are free."""
    hold = "FOR UPDATE" if connection.features.has_select_for_update else ""
    ask = f"SELECT number, mac FROM {RecordHead._meta.db_table} WHERE scope = %s {hold}"  # noqa: S608 - a table of ours
    with connection.cursor() as cursor:
        cursor.execute(ask, [scope])
        end = cursor.fetchone()
        if end is None:
            RecordHead.objects.bulk_create([RecordHead(scope=scope)], ignore_conflicts=True)
            cursor.execute(ask, [scope])
            end = cursor.fetchone()
    number, mac = end
    return number, mac


def end_of(scope: str) -> int:
    """The number of the last row, which somebody may be adding to."""
    return RecordHead.objects.filter(scope=scope).values_list("number", flat=True).first() or 0


def changed_since(scope: str, number: int) -> set[UUID]:
    """Who was changed by rows after this one. Whoever holds the end hears of everybody."""
    rows = Record.objects.filter(scope=scope, number__gt=number, kind=Record.Kind.CHANGED)
    return {uid for uid in rows.values_list("about", flat=True) if uid}


def note_end(scope: str, number: int, mac: str) -> None:
    note = (
        f"UPDATE {RecordHead._meta.db_table} SET number = %s, mac = %s, seal = %s WHERE scope = %s"  # noqa: S608 - a table of ours
    )
    with connection.cursor() as cursor:
        cursor.execute(note, [number, mac, seal_of(scope, number, mac), scope])


def mac_of(scope: str, number: int, before: str, body: str) -> str:
    return _chained("row", scope, number, before, body)


def seal_of(scope: str, number: int, mac: str) -> str:
    return _chained("end", scope, number, mac)


def _chained(*parts: object) -> str:
    text = "\0".join(str(part) for part in parts)
    return keyed_hash(key_for("record chain"), text.encode()).hex()
