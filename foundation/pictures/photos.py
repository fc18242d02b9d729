"""Photos: only pixels we encoded ourselves are stored.

Whatever else a file carries stays outside: where it was taken, a second file hidden behind the
picture, scripts. What it was called is forgotten too. Nothing of it is opened in this process.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from foundation.apart import running
from foundation.pictures import limits, turns

PROGRAM = Path(__file__).with_name("child.py")
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""ISO/IEC 23008-12: brands of what newer phones take by themselves."""


class BadPhoto(ValueError):
    """The text is a sentence for the person who chose the file."""


@dataclass(frozen=True)
class Picture:
    """One re-encoded picture, not stored yet."""

    full: bytes
    small: bytes


def take_in(files: "Sequence[File[bytes]]") -> list[Picture]:
    """Re-encode what somebody uploaded. Raises BadPhoto."""
    if len(files) > limits.MOST:
        raise BadPhoto(_("一次最多 %(most)s 张照片。") % {"most": limits.MOST})
    for order, file in enumerate(files, 1):
        _check(file, order)
    if not files:
        return []
    until = time.monotonic() + limits.PATIENCE
    try:
        with turns.a_seat() as turn:
            return [
                _re_encode(file, order, turn=turn.fileno(), until=until)
                for order, file in enumerate(files, 1)
            ]
    except (turns.NoSeat, running.NotNow):
        sentence = _("这会儿送来的照片太多，没顾上看。写的字都在，照片请重新选，再试一次。")
        raise BadPhoto(sentence) from None


def _check(file: "File[bytes]", order: int) -> None:
    """What can be said of it unopened."""
    if file.size > limits.MOST_BYTES:
        raise BadPhoto(_("第 %(n)s 张照片超过 20 MB，请选小一点的。") % {"n": order})
    file.seek(0)
    start = file.read(12)
    if start[4:8] == b"ftyp" and start[8:] in HEIC:
        sentence = _(
            "第 %(n)s 张是 HEIC 照片，这里打不开。请截个屏发截图，或者在相机设置里改成 JPG（苹果手机选“兼容性最佳”）再拍。"
        )
        raise BadPhoto(sentence % {"n": order})


def _re_encode(file: "File[bytes]", order: int, *, turn: int, until: float) -> Picture:
    file.seek(0)
    try:
        answer = running.run(
            PROGRAM,
            limits.asked(turn),
            file.read(),
            limits=running.Limits(memory=limits.MEMORY, seconds=limits.SECONDS),
            patience=max(until - time.monotonic(), 0),
            holding=[turn],
        )
    except running.TooMuch:
        raise BadPhoto(_("第 %(n)s 张照片的尺寸太大了，请选小一点的。") % {"n": order}) from None
    except running.Unreadable:
        sentence = _("第 %(n)s 张不是能打开的照片，请用 JPG、PNG 或 WebP。")
        raise BadPhoto(sentence % {"n": order}) from None
    length = int.from_bytes(answer[:8])
    return Picture(full=answer[8 : 8 + length], small=answer[8 + length :])
