"""The colours of static/css/tokens.css and how well they stand out; for /styleguide/ and its test.

Contrast is that of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of relative luminances.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html

TOKENS = settings.ROOT / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});(?: /\* ([\d.]+))?")


@dataclass(frozen=True)
class Colour:
    """One token, and the contrast that the file notes beside it, if any."""

    name: str
    value: str
    noted: str = ""

    @property
    def swatch(self):
        return format_html(
            '<svg class="cell" viewBox="0 0 20 20" aria-hidden="true"><path fill="{}" d="M0 0h20v20H0z"/></svg>',
            self.value,
        )


def scheme(dark=False) -> dict[str, Colour]:
    """Light is complete; dark says only what is another value there."""
    light, _, night = TOKENS.read_text().partition("@media (prefers-color-scheme: dark)")
    found = {name: Colour(name, value, noted) for name, value, noted in COLOUR.findall(light)}
    if dark:
        found |= {name: Colour(name, value, noted) for name, value, noted in COLOUR.findall(night)}
    return found


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shown() -> list[dict]:
    """Each colour in both schemes, with its contrast against the card."""
    light, dark = scheme(), scheme(dark=True)
    return [
        {
            "name": name,
            "light": light[name],
            "dark": dark[name],
            "on_light": f"{contrast(light[name].value, light['card'].value):.1f}",
            "on_dark": f"{contrast(dark[name].value, dark['card'].value):.1f}",
        }
        for name in light
    ]
