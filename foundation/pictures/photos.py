"""Photos: only pixels we encoded ourselves are stored.

Whatever else a file carries stays outside: where it was taken, a second file hidden behind the
picture, scripts. What it was called is forgotten too.
"""

import fcntl
import io
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST = 6
MOST_BYTES = 10 * 1024 * 1024
# What decoding may cost is memory: these keep the whole process below 300 MB. A WebP decoder
# holds four copies of the picture, a progressive JPEG all its coefficients.
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 20_000_000, "WEBP": 7_000_000}
MOST_PROGRESSIVE = 16_000_000
FORMATS = tuple(MOST_PIXELS)
AT_ONCE = 2
SIDE, SMALL_SIDE = 1600, 240


class BadPhoto(ValueError):
    """The text is a sentence for the person who chose the file."""


@dataclass(frozen=True)
class Picture:
    """One re-encoded picture, not stored yet."""

    full: bytes
    small: bytes


def take_in(files: "Sequence[File[bytes]]") -> list[Picture]:
    """Re-encode what somebody uploaded. Raises BadPhoto."""
    if len(files) > MOST:
        raise BadPhoto(_("一次最多 %(most)s 张照片。") % {"most": MOST})
    return [_re_encode(file, order) for order, file in enumerate(files, 1)]


def _re_encode(file: "File[bytes]", order: int) -> Picture:
    if file.size > MOST_BYTES:
        raise BadPhoto(_("第 %(n)s 张照片超过 10 MB，请选小一点的。") % {"n": order})
    unreadable = _("第 %(n)s 张不是能打开的照片，请用 JPG、PNG 或 WebP。") % {"n": order}
    try:
        with Image.open(file, formats=FORMATS) as image:
            # The header alone decides: nothing of a bomb is ever decoded.
            if image.width * image.height > _most_pixels(image):
                raise BadPhoto(_("第 %(n)s 张照片的尺寸太大了，请选小一点的。") % {"n": order})
            with a_turn():
                return _encode(image)
    except BadPhoto:
        raise
    except Image.DecompressionBombError:
        raise BadPhoto(_("第 %(n)s 张照片的尺寸太大了，请选小一点的。") % {"n": order}) from None
    except (UnidentifiedImageError, Exception):  # noqa: B014  hostile bytes raise whatever they like
        raise BadPhoto(unreadable) from None


@contextmanager
def a_turn() -> Iterator[None]:
    """At most two photos of this machine are being decoded at once; the others wait.

    The turns are two locked files, so they hold across all web processes, and a process that dies
    gives its turn back.
    """
    folder = Path(settings.DATA)
    with ExitStack() as opened:
        turns = [opened.enter_context(open(folder / f"turn-{n}", "ab")) for n in range(AT_ONCE)]
        if not any(_locked(turn, fcntl.LOCK_EX | fcntl.LOCK_NB) for turn in turns):
            _locked(random.choice(turns), fcntl.LOCK_EX)  # noqa: S311 - any turn will do
        yield


def _locked(file: BinaryIO, how: int) -> bool:
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        return False
    return True


def _most_pixels(image: Image.Image) -> int:
    return MOST_PROGRESSIVE if image.info.get("progressive") else MOST_PIXELS[str(image.format)]


def _encode(image: Image.Image) -> Picture:
    """Shrunk before anything else, so that few copies of a large photo are ever held."""
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded at half, a quarter, an eighth
    if image.mode not in ("RGB", "L"):
        image.thumbnail((2 * SIDE, 2 * SIDE), Image.Resampling.NEAREST)  # smooth would copy it
    image.thumbnail((SIDE, SIDE))
    turned = ImageOps.exif_transpose(image)
    flat = Image.new("RGB", turned.size, "white")  # a new picture: no EXIF, profile or comment
    seen = turned.convert("RGBA")
    flat.paste(seen, mask=seen)
    small = flat.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Picture(full=_jpeg(flat), small=_jpeg(small))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
