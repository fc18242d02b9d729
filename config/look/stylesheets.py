"""One stylesheet for the browser, a dozen short files for us.

`collectstatic` joins the files of `SHEETS` into css/house.css, which is then hashed and packed
like any other file; with DEBUG (and wherever nothing was collected) the files are linked one by
one, so that what one edits is what one sees.
"""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = [
    "tokens",
    "base",
    "layout",
    "nav",
    "more",
    "rail",
    "button",
    "tiles",
    "form",
    "upload",
    "contact",
    "calls",
    "work",
    "list",
    "panel",
    "folds",
    "tabs",
    "steps",
    "way",
    "table",
    "badge",
    "field",
    "plots",
    "chart",
    "cover",
    "gate",
    "inbox",
    "year",
    "paper",
    "size",
    "old",
    "print",
]
"""In the order in which they count; the last one is for paper."""
HOUSE = "css/house.css"


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with our stylesheets joined into one."""

    joins_sheets = True

    def post_process(self, paths, dry_run=False, **options):
        names = [f"css/{sheet}.css" for sheet in SHEETS]
        if not dry_run and all(name in paths for name in names):
            self.delete(HOUSE)
            self.save(HOUSE, ContentFile(joined(self._read(*paths[name]) for name in names)))
            paths = {name: where for name, where in paths.items() if name not in names}
            paths[HOUSE] = (self, HOUSE)
        yield from super().post_process(paths, dry_run, **options)

    def _read(self, storage, path):
        with storage.open(path) as file:
            return file.read().decode()


def joined(sheets) -> str:
    """Without comments and without the white space nobody needs; strings keep theirs."""
    *screen, paper = sheets
    return cssmin("\n".join([*screen, f"@media print {{{paper}}}"]))


def links() -> list[tuple[str, str]]:
    """(URL, media) of what a page links: one file, or each for itself."""
    if getattr(staticfiles_storage, "joins_sheets", False) and not settings.DEBUG:
        return [(staticfiles_storage.url(HOUSE), "all")]
    return [
        (staticfiles_storage.url(f"css/{sheet}.css"), "print" if sheet == "print" else "all")
        for sheet in SHEETS
    ]
