"""Where a sheet lies unpacked while it is being written: readable by nobody else, gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

LEFT_LYING = timedelta(hours=1)
"""Writing takes minutes; what is older was left by a process that was killed."""


def folder() -> Path:
    """DATA/unpacked, closed to everybody else on the machine."""
    return Path(settings.DATA) / "unpacked"


@contextmanager
def place() -> Iterator[Path]:
    """A folder of its own, which goes with all that is in it, whatever happens."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder()) as there:
        yield Path(there)


def sweep(at: datetime) -> int:
    """Remove what killed processes left lying. Returns how many places there were."""
    left = [path for path in folder().glob("*") if _is_older(path, at - LEFT_LYING)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _is_older(path: Path, than: datetime) -> bool:
    try:
        return path.stat().st_mtime < than.timestamp()
    except FileNotFoundError:  # its writer has just come to the end
        return False
