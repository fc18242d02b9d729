"""Where the files of one test lie."""

from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

NUMBERS = count(1)


def another_in(folder: Path) -> Path:
    made = folder / f"test-{next(NUMBERS)}"
    made.mkdir()
    return made


class InData(FileSystemStorage):
    """The media of whatever DATA is now; nobody fetches them past our own views."""

    base_url = None

    @property
    def location(self):
        return str(Path(settings.DATA, "media"))

    base_location = location
