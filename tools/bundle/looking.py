"""Said before anything is written: whether this machine will do, and whether the bundle is whole."""

from pathlib import Path

from tools.bundle import machine, unpacked
from tools.install import ROOT, Trouble, say


def look_around(data: Path) -> None:
    """Nothing, where no bundle was unpacked. Raises Trouble where the machine will not do."""
    bundle = unpacked.described(ROOT)
    if bundle is None:
        return
    say("· 看一看这台机器 Looking at this machine …")
    found = list(machine.findings(machine.facts(ROOT, data), bundle))
    say("\n".join(map(str, found)))
    if any(finding.stops for finding in found):
        raise Trouble(
            "这台机器还不行，见上面的 ×。 This machine will not do yet; see the lines with ×."
        )


def check(data: Path) -> int:
    """All of it, and each file of the bundle."""
    if unpacked.described(ROOT) is None:
        raise Trouble("this is no unpacked bundle; there is nothing to check. Start it: run")
    look_around(data)
    if faults := list(unpacked.faults(ROOT)):
        raise Trouble("\n  ".join(["这个安装包坏了 this bundle is damaged:", *faults[:10]]))
    say("  √ 安装包完整 The bundle is whole.")
    return 0
