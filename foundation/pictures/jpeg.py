"""Looks through a JPEG before anything decodes it, and keeps only what makes its first picture.

ITU-T T.81 Annex B. Behind the first picture phones keep a second one (CIPA DC-007, "MPO"), maps of
depth, a film; before it a thumbnail, profiles, the place. None of it goes on. Nor does what no
camera writes: lossless, hierarchical and arithmetically coded pictures.
"""

import re
from collections.abc import Iterator
from typing import Any

SOI, EOI, SOS, DHT, DQT, DRI = 0xD8, 0xD9, 0xDA, 0xC4, 0xDB, 0xDD
BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
FRAMES = (BASELINE, EXTENDED, PROGRESSIVE)
APP0, APP1, APP14 = 0xE0, 0xE1, 0xEE
COMMENT, APPS = 0xFE, range(APP0, 0xF0)
# Which way up, and how colours are meant.
OF_USE = {APP0: b"JFIF\0", APP1: b"Exif\0\0", APP14: b"Adobe"}
# Passes over coded pixels, and over what stands between two segments without belonging to one.
MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd7])")


class Broken(ValueError):
    """No JPEG, or one no camera writes."""


class TooMuch(ValueError):
    """More of something than an honest photo has."""


def first_picture(content: bytes, most: dict[str, Any]) -> bytes:
    """The first picture, with nothing else in it. Raises Broken and TooMuch."""
    kept, apps, scans, frame, segments = [b"\xff\xd8"], set[int](), 0, b"", 0
    for marker, segment in _segments(content):
        segments += 1
        if segments > most["segments"]:
            raise TooMuch
        if marker in OF_USE:
            if marker in apps or not segment[4:].startswith(OF_USE[marker]):
                continue
            apps.add(marker)
        elif marker in FRAMES:
            if frame:
                raise Broken
            frame = segment
        elif marker == SOS:
            scans += 1
            if scans > most["scans"]:
                raise TooMuch
        elif marker in APPS or marker == COMMENT:
            continue
        elif marker not in (DHT, DQT, DRI, EOI):
            raise Broken
        kept.append(segment)
    _check_frame(frame, scans, most)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Of the first picture: (marker, all of its bytes), a scan with the coded pixels behind it."""
    if content[:2] != b"\xff\xd8":
        raise Broken
    at = 2
    while found := MARKER.search(content, at):
        start, at, marker = found.start(), found.end(), content[found.start() + 1]
        if marker != EOI:
            at += int.from_bytes(content[at : at + 2])
        if marker == SOS:
            behind = MARKER.search(content, at)
            at = behind.start() if behind else len(content)
        yield marker, content[start:at]
        if marker == EOI:
            return


def _check_frame(frame: bytes, scans: int, most: dict[str, Any]) -> None:
    """How large it is, and what a decoder lays down for a picture that comes in several scans."""
    if len(frame) < 13 or not scans:
        raise Broken
    height, width = int.from_bytes(frame[5:7]), int.from_bytes(frame[7:9])
    if not height or not width:
        raise Broken
    if height * width > most["pixels"]["JPEG"]:
        raise TooMuch
    parts = [frame[at : at + 3] for at in range(10, 10 + 3 * frame[9], 3)]
    shares = [(part[1] >> 4) * (part[1] & 15) for part in parts if len(part) == 3]
    if len(shares) != frame[9] or not all(0 < share <= 16 for share in shares):
        raise Broken
    coefficients = 2 * sum(height * width * share // max(shares) for share in shares)
    if (scans > 1 or frame[1] == PROGRESSIVE) and coefficients > most["coefficients"]:
        raise TooMuch
