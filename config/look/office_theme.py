"""How the theme of the admin is dressed: our paper, ink and field, our mark, our sheets."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": _("责任田 · 街道后台"),
    "SITE_HEADER": _("责任田"),
    "SITE_SUBHEADER": _("街道后台"),
    "SITE_URL": None,  # "/" leads here; the ways into the house are in admin/_ways.html
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")},
    ],
    "STYLES": [
        lambda request, sheet=sheet: static(f"css/admin/{sheet}.css")
        for sheet in ("office", "bar", "index", "rows", "old")
    ],
    "SCRIPTS": [lambda request: static("js/quiet-search.js")],
    # Our paper, ink and field (static/css/tokens.css) in the theme's steps; css/admin/office.css
    # has what differs in the dark.
    "COLORS": {
        "base": {
            "50": "#f7f5ed",
            "100": "#f3f1e8",
            "200": "#e3dfd1",
            "300": "#cdc8b6",
            "400": "#777260",
            "500": "#5c5b4e",
            "600": "#45463b",
            "700": "#35382e",
            "800": "#2a2c24",
            "900": "#22241d",
            "950": "#161813",
        },
        "primary": {
            "50": "#f1f7ee",
            "100": "#deedd7",
            "200": "#bfdcb3",
            "300": "#97c486",
            "400": "#70a95c",
            "500": "#4f8d3d",
            "600": "#2f6a2b",
            "700": "#23521f",
            "800": "#294822",
            "900": "#233c1e",
            "950": "#0f200d",
        },
    },
}
