"""How much of anything an honest photo has; whatever has more is refused."""

from typing import Any

MOST = 6
"""Photos at once."""
MOST_BYTES = 20 * 1024 * 1024
"""Of one; whole cameras of 48 and 50 megapixels stay below."""
SIDE, SMALL_SIDE = 1600, 240
"""Pixels of the longer side of what is kept."""

# Told to the program that decodes. A PNG and a WebP are decoded whole, and their decoders hold a
# picture once and four times; of a JPEG only as much is made as is kept.
MOST_PIXELS = {"JPEG": 110_000_000, "PNG": 20_000_000, "WEBP": 12_500_000}
MOST_SCANS = 32
"""Of a JPEG: its decoder goes through all pixels for each; cameras and tools write ten or so."""
MOST_SEGMENTS = 2000
MOST_COEFFICIENTS = 320 * 1024 * 1024
"""Bytes a decoder lays down before it makes one pixel of a JPEG that has several scans."""

# Of the process that decodes.
MEMORY = 512 * 1024 * 1024
SECONDS = 1.9
"""Of processor time."""
PATIENCE = 15
"""Seconds by the clock, for all photos of one form."""


def asked(turn: int) -> dict[str, Any]:
    """What `child` is started with; `turn` is the number of an open file."""
    return {
        "turn": turn,
        "side": SIDE,
        "small": SMALL_SIDE,
        "pixels": MOST_PIXELS,
        "scans": MOST_SCANS,
        "segments": MOST_SEGMENTS,
        "coefficients": MOST_COEFFICIENTS,
    }
