"""The disk: whether it still takes what is written, knowing a full one, and writing files whole."""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from foundation import database_errors

TRIED = 64 * 1024  # bytes
LEAST_SHARE, LEAST = 20, 1024**3
"""A twentieth of the disk stays free, or a gibibyte of a large one."""
FULL = (errno.ENOSPC, errno.EDQUOT)


def takes_writes(_at: datetime) -> bool:
    """Really written and brought to the disk, and some room is left."""
    folder = Path(settings.DATA)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(TRIED))
            file.flush()
            os.fsync(file.fileno())
        room = shutil.disk_usage(folder)
    except OSError:
        return False
    return room.free >= min(room.total // LEAST_SHARE, LEAST)


def is_full(error: BaseException | None) -> bool:
    """Whether this, or what it came from, happened because there is no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if database_errors.says_full(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """A file others read: there with all it says, or not at all, also when the power fails.

    Readable by its owner alone. Raises OSError, and then nothing is left.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        opened = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """So that the name of a new file survives, too.

    Some shared folders do that by themselves and refuse to be asked (EINVAL); PostgreSQL passes that
    over as well (fsync_fname_ext in its fd.c).
    """
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)


@deconstructible(path="foundation.disk.WholeFiles")
class WholeFiles(FileSystemStorage):
    """Photos: a row never names a file that is only half there. Closed to other users."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        closed = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(*arguments, **(closed | options))

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

        def write(file: IO[bytes]) -> None:
            for chunk in content.chunks():
                file.write(chunk)

        write_whole(path, write)
        return name
