"""The program that decodes a photo, in a process of its own with little memory and little time.

Standard input is the file, the only argument what `limits.asked` says; the turn is the number of an
open file that is locked before anything is read: of all these programs in the house one is at work.
Standard output is two JPEGs, the larger one behind its length in eight bytes. `photos` starts it.
"""

import fcntl
import io
import json
import sys
from typing import Any, BinaryIO

from PIL import Image

from foundation.pictures import jpeg

# How it may end.
READ, UNREADABLE, TOO_MUCH = 0, 3, 4
SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}
ORIENTATION = 0x0112
"""Exif 2.32, 4.6.4: how to turn a picture whose note says so many."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def main(most: dict[str, Any], file: BinaryIO, answer: BinaryIO) -> int:
    fcntl.flock(most["turn"], fcntl.LOCK_EX)
    try:
        full, small = encoded(file.read(), most)
    except (MemoryError, Image.DecompressionBombError, jpeg.TooMuch):
        return TOO_MUCH
    except BaseException:  # hostile bytes raise whatever they like
        return UNREADABLE
    answer.write(len(full).to_bytes(8))
    answer.write(full)
    answer.write(small)
    answer.flush()
    return READ


def encoded(content: bytes, most: dict[str, Any]) -> tuple[bytes, bytes]:
    """The pixels and nothing else, at two sizes. Raises whatever Pillow does, and jpeg.TooMuch."""
    kind = next(kind for start, kind in SIGNATURES.items() if content.startswith(start))
    if kind == "JPEG":
        content = jpeg.first_picture(content, most)
    with Image.open(io.BytesIO(content), formats=(kind,)) as image:
        # The header alone decides: nothing of a bomb is ever decoded.
        if image.width * image.height > most["pixels"][kind]:
            raise jpeg.TooMuch
        flat = _flat(image, most["side"])
    small = flat.copy()
    small.thumbnail((most["small"], most["small"]))
    return _jpeg(flat), _jpeg(small)


def _flat(image: Image.Image, side: int) -> Image.Image:
    """Shrunk before anything else, so that few copies of a large photo are ever held."""
    share = min(side / max(image.size), 1)
    # Of a JPEG a half, a quarter, an eighth is made, as long as that is more than what is kept.
    image.draft("RGB", (max(int(image.width * share), 1), max(int(image.height * share), 1)))
    image.load()
    orientation = _orientation(image)
    if image.mode not in ("RGB", "L"):
        image.thumbnail((2 * side, 2 * side), Image.Resampling.NEAREST)  # smooth would copy it
    seen: Image.Image = image
    if image.mode.startswith("I"):  # sixteen bits: the upper eight
        seen = image.point(lambda grey: grey * (1 / 256)).convert("L")
    seen.thumbnail((side, side))
    if turn := TURNS.get(orientation):
        seen = seen.transpose(turn)
    seen = seen.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")  # a new picture: no EXIF, profile or comment
    flat.paste(seen, mask=seen)
    return flat


def _orientation(image: Image.Image) -> Any:
    """Which way up it was held; a note nobody can read is none."""
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer))
