import os
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the words (locale/**/*.po), without gettext being installed."
    requires_system_checks = []

    def handle(self, *args, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compile_words(source)


def compile_words(source: Path) -> None:
    """The .mo beside a .po, replaced in one step: a running server may be reading the old one.

    The draft has a name nobody else has, for two of these may run in one folder.
    """
    handle, name = tempfile.mkstemp(prefix=f"{source.stem}.", suffix=".mo", dir=source.parent)
    os.close(handle)
    draft = Path(name)
    try:
        polib.pofile(str(source)).save_as_mofile(name)
        draft.chmod(0o644)  # no secret, and whoever else runs this reads it, too
        draft.replace(source.with_suffix(".mo"))
    finally:
        draft.unlink(missing_ok=True)
