"""Read the record from its first row to its last and say what does not fit.

Inside the database an edit, an insertion, a removal and a changed order are found, and a tail
that was cut off, unless whoever cut it had kept an old end of the chain. Against ends written to
another machine (`write_ends`) also that is found, and a chain written anew with the key.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from foundation.audit.trail import mac_of, seal_of
from foundation.disk import write_whole
from foundation.models import Record, RecordHead


class End(NamedTuple):
    scope: str
    number: int
    mac: str


class Finding(NamedTuple):
    scope: str
    number: int
    what: str


class Check:
    """One reading of all chains; `findings`, and how many `rows` and `chains` were read."""

    def __init__(self, outside: Iterable[End] = ()):
        self.rows = self.chains = 0
        self.outside: dict[str, dict[int, set[str]]] = {}
        for end in outside:
            self.outside.setdefault(end.scope, {}).setdefault(end.number, set()).add(end.mac)
        # Ends first: what is recorded while we read is not missed, only not asked for.
        self.ends = {head.scope: head for head in RecordHead.objects.all()}
        self.last: dict[str, End] = {}
        self.findings = list(self._read())

    def _read(self) -> Iterator[Finding]:
        rows = Record.objects.order_by("scope", "number", "pk").iterator(chunk_size=2000)
        scope, number, mac = None, 0, ""
        for row in rows:
            if row.scope != scope:
                scope, number, mac = row.scope, 0, ""
                self.chains += 1
            self.rows += 1
            yield from self._row(row, number, mac)
            number, mac = row.number, row.mac
            self.last[row.scope] = End(row.scope, number, mac)
        for scope in sorted({*self.ends, *self.last, *self.outside}):
            yield from self._end(scope)

    def _row(self, row: Record, before: int, mac: str) -> Iterator[Finding]:
        wrong = None
        if row.number <= before:
            wrong = "stands there twice"
        elif row.number > before + 1:
            yield Finding(row.scope, before + 1, "is missing")
        elif row.mac != mac_of(row.scope, row.number, mac, row.body):
            wrong = "does not fit: changed, moved or not ours"
        if wrong is None and not columns_agree(row):
            wrong = "its columns differ from its text"
        outside = self.outside.get(row.scope, {}).pop(row.number, {row.mac})
        if wrong is None and outside != {row.mac}:
            wrong = "is another than when its mac was written outside"
        if wrong:
            yield Finding(row.scope, row.number, wrong)

    def _end(self, scope: str) -> Iterator[Finding]:
        last, end = self.last.get(scope, End(scope, 0, "")), self.ends.get(scope)
        if end is None or end.number < last.number:
            # Rows that came while we read brought the noted end along.
            end = RecordHead.objects.filter(scope=scope).first()
        if wrong := what_is_wrong_with(end, last, at_first=self.ends.get(scope)):
            yield Finding(scope, last.number, wrong)
        for number in sorted(self.outside.get(scope, {})):
            yield Finding(scope, number, "was there when its mac was written outside")


def what_is_wrong_with(end: RecordHead | None, last: End, *, at_first: RecordHead | None) -> str:
    """Whether the noted end of a chain is that of its last row."""
    if end is None:
        return "is the last row, but no end is noted" if last.number else ""
    if end.seal != seal_of(end.scope, end.number, end.mac):
        return "is the last row, and the noted end is not ours"
    if end.number < last.number:
        return f"is the last row, but the noted end is {end.number}"
    if at_first and at_first.number > last.number:
        return f"is the last row: the chain went on to {at_first.number}"
    if end.number == last.number and end.mac != last.mac:
        return "is the last row, and another than the noted end"
    return ""


def columns_agree(row: Record) -> bool:
    try:
        body = json.loads(row.body)
    except ValueError:
        return False
    about = str(row.about or "")
    at = row.at.astimezone(UTC).isoformat()
    stated = (body.get("kind"), body.get("about"), body.get("thing", ""), body.get("at"))
    return stated == (row.kind, about, row.thing, at)


def read_ends(path: Path) -> list[End]:
    """Ends written before. Raises ValueError for a file that is none of ours, or not all of one."""
    try:
        first, *lines = map(json.loads, path.read_text().splitlines())
        ends = [End(**line) for line in lines]
        if first["chains"] == len(ends):
            return ends
    except (TypeError, KeyError, ValueError):
        pass
    raise ValueError(f"{path} does not hold the ends of all chains")


def write_ends(path: Path, check: Check) -> None:
    """All or nothing: a crash leaves the file as it was. Readable by its owner alone."""
    ends = [end._asdict() for _, end in sorted(check.last.items())]
    lines = [json.dumps(line) + "\n" for line in ({"chains": len(ends)}, *ends)]
    write_whole(path, lambda file: file.writelines(line.encode() for line in lines))
