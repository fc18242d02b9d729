"""Which pages are looked at, as whom: all that the access walk knows, so that none is forgotten."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.urls import reverse

from tests.access.test_access_walk import PAGES
from tests.access.test_admin_walk import ROWS

PEOPLE = ["anonymous", "wang", "lin", "chen", "bai"]
NO_PAGES = {
    "healthz",
    "manifest",
    "service-worker",
    "front-door",
    "year:this",
    "accounts:code",
    "accounts:late-photo",
    "notices:badge",
    "cases:photo",
    "cases:of-mine",
    "feedback:photo",
    "opening:workbook",
    "opening:progress",
    "reveal:looked-at-me",
    "residents:roster-template",
    "residents:roster-progress",
    "reports:progress",
    "reports:file",
    "api-docs-section",
}
"""Files, fragments, and what only leads on; sections of the API's documentation look alike."""
STATES = {
    "/today/": ["/today/?order=late"],
    "/desk/": [
        f"/desk/?tab={tab}"
        for tab in ("late", "accepted", "dispatched", "handled", "returned", "ended")
    ],
    "/deeds/": ["/deeds/?show=mine", "/deeds/?show=decided"],
    "/docs/api/": ["/docs/api/cases/"],
}
AT_A_DESK = "/admin/"
"""Where registers are kept with a keyboard: no thumb, no 320 px, no big type there, for wide tables
of many rows are what those pages are. On a phone they must work, not fit."""
EXCUSED = {
    "aria-input-field-name": (
        ".select2-selection, .select2-selection__rendered",
        "Django's select2 names its box by what is chosen in it, so an empty one has no name",
    ),
    "landmark-unique": (
        ".simplebar-content-wrapper",
        "the theme's script gives every scrolled box the same name as it makes it",
    ),
}
"""Of pages at a desk: the rule of axe, the theme's elements that break it, and why we cannot mend it."""
ERRORS = [f"/broken/{status}/" for status in (400, 403, 404, 409, 413, 429, 500)]


def is_at_a_desk(page):
    """Of the page that came, for some lead on to another."""
    return urlsplit(page.url).path.startswith(AT_A_DESK)


def pages_of(who, world):
    """Paths of everything this person may open, each kind once, with the states of some."""
    paths = list(ERRORS) if who == "lin" else []
    for name, page in PAGES.items():
        if "GET" not in page.methods or name in NO_PAGES or name.startswith("api:"):
            continue
        if page.key is None and who in page.roles:
            paths.append(reverse(name))
        elif page.key and "own" in page.sees.get(who, ()):
            own = world.places["own"]
            keys = [own.things[page.key], *getattr(own, "more", {}).get(page.key, [])]
            paths += [reverse(name, args=[key]) for key in keys]
        paths += STATES.get(paths[-1], []) if paths else []
    return list(dict.fromkeys(paths)) + (list(office_pages(world)) if who == "bai" else [])


def office_pages(world):
    """The admin: its front, every register, a new entry and one of its rows."""
    yield reverse("admin:index")
    yield reverse("admin:registers")
    for model in admin.site._registry:
        meta = model._meta
        yield reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        key = ROWS.get(meta.label)
        if key:
            thing = world.places["own"].things[key]
            yield reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing])
