"""The environment of this very house: what config/settings.py is made of.

DATA/env holds what `bootstrap.py run` made at its first start; what the environment itself says
goes before it. With anything wrong the start ends here, with a sentence for each.
"""

import logging
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import environ

from config.environment.kinds import Words
from config.environment.reading import ROOT, printable, read

HEAD = "停下了：设置有不对的地方。 Stopped: some settings are wrong."
LINE = re.compile(r"\s*(#.*|(export\s+)?[A-Za-z_]\w*\s*=.*)?")


def told(faults: Sequence[Words]) -> str:
    """All that is wrong, for whoever starts the house."""
    return "\n".join([HEAD, *(f"· {fault.zh} {fault.en}" for fault in faults)])


def file_faults(path: Path) -> list[Words]:
    """What is wrong with DATA/env itself; its lines hold keys, so none is repeated."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError):
        name = printable(str(path))
        return [Words(f"{name} 打不开或者不是文本。", f"{name} cannot be read as text.")]
    return [
        Words(
            f"{printable(str(path))} 第 {number} 行读不懂：要写 名称=值。",
            f"Line {number} of it cannot be used: write NAME=value.",
        )
        for number, line in enumerate(lines, 1)
        if not LINE.fullmatch(line)
    ]


def _values() -> dict[str, Any]:
    logging.getLogger("environ.environ").setLevel(logging.ERROR)  # wrong lines have sentences here
    path = Path(os.environ.get("ZERENTIAN_DATA") or ROOT / "var") / "env"
    faults = file_faults(path)
    if not faults and path.exists():
        environ.Env.read_env(path)
    reading = read(os.environ)
    if faults + reading.faults:
        sys.exit(told(faults + reading.faults))
    return reading.values


_of_this_house = _values()


def value(name: str) -> Any:
    """What a setting says, read as the table reads it; None for one that may be nothing and is."""
    return _of_this_house[name]
