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
                # Replaced in one step, for a running server may be reading the old one.
                draft = source.with_suffix(".mo.new")
                polib.pofile(str(source)).save_as_mofile(str(draft))
                draft.chmod(0o644)  # no secret, and whoever else runs this reads it, too
                draft.replace(source.with_suffix(".mo"))
