"""Small files that would cost much: scans, notes and frames without end, sizes nobody has."""

import io
import struct
import zlib

from PIL import Image

from tests.cases.hostile_photos import SECRET, SIGNATURE, chunk, large, png, saved

END = b"\xff\xd9"


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def with_segments(*segments, into=None):
    content = into or saved("JPEG")
    return content[:2] + b"".join(segments) + content[2:]


def with_scans(more, side=1_000, **options):
    """A progressive JPEG whose last scan comes so many times more."""
    content = large("JPEG", side, progressive=True, **options)
    last = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + last * more + END


def scans():
    """A decoder goes through all pixels for each."""
    yield from (with_scans(more) for more in (30, 100, 1_000, 20_000))
    yield with_scans(2_000, 5_000)
    yield with_scans(22, 10_000)  # as many as there may be, of as large a picture
    one = saved("JPEG", (200, 200))
    scan = one[one.rindex(b"\xff\xda") : -2]
    yield one[:-2] + scan * 300 + END


def notes():
    """Profiles, notes and comments, more and larger than anybody reads."""
    exif = b"Exif\0\0II*\0\x08\0\0\0"
    circle = exif + struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + b"\x08\0\0\0"
    endless = (
        exif + struct.pack("<H", 65_535) + struct.pack("<HHII", 0x112, 2, 2**32 - 1, 8) * 5_000
    )
    yield with_segments(segment(0xE1, circle))
    yield with_segments(segment(0xE1, endless[:65_000]))
    yield with_segments(*[segment(0xE1, exif + SECRET)] * 1_500)
    yield with_segments(*[segment(0xE1, b"x")] * 100_000)
    yield with_segments(*[segment(0xFE, SECRET * 5_000)] * 100)
    profile = b"ICC_PROFILE\0" + bytes([1, 255]) + SECRET * 4_000
    yield with_segments(*[segment(0xE2, profile)] * 255)
    nested = saved("JPEG")
    for _ in range(12):
        nested = with_segments(segment(0xE1, exif + nested[:60_000]))
    yield nested
    empty = zlib.compress(b"\0" * 100_000_000, 9)
    for kind, start in ((b"iCCP", b"x\0\0"), (b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0")):
        one = saved("PNG")
        yield one[:33] + chunk(kind, start + empty) + one[33:]
    one = saved("PNG")
    yield one[:33] + chunk(b"tEXt", b"x\0" + SECRET * 50_000) * 20 + one[33:]


def markers():
    """What no camera writes: coded otherwise, two frames, no size, bytes that only fill."""
    one = saved("JPEG")
    frame = one.index(b"\xff\xc0")
    for marker in (0xC3, 0xC5, 0xC9, 0xCA, 0xCD, 0xCF):
        yield one[: frame + 1] + bytes([marker]) + one[frame + 2 :]
    for sides in ((0, 0), (65_500, 65_500), (1, 65_500), (65_500, 1)):
        yield one[: frame + 5] + struct.pack(">HH", *sides) + one[frame + 9 :]
    for shares in (b"\x00", b"\x44", b"\xff"):
        yield one[: frame + 11] + shares + one[frame + 12 :]
    size = struct.unpack(">H", one[frame + 2 : frame + 4])[0] + 2
    yield one[:frame] + one[frame : frame + size] * 2 + one[frame + size :]
    yield b"\xff\xd8" + b"\xff" * 1_000_000 + one[2:]
    yield b"\xff\xd8" * 300_000
    yield one[:-2] + b"\xff\xd0" * 500_000 + END


def frames():
    """Pictures in motion, or many in one file."""
    still = [Image.new("RGB", (40, 40), (shade, 0, 0)) for shade in range(250)]
    for kind in ("WEBP", "PNG", "MPO"):
        out = io.BytesIO()
        still[0].save(out, kind, save_all=True, append_images=still[1:])
        yield out.getvalue()


def sizes():
    """As large as may be, and larger, where every pixel is laid down."""
    yield png(4_472, 4_472, depth=8, colour=6, pixels=rows(4_472, 4 * 4_472))
    yield png(20_000, 1_000, depth=16, colour=6, pixels=rows(1_000, 8 * 20_000))
    yield png(8_000, 8_000, depth=8, colour=6, pixels=b"x")
    interlaced = struct.pack(">IIBBBBB", 4_000, 4_000, 8, 2, 0, 0, 1)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 60_000_000, 1)) + chunk(b"IEND", b"")
    yield SIGNATURE + chunk(b"IHDR", interlaced) + body
    yield large("WEBP", 3_500, lossless=True)
    yield large("JPEG", 10_400)
    yield large("JPEG", 10_400, progressive=True)


def rows(height, width):
    packer, row = zlib.compressobj(1), b"\0" * (width + 1)
    return b"".join([packer.compress(row) for _ in range(height)]) + packer.flush()


def all_of_them():
    return [*scans(), *notes(), *markers(), *frames(), *sizes()]
