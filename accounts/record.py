"""The record: who looked at what is hidden, who changed what, who exported, and why.

Each community has a chain of its own. A row's `mac` is a keyed hash over its scope, its number,
the mac before it and its exact text, so a row that is edited, inserted, removed or moved no
longer fits, and without the key none can be made to fit (accounts/record_check.py). The record
holds no values: a person is a token, a value before and after is a keyed digest.

Write the record last. The end of the chain is held until the transaction ends, and everybody
else of that community who has something to record waits so long.
"""

import json
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Record, RecordHead, User
from accounts.secrets import key_for, keyed_hash


class OutsideTransaction(Exception):
    """A record belongs into the transaction of what it records: no record, no deed."""


def looked(*, scope: str, about: UUID, field: str, why: str, role: str, by: User, at: datetime):
    """Somebody saw one hidden field of one person in full."""
    return _append(scope, Record.Kind.LOOKED, about, by, at, field=field, why=why, role=role)


def changed(*, scope: str, about: UUID, changes: dict, by: User | None, at: datetime):
    """Fields of one person changed: `changes` names each with its value before and after."""
    digests = {
        field: [digest(about, field, value) for value in values]
        for field, values in changes.items()
    }
    return _append(scope, Record.Kind.CHANGED, about, by, at, changes=digests)


def exported(*, scope: str, what: str, rows: int, why: str, by: User, at: datetime):
    """A table left the house; `what` names it and how it was filtered, never whom it holds."""
    return _append(scope, Record.Kind.EXPORTED, None, by, at, what=what, rows=rows, why=why)


def digest(about: UUID, field: str, value) -> str:
    """Shows that a value changed, and later that it was this one; tells nobody which. Empty stays."""
    if value in (None, ""):
        return ""
    text = f"{about}\0{field}\0{value}"
    return keyed_hash(key_for("record digest"), text.encode()).hex()[:32]


def _append(scope, kind, about, by, at, **facts) -> Record:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    at = at.astimezone(UTC)
    body = written(kind=kind, about=about, by=by.uid if by else None, at=at, **facts)
    head = RecordHead.objects.lock(scope)
    number = head.number + 1
    mac = mac_of(scope, number, head.mac, body)
    row = Record.objects.create(
        scope=scope, number=number, kind=kind, about=about, at=at, body=body, mac=mac
    )
    RecordHead.objects.filter(pk=head.pk).update(
        number=number, mac=mac, seal=seal_of(scope, number, mac)
    )
    return row


def written(*, kind, about, by, at, **facts) -> str:
    facts |= {"kind": str(kind), "about": _text(about), "by": _text(by), "at": at.isoformat()}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def mac_of(scope: str, number: int, before: str, body: str) -> str:
    return _chained("row", scope, number, before, body)


def seal_of(scope: str, number: int, mac: str) -> str:
    return _chained("end", scope, number, mac)


def _chained(*parts) -> str:
    text = "\0".join(str(part) for part in parts)
    return keyed_hash(key_for("record chain"), text.encode()).hex()


def _text(uid: UUID | None) -> str:
    return str(uid) if uid else ""
