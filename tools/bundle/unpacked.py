"""An unpacked bundle: what is written about it, and whether each file is as it was made.

The checksums find damage, as a bad stick makes it. Whoever exchanges a file can exchange its line,
too: that is found by the signature of the whole file, looked at before it is unpacked.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAPER = "bundle.json"
SUMS = "SHA256SUMS"
WHEELS = "wheels"


def described(root: Path) -> dict[str, Any] | None:
    """What making.py wrote down about the bundle that was unpacked here; None: this is none."""
    paper = root / PAPER
    return json.loads(paper.read_text(encoding="utf-8")) if paper.exists() else None


def sums_of(root: Path) -> str:
    """A line for each file below, as `sha256sum -c` reads it."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return "".join(f"{sum_of(path)}  {path.relative_to(root).as_posix()}\n" for path in files)


def sum_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def faults(root: Path) -> Iterator[str]:
    """A sentence for each file that is not as it was made, or was laid beside the wheels."""
    lines = (root / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: wanted for wanted, _, name in (line.partition("  ") for line in lines)}
    for name, wanted in listed.items():
        if not (root / name).is_file():
            yield f"{name}：不见了 is missing"
        elif sum_of(root / name) != wanted:
            yield f"{name}：和制作时不一样 is not as it was made"
    for path in sorted((root / WHEELS).iterdir()):
        if f"{WHEELS}/{path.name}" not in listed:
            yield f"{WHEELS}/{path.name}：不是安装包里的 does not belong to the bundle"


def pip_of(root: Path) -> str:
    """pip as it lies in the bundle; Python runs it from its wheel."""
    [wheel] = (root / WHEELS).glob("pip-*.whl")
    return str(wheel / "pip")
