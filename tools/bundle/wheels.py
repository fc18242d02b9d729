"""Wheels: fetched for machines this one is not, and what their names ask of a machine."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
"""As the kernel says it, and as Debian does."""
STARTED = {"x86_64"}
"""Where a bundle was ever started (tests/ops/test_offline_install.py)."""
NEWEST_GLIBC = 36  # of 2.x: Debian 12
PATTERN = re.compile(r"(?P<package>.+?)-[^-]+(?:-\d[^-]*)?-(?P<python>[^-]+)-[^-]+-(?P<tags>[^-]+)")


class Unobtainable(Exception):
    """pip could not fetch them; the text is what it said."""


def fetch(lock: Path, folder: Path, *, machine: str, python: str) -> None:
    """Every package of the lock, by its hash, as `machine` with this Python would take it."""
    glibc = [f"manylinux_2_{minor}_{machine}" for minor in range(5, NEWEST_GLIBC + 1)]
    old = [f"{name}_{machine}" for name in ("manylinux2014", "manylinux2010", "manylinux1")]
    platforms = [f"--platform={each}" for each in (*glibc, *old, f"linux_{machine}")]
    one = ["--implementation=cp", f"--python-version={python}", *platforms]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q"),
            *("--require-hashes", "--only-binary", ":all:", "--no-deps"),
            *one,
            *("-d", str(folder), "-r", str(lock)),
        ],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Unobtainable(done.stderr)


def lacking(lock: Path, folder: Path, *, machine: str, python: str) -> set[str]:
    """Packages of the lock without a wheel for this machine and Python."""
    wanted = {normal(name) for name in re.findall(r"^(\S+)==", lock.read_text(), re.M)}
    return wanted - {package for package, *_ in fitting(names(folder), machine, python)}


def glibc_for(wheels: Iterable[str], *, machine: str) -> tuple[int, int]:
    """The oldest glibc with which all of them work: each names those it was made for."""
    needed = [(2, 5)]
    for match in filter(None, map(PATTERN.fullmatch, map(without_ending, wheels))):
        asked = [each for tag in match["tags"].split(".") for each in glibc_of(tag, machine)]
        needed += [min(asked)] if asked else []
    return max(needed)


def glibc_of(tag: str, machine: str) -> Iterator[tuple[int, int]]:
    old = {"manylinux2014": (2, 17), "manylinux2010": (2, 12), "manylinux1": (2, 5)}
    if match := re.fullmatch(rf"manylinux_(\d+)_(\d+)_{machine}", tag):
        yield int(match[1]), int(match[2])
    elif tag.endswith(f"_{machine}") and (known := old.get(tag.removesuffix(f"_{machine}"))):
        yield known


def fitting(wheels: Iterable[str], machine: str, python: str) -> Iterator[tuple[str, str]]:
    """(package, name of the wheel) of those for this machine and Python; pip has the last word."""
    ours = f"cp{python.replace('.', '')}"
    for name in wheels:
        match = PATTERN.fullmatch(without_ending(name))
        anywhere = match and match["tags"] == "any"
        if match and (anywhere or f"_{machine}" in match["tags"]):
            stable = "-abi3-" in name or match["python"].startswith("py")
            if stable or ours in match["python"].split("."):
                yield normal(match["package"]), name


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.whl"))


def without_ending(name: str) -> str:
    return name.removesuffix(".whl")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
