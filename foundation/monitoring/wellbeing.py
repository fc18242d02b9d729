"""Signs by which those outside see whether a house is well: ok or late, never how many.

An app registers a sign when it is ready:

    wellbeing.register(Sign("outbox", outbox_moves, _("有消息等了十分钟还没有送出去。")))

/healthz says "ok" or "late" of each, to anybody; the street office reads the sentences of those that
are late. So a sign tells of the machine and never of a person or a case. One that only reminds says
late, too, but of a house that works: nothing is broken, somebody has to do something in time.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

log = logging.getLogger("zerentian")


@dataclass(frozen=True)
class Sign:
    """`is_well(at)` is asked again after `lasts` seconds: anybody may ask, as often as they like.

    `says` is what the street office reads when it is late, and what to do about it; nothing where
    another line of its first page says more. `reminds`: a house that is late with it is well.
    """

    name: str
    is_well: Callable[[datetime], bool]
    says: str | Promise = ""
    lasts: float = 10
    reminds: bool = False


_signs: dict[str, Sign] = {}
_seen: dict[str, tuple[float, bool]] = {}


def register(sign: Sign) -> None:
    _signs[sign.name] = sign
    _seen.pop(sign.name, None)


def look(at: datetime) -> dict[str, bool]:
    """Whether each is well, in the order they were registered. What cannot be found out is not."""
    return {name: _look_at(sign, at) for name, sign in _signs.items()}


def is_well(seen: dict[str, bool]) -> bool:
    """Of what `look` answered: whether all is well but for what only reminds."""
    return all(well or _signs[name].reminds for name, well in seen.items())


def sentences(at: datetime) -> list[str | Promise]:
    """What is to be said of those that are not."""
    return [said for name, well in look(at).items() if not well and (said := _signs[name].says)]


def forget() -> None:
    """Look anew the next time."""
    _seen.clear()


def _look_at(sign: Sign, at: datetime) -> bool:
    seen_at, well = _seen.get(sign.name, (float("-inf"), False))
    now = time.monotonic()
    if now - seen_at < sign.lasts:
        return well
    try:
        well = sign.is_well(at)
    except Exception:
        log.exception("could not see whether “%s” is well", sign.name)
        well = False
    _seen[sign.name] = (now, well)
    return well
