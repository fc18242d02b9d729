"""Reading a backup, from its first line to its last piece."""

import json
import tarfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from config.backup.manifest import Refused
from config.backup.writing import FOLDERS
from foundation.sealing import CannotOpen, recovery

CHUNK = 1024 * 1024  # bytes
BROKEN = "{path} is broken: {what}. Take another backup."


def unpack(
    path: Path, private: bytes, into: Path, *, fits: Callable[[dict], None], files: bool = True
) -> dict:
    """Its manifest; in the empty folder `into` then lie "database" and "files" (unless told not to).

    `fits` hears the manifest before anything is written, and may refuse. Raises Refused.
    """
    try:
        with path.open("rb") as file:
            source = recovery.PiecesFile(recovery.opened(file, private))
            found = _unpack(source, into, fits, files)
            source.to_the_end()
    except recovery.NotSealedByUs:
        raise Refused(f"{path} is no backup of this program.") from None
    except recovery.AnotherKey as error:
        raise Refused(
            f"{path} was sealed to the recovery key {error.needed}, and the key given is "
            f"{error.given}. Take the sheet that has {error.needed} at its head."
        ) from None
    except (CannotOpen, tarfile.TarError, EOFError) as error:
        raise Refused(BROKEN.format(path=path, what=error)) from None
    return _counted(path, *found)


def key_id_of(path: Path) -> str:
    """Which recovery key opens it. Raises Refused."""
    try:
        with path.open("rb") as file:
            return recovery.head_of(file).key_id
    except recovery.NotSealedByUs:
        raise Refused(f"{path} is no backup of this program.") from None


def _unpack(source, into, fits, files):
    manifest, end, count = {}, {}, Counter()
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            kind, _, rest = member.name.partition("/")
            if member.name == "manifest.json":
                manifest = json.load(content)
                fits(manifest)
            elif member.name == "end.json":
                end = json.load(content)
            elif kind == "database":
                _append(content, into / "database")
            elif kind == "files":
                count[rest.partition("/")[0]] += 1
                if files:
                    _append(content, _inside(into / "files", rest))
            else:
                _append(content, into / member.name)
    return manifest, end, count


def _append(content, path):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as file:
        while chunk := content.read(CHUNK):
            file.write(chunk)


def _inside(folder, name):
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or Path(name).parts[0] not in FOLDERS:
        raise tarfile.TarError(f"a file {name}")
    return path


def _counted(path, manifest, end, count):
    if not manifest or "files" not in end:
        raise Refused(BROKEN.format(path=path, what="its end is missing"))
    if {**dict.fromkeys(FOLDERS, 0), **count} != end["files"]:
        raise Refused(BROKEN.format(path=path, what="files are missing"))
    return manifest
