"""Photos as cameras and phones really write them, with as much in them as a street has."""

import io

from PIL import Image


def street(size, mode="RGB"):
    """Fine and coarse shapes: what a decoder works through, as in a photo of leaves and bricks."""
    grain = Image.effect_noise((1024, 1024), 40)
    coarse = Image.effect_noise((64, 64), 90).resize((1024, 1024))
    tile = Image.merge(
        "RGB", (Image.blend(grain, coarse, 0.6), coarse, Image.blend(grain, coarse, 0.8))
    )
    whole = Image.new("RGB", size)
    for left in range(0, size[0], 1024):
        for top in range(0, size[1], 1024):
            whole.paste(tile, (left, top))
    return whole.convert(mode)


def saved(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def all_of_them():
    upright = Image.Exif()
    upright[0x0112] = 6
    upright.get_ifd(0x8825)[2] = (40.0, 39.0, 30.0)
    of_48, of_50 = street((8064, 6048)), street((8160, 6144))
    twelve = street((4032, 3024))
    return {
        "48 megapixels": saved(of_48, quality=80, exif=upright),
        "50 megapixels": saved(of_50, quality=80, exif=upright),
        "50 megapixels, progressive": saved(of_50, quality=75, progressive=True, exif=upright),
        "two pictures": saved(twelve, "MPO", save_all=True, append_images=[twelve], quality=85),
        "progressive, every colour": saved(twelve, quality=90, progressive=True, subsampling=0),
        "four inks": saved(twelve.convert("CMYK"), quality=85),
        "a panorama": saved(street((12000, 2000)), quality=80),
        "a long screenshot": saved(street((1080, 12000)).quantize(64), "PNG"),
        "a PNG of twelve megapixels": saved(twelve, "PNG", compress_level=1),
        "sixteen bits": saved(street((3000, 2000), "I;16"), "PNG", compress_level=1),
        "a WebP of twelve megapixels": saved(twelve, "WEBP", quality=80, method=0),
        "small, from a chat": saved(street((1080, 1440)), quality=60),
    }
