"""Two hundred files somebody might send instead of a photo, made by script."""

import io
import random
import struct
import zlib

from PIL import Image

SECRET = b"SECRET-PLACE"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *, depth=1, colour=0, pixels=None):
    """A PNG whose header says what it likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    rows = pixels if pixels is not None else zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def saved(kind, size=(60, 40), mode="RGB", **options):
    out = io.BytesIO()
    image = (
        Image.effect_noise(size, 90).convert(mode) if mode in "RGBCMYKL" else Image.new(mode, size)
    )
    image.save(out, kind, **options)
    return out.getvalue()


def large(kind, side, **options):
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, kind, quality=1, **options)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (40.0, 39.0, 30.0)
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    return exif


def bombs():
    """Small files that claim, or hold, far more pixels than a photo has."""
    for side in (9_400, 20_000, 40_000, 65_500):
        yield png(side, 8, pixels=b"x") if side > 20_000 else png(side, side)
    for width, height in (
        (2**31 - 1, 1),
        (1, 2**31 - 1),
        (2**31 - 1, 2**31 - 1),
        (0, 0),
        (70_000, 70_000),
    ):
        yield png(width, height, pixels=zlib.compress(b"\0" * 100))
    yield large("JPEG", 7_000)
    yield large("JPEG", 5_000, progressive=True)
    yield large("WEBP", 3_000)


def broken(chance):
    """Photos cut short or with bytes turned over, anywhere."""
    whole = [saved("JPEG"), saved("PNG"), saved("WEBP"), saved("JPEG", progressive=True)]
    for content in whole:
        for _ in range(18):
            yield content[: chance.randrange(1, len(content))]
        for _ in range(18):
            torn = bytearray(content)
            for _ in range(chance.choice([1, 5, 40])):
                torn[chance.randrange(len(torn))] = chance.randrange(256)
            yield bytes(torn)


def others():
    """What is no photo, whatever it is called."""
    yield from (saved(kind) for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PCX", "PDF"))
    frames = [Image.new("P", (20, 20), colour) for colour in range(8)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=SECRET)
    yield out.getvalue()
    yield from (
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"<html><script>alert(1)</script>",
        b"SIMPLE  =                    T" + b" " * 2850,
        b"PK\x03\x04" + b"\0" * 400,
        b"%PDF-1.4",
        b"\x7fELF",
        b"MZ" + b"\0" * 60,
        b"#!/bin/sh\n",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        b"RIFF\x04\0\0\0WEBP",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xff",
        SIGNATURE,
        b"\0" * 5_000,
        b"",
        b"\0\0\0\x1cftypheic",
        b"II*\0\xff\xff\xff\xff",
    )


def two_in_one():
    """Real photos with something behind them, or with words and places in them."""
    for tail in (
        b"PK\x03\x04" + SECRET,
        b"<script>" + SECRET,
        b"%PDF" + SECRET,
        b"GIF89a" + SECRET,
    ):
        yield from (saved(kind) + tail for kind in ("JPEG", "PNG", "WEBP"))
    exif = with_place()
    for kind in ("JPEG", "PNG", "WEBP"):
        yield saved(kind, exif=exif)
        yield saved(kind, icc_profile=SECRET * 20)
    yield saved("JPEG", comment=SECRET)
    text = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"eXIf", SECRET)
    yield saved("PNG").replace(b"IDAT", b"IDAT", 1)[:33] + text + saved("PNG")[33:]


def unusual():
    """Rare but honest: four colours, sixteen bits, one bit, palettes, see-through, in motion."""
    yield saved("JPEG", mode="CMYK")
    yield from (saved("PNG", mode=mode) for mode in ("1", "L", "LA", "P", "RGBA", "I;16"))
    yield from (saved("WEBP", mode=mode) for mode in ("RGB", "RGBA", "L"))
    yield from (saved("JPEG", size) for size in ((1, 1), (1, 3000), (3000, 1), (8, 8)))
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind in ("WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        yield out.getvalue()


def all_of_them(seed=20260310):
    chance = random.Random(seed)
    return [*bombs(), *broken(chance), *others(), *two_in_one(), *unusual()]
