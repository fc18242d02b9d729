"""Draw the PNGs that phones want from static/img/app.svg: `python -m tools.icons`.

The mark fills half of its square, so that whatever a phone cuts off the corners of a maskable
icon (a circle of four fifths stays, says the W3C) it is whole; the others are cut a little closer.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tools import chromium

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
WHOLE, CLOSER = "0 0 512 512", "40 40 432 432"
ICONS = {
    "app-180": (180, CLOSER),
    "app-192": (192, CLOSER),
    "app-512": (512, CLOSER),
    "app-maskable-512": (512, WHOLE),
}


def draw():
    drawing = (FOLDER / "app.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.program(), args=chromium.FLAGS
        )
        for name, (size, part) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            cut = drawing.replace(f'viewBox="{WHOLE}"', f'viewBox="{part}"')
            page.set_content(f"<body style='margin:0;line-height:0'>{cut}</body>")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(32).save(FOLDER / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    draw()
