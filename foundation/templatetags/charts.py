"""`{% chart figure "bars" %}`: a picture, what it says, and its numbers as a table."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from foundation.charts import drawing
from foundation.charts.figures import Figure

register = template.Library()
KINDS = {
    "bars": drawing.bars,
    "up_and_down": drawing.up_and_down,
    "line": drawing.line,
    "share": drawing.share,
    "calendar": drawing.calendar,
}


@register.inclusion_tag("components/chart.html")
def chart(figure: Figure, kind: str) -> dict[str, Any]:
    """Nothing but the sentence when there is nothing to draw."""
    keys = [(drawing.swatch(row.ink, lines=kind == "line"), row.name) for row in figure.series]
    return {
        "figure": figure,
        "picture": None if figure.is_empty else KINDS[kind](figure),
        "keys": keys if len(keys) > 1 else [],
    }


@register.simple_tag
def chart_textures() -> SafeString:
    return drawing.textures()
