"""Whether this machine will do for a house, and what to do if not; in Chinese and English.

`facts` looks at the machine, `findings` judges what it saw and touches nothing.
"""

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
import time
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GB = 1024**3
ROOM_FOR_PROGRAM = (
    0.5  # GB; measured: 0.2 of packages as installed, and what Python compiles of them
)
ROOM_FOR_DATA = 1  # GB to begin with; an empty house takes 0.01, photos and backups come
# GB; measured: 0.5 once four web processes and the worker stand, and a photo or a roster takes 0.3 more
MEMORY, MEMORY_OF_FOUR = 1, 2
AGES = 3 * 366 * 24 * 3600  # seconds after which a bundle, or the clock, is to be asked about
MODULES = ("venv", "sqlite3", "ssl", "ctypes", "zlib", "lzma")
ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is empty where it is well; `stops`: not before."""

    seen: str
    mend: str = ""
    stops: bool = False

    def __str__(self) -> str:
        mark = "×" if self.stops else "!" if self.mend else "√"
        return f"  {mark} {self.seen}" + (f"\n      {self.mend}" if self.mend else "")


@dataclass(frozen=True)
class Facts:
    system: str = "Linux"
    machine: str = "x86_64"
    libc: tuple[str, str] = ("glibc", "2.36")
    python: str = "3.11"
    modules_missing: tuple[str, ...] = ()
    zones: bool = True
    free_here: float = 20  # GB
    free_for_data: float = 20
    memory: float = 8  # GB
    programs_run: bool = True
    now: float = field(default_factory=time.time)
    newest: tuple[float, str] = (0, "")
    """The time of the newest file that counts, and its path."""


def facts(root: Path, data: Path) -> Facts:
    counting = [root / "bootstrap.py", data / "env", data / "zerentian.sqlite3"]
    return Facts(
        system=platform.system(),
        machine=platform.machine(),
        libc=platform.libc_ver(),
        python="{}.{}".format(*sys.version_info),
        modules_missing=tuple(name for name in MODULES if not importlib.util.find_spec(name)),
        zones=_zones(),
        free_here=_free(root),
        free_for_data=_free(data),
        memory=_memory(),
        programs_run=_programs_run(root),
        newest=max((path.stat().st_mtime, str(path)) for path in counting if path.exists()),
    )


def findings(seen: Facts, bundle: dict[str, Any]) -> Iterator[Finding]:
    """What `bundle` (bundle.json) and a house need, against what was seen."""
    yield from _system(seen, bundle)
    yield _python(seen, bundle)
    if not seen.zones:
        yield Finding(
            f"没有时区资料 no data of time zones ({ZONE})",
            "请装上 tzdata 软件包（Debian 安装盘里有）。 Install the package tzdata (it is on Debian's disc).",
            stops=True,
        )
    yield from _room(seen)
    yield _memory_found(seen)
    yield _clock(seen, bundle)


def _system(seen, bundle):
    machines = bundle["machines"]
    ours = machines.get(seen.machine) if seen.system == "Linux" else None
    if ours is None:
        yield Finding(
            f"系统 System: {seen.system} {seen.machine}",
            f"这个安装包只能装在 Linux（{'、'.join(machines)}）上，请换一台机器。 "
            f"This bundle is for Linux on {', '.join(machines)}: use such a machine.",
            stops=True,
        )
        return
    yield Finding(
        f"系统 System: {seen.system} {seen.machine}",
        ""
        if ours["started"]
        else "可以装，但这种处理器我们从来没有启动过，请先用编造的人试一试。 "
        "It can be installed, but nobody ever started it on such a processor: try it with invented people first.",
    )
    name, version = seen.libc
    least = ours["glibc"]
    if name != "glibc" or [int(part) for part in version.split(".")[:2]] < least:
        yield Finding(
            f"C 运行库 C library: {name or 'not glibc'} {version}",
            f"需要 glibc {least[0]}.{least[1]} 以上：请用 Debian 12 或更新的系统。 "
            f"glibc {least[0]}.{least[1]} or newer is needed: use Debian 12 or something newer.",
            stops=True,
        )


def _python(seen, bundle):
    there = f"Python {seen.python}"
    if seen.python not in bundle["python"]:
        wanted = bundle["python"][0]
        return Finding(
            there,
            f"这个安装包要 Python {wanted}（Debian 12 自带）：用 python{wanted} bootstrap.py run 启动，"
            f"或请制作的人加上 --python {seen.python} 重新做一个。 "
            f"This bundle needs Python {wanted} (Debian 12 has it): start it with "
            f"python{wanted} bootstrap.py run, or ask for one made with --python {seen.python}.",
            stops=True,
        )
    if seen.modules_missing:
        missing = ", ".join(seen.modules_missing)
        return Finding(
            f"{there}，缺少 without {missing}",
            f"请装上完整的 Python：Debian 上是 python3 和 libpython3-stdlib。 "
            f"Install all of Python: on Debian the packages python3 and libpython3-stdlib ({missing}).",
            stops=True,
        )
    return Finding(f"{there}；pip 在安装包里 pip is in the bundle")


def _room(seen):
    needed = {"程序 program": (seen.free_here, ROOM_FOR_PROGRAM)}
    needed["数据 data"] = (seen.free_for_data, ROOM_FOR_DATA)
    for what, (free, least) in needed.items():
        short = free < least
        yield Finding(
            f"磁盘 Disk, {what}: 剩 {free:.1f} GB free",
            f"至少要 {least} GB：请腾出地方，或换一个盘（数据用 --data 指定）。 "
            f"{least} GB are needed: make room, or take another disk (--data says where the data lies)."
            if short
            else "",
            stops=short,
        )
    if not seen.programs_run:
        yield Finding(
            "这里不能运行程序 no program can be run from this folder",
            "U 盘常常这样：请把整个文件夹拷到机器自己的盘上（如 /opt/zerentian）再启动。 "
            "Sticks are often so: copy the whole folder to a disk of this machine (such as "
            "/opt/zerentian) and start there.",
            stops=True,
        )


def _memory_found(seen):
    there = f"内存 Memory: {seen.memory:.1f} GB"
    if seen.memory < MEMORY * 0.9:  # the kernel keeps some for itself
        return Finding(
            there,
            f"至少要 {MEMORY} GB：请加内存或换一台机器。 {MEMORY} GB are needed: add some, or take another machine.",
            stops=True,
        )
    if seen.memory < MEMORY_OF_FOUR * 0.9:
        return Finding(
            there, "不多，请加上 --workers 1 启动。 Not much: start it with --workers 1."
        )
    return Finding(there)


def _clock(seen, bundle):
    newest = max(seen.newest, (bundle["made"], "bundle.json"))
    shown = time.strftime("%Y-%m-%d %H:%M", time.localtime(seen.now))
    there = f"时钟 Clock: {shown}"
    set_it = "sudo date -s 'YYYY-MM-DD HH:MM'"
    if seen.now < newest[0] - 3600:
        written = time.strftime("%Y-%m-%d %H:%M", time.localtime(newest[0]))
        return Finding(
            there,
            f"比文件 {newest[1]}（{written}）还早，时钟慢了：{set_it}；如果现在的时间是对的，touch 一下那个文件。 "
            f"Earlier than the file {newest[1]} ({written}), so the clock is slow: {set_it}. "
            "If the time is right now, touch that file.",
            stops=True,
        )
    if seen.now > bundle["made"] + AGES:
        return Finding(
            there,
            f"比制作安装包晚了三年多：时钟要是快了，{set_it}；要是对的，请找一个新的安装包。 "
            f"More than three years after the bundle was made: if the clock is fast, {set_it}; if it is "
            "right, ask for a newer bundle.",
        )
    return Finding(there)


def _zones():
    try:
        zoneinfo.ZoneInfo(ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, OSError):
        return False
    return True


def _free(folder):
    """In GB, where the folder is or will be."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free / GB


def _memory():
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GB


def _programs_run(root):
    """A file system for films and documents knows neither links nor programs."""
    if os.statvfs(root).f_flag & getattr(os, "ST_NOEXEC", 8):
        return False
    try:
        with tempfile.TemporaryDirectory(dir=root, prefix=".try-") as folder:
            os.symlink(sys.executable, Path(folder, "python"))
    except OSError:
        return False
    return True
