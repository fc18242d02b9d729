"""The printed key sheet: its secret half is on paper, and this house keeps what it needs of it.

`recovery.json` in the data folder holds the public half of the recovery key, which keys stand on the
sheet by their fingerprints, and keyed hashes of the proof codes. None of it opens anything; a mac
with the index key says that we wrote it, so that nobody slips in a key of theirs. It is a file and
no row, so that a backup can be made before the tables of a new version are.
"""

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import User
from config.backup.manifest import Refused
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.disk import write_whole
from foundation.models import SheetProof
from foundation.sealing import blind_index, fingerprints, key_for, keyed_hash, recovery
from foundation.typed import code
from tools.key_sheet import LETTERS, READ_AS

CODES, CODE = 12, 8  # how many proof codes, one a year; of how many characters
YEAR = timedelta(days=365)


class WrongCode(Exception):
    """It is not the proof code of that number on the newest sheet."""


@dataclass(frozen=True)
class Sheet:
    public: str  # base64
    made_at: str
    printed: dict[str, str]  # the keys on the sheet: id → fingerprint
    codes: list[str] = field(default_factory=list)
    mac: str = ""

    @property
    def key(self) -> bytes:
        return base64.b64decode(self.public)

    @property
    def key_id(self) -> str:
        return recovery.id_of(self.key)

    @property
    def lacks(self) -> list[str]:
        """Keys of this house that were made since it was printed."""
        return sorted(set(fingerprints().items()) - set(self.printed.items()))

    def signed(self) -> str:
        text = json.dumps({**asdict(self), "mac": ""}, sort_keys=True)
        return keyed_hash(key_for("key sheet"), text.encode()).hex()


def file() -> Path:
    return Path(settings.DATA) / "recovery.json"


def newest() -> Sheet | None:
    """The sheet that was printed last. Raises Refused when the file is not as we wrote it."""
    if not file().exists():
        return None
    try:
        sheet = Sheet(**json.loads(file().read_text()))
        if sheet.mac == sheet.signed():
            return sheet
    except (TypeError, ValueError):
        pass
    raise Refused(
        f"{file()} is not as this house wrote it, or the keys of this house are not the ones it was "
        "written with. Put back the right keys, or print a new sheet: manage.py make_keys."
    )


def make(*, at: datetime) -> tuple[Sheet, bytes, list[str]]:
    """A new recovery key: what is kept, its secret half, and the proof codes; keep nothing of those."""
    private = recovery.new_key()
    public = recovery.public_half(private)
    codes = ["".join(secrets.choice(LETTERS) for _ in range(CODE)) for _ in range(CODES)]
    hashes = [_hash(recovery.id_of(public), n, code) for n, code in enumerate(codes, start=1)]
    drawn = Sheet(base64.b64encode(public).decode(), at.isoformat(), fingerprints(), hashes)
    return Sheet(**{**asdict(drawn), "mac": drawn.signed()}), private, codes


def keep(sheet: Sheet) -> None:
    """From now on backups are sealed to this one. All or nothing."""
    text = json.dumps(asdict(sheet)).encode()
    write_whole(file(), lambda written: written.write(text))


def next_number(sheet: Sheet) -> int | None:
    """Which proof code is asked for; nothing when all are used up."""
    used = SheetProof.objects.filter(key_id=sheet.key_id).count()
    return used + 1 if used < len(sheet.codes) else None


@leaves_record("key-sheet-proved")
@transaction.atomic
def prove(sheet: Sheet, number: int, typed: str, *, by: User | None, at: datetime) -> None:
    """Somebody has the sheet in their hands. The same code again changes nothing.

    `number` is the one that was asked for. Raises WrongCode.
    """
    code = plain(typed)
    asked = number in range(1, (next_number(sheet) or len(sheet.codes)) + 1)
    if not asked or sheet.codes[number - 1] != _hash(sheet.key_id, number, code):
        raise WrongCode
    row, is_new = SheetProof.objects.get_or_create(
        key_id=sheet.key_id, number=number, defaults={"proved_at": at}
    )
    if is_new:
        changes = {"proved_at": (None, at)}
        trail.thing_changed(scope=trail.HOUSE, thing=row, changes=changes, by=by, at=at)


def plain(typed: str) -> str:
    """A code as it was drawn, from what a hand or an eye made of it."""
    return code(typed).replace("-", "").upper().translate(READ_AS)


def proved_at(sheet: Sheet) -> datetime | None:
    """When somebody last showed that it is still there."""
    last = SheetProof.objects.filter(key_id=sheet.key_id).order_by("-proved_at").first()
    return last.proved_at if last else None


def to_be_proved_at(sheet: Sheet) -> datetime:
    """A year after it was printed or last proved, the office looks whether it is still there."""
    return (proved_at(sheet) or datetime.fromisoformat(sheet.made_at)) + YEAR


def _hash(key_id, number, code):
    return blind_index("key sheet code", f"{key_id}:{number}:{code}")
