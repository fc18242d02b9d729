"""Put a bundle together, where there is a network: `python3 bootstrap.py bundle`.

Made twice of one revision with the same wheels it is the same to the byte, so two people can make it
and compare. What is in no commit is not in it.
"""

import argparse
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from tools.bundle import unpacked, wheels
from tools.install import ROOT, Trouble, last_lines, say

SIGNED_AS = "zerentian"
HERE = Path(__file__).parent
READ_FIRST = """\
责任田 {version} · {revision}

一、先核对，再解开 Look at it before you unpack it
    sha256sum -c {name}.tar.sha256
    ssh-keygen -Y verify -f signers -I {who} -n {who} -s {name}.tar.sig < {name}.tar
  第二行只用于有签名的安装包。signers 是一行：{who} 加上制作人的公钥；公钥要从别的途径拿到，不要用和安装包放在一起的。
  The second line is for a signed bundle. The file signers holds one line: {who} and the public key of
  whoever made it, which comes to you by another way than the bundle.

二、解开，看这台机器行不行，启动 Unpack it, see whether this machine will do, start it
    tar -xf {name}.tar && cd {name}
    python3 bootstrap.py check
    python3 bootstrap.py run --empty --data DIR
  不用网络，不用 root，也不用 pip。 Neither a network nor root nor pip is needed.

三、装在哪里 Where it can be installed
    Linux, Python {python} (Debian 12: 3.11)
    {machines}
  {started}

docs/deployment.md 里有证书、systemd、备份和升级。 It tells of certificates, systemd, backups and upgrades.
"""
NEVER_STARTED = (
    "arm64 的包放进来了，但从来没有在这种机器上启动过。 "
    "The wheels for arm64 are in it, but it was never started on such a machine."
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bootstrap.py bundle", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "bundle")
    parser.add_argument("--key", type=Path, help="a private key of SSH that signs it")
    parser.add_argument(
        "--python", action="append", help="for which Python (3.11); may be repeated"
    )
    arguments = parser.parse_args(argv)
    check_key(arguments.key)
    folder = arguments.folder.expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as place:
        made = pack(Path(place), folder, python=arguments.python or ["3.11"])
    if arguments.key:
        sign(made, arguments.key)
    say(f"· 好了 Made: {made} ({made.stat().st_size / 1024**2:.0f} MB)\n  {NEVER_STARTED}")
    return 0


def pack(place: Path, folder: Path, *, python: list[str]) -> Path:
    """The finished file, with its checksum and its page to read first beside it."""
    revision, made = git("log", "-1", "--format=%H %ct").split()
    version = re.search(r'^version = "(.+)"$', git("show", "HEAD:pyproject.toml"), re.M)[1]
    name = f"zerentian-{version}-{revision[:8]}"
    if git("status", "--porcelain"):
        say("· 注意：没有提交的改动不会放进去。 Mind: what is in no commit is not in it.")
    root = place / name
    say(f"· 源代码 Source {revision[:12]} …")
    take_source(root)
    machines = fetch_wheels(root, python)
    paper = {"version": version, "revision": revision, "made": int(made)}
    paper |= {"python": python, "machines": machines}
    (root / unpacked.PAPER).write_text(json.dumps(paper, indent=2) + "\n")
    page = READ_FIRST.format(
        name=name,
        version=version,
        revision=revision[:12],
        who=SIGNED_AS,
        python=", ".join(python),
        machines="\n    ".join(
            f"{wheels.MACHINES[each]} ({each}), glibc {'.'.join(map(str, machine['glibc']))}+"
            for each, machine in machines.items()
        ),
        started=NEVER_STARTED,
    )
    (root / "READ-FIRST.txt").write_text(page)
    sums = unpacked.sums_of(root)
    (root / unpacked.SUMS).write_text(sums)

    say("· 打包 Packing …")
    draft, whole = place / f"{name}.tar", folder / f"{name}.tar"
    as_made = same_for_everybody(int(made))
    with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as file:
        file.add(root, name, recursive=False, filter=as_made)
        for path in sorted(root.rglob("*")):
            file.add(path, f"{name}/{path.relative_to(root)}", recursive=False, filter=as_made)
    whole.with_name(f"{name}.tar.sig").unlink(missing_ok=True)  # of what stood here before
    draft.replace(whole)
    whole.with_name(f"{name}.tar.sha256").write_text(f"{unpacked.sum_of(whole)}  {whole.name}\n")
    (folder / "READ-FIRST.txt").write_text(page)
    return whole


def take_source(root: Path) -> None:
    with tempfile.TemporaryFile() as packed:
        subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, stdout=packed, check=True)
        packed.seek(0)
        with tarfile.open(fileobj=packed) as file:
            file.extractall(root)  # noqa: S202 - what git packed of our own commit


def fetch_wheels(root: Path, python: list[str]) -> dict[str, dict]:
    """Fills wheels/ of the bundle, and says what they ask of each kind of machine."""
    lock, folder, found = root / "requirements.lock", root / unpacked.WHEELS, {}
    folder.mkdir()
    for machine, name in wheels.MACHINES.items():
        say(f"· 依赖包 Wheels for {name}, Python {', '.join(python)} …")
        for each in python:
            fetch(lock, folder, machine=machine, python=each)
        there = {
            wheel
            for each in python
            for _, wheel in wheels.fitting(wheels.names(folder), machine, each)
        }
        least = wheels.glibc_for(there, machine=machine)
        found[machine] = {"glibc": list(least), "started": machine in wheels.STARTED}
    fetch(HERE / "pip.lock", folder, machine=next(iter(wheels.MACHINES)), python=python[0])
    return found


def fetch(lock: Path, folder: Path, *, machine: str, python: str) -> None:
    try:
        wheels.fetch(lock, folder, machine=machine, python=python)
    except wheels.Unobtainable as error:
        raise Trouble(
            f"the wheels for {machine} and Python {python} could not be fetched; is there a network, and "
            f"does pip reach its index? pip said: {last_lines(str(error))}"
        ) from None
    if lacking := wheels.lacking(lock, folder, machine=machine, python=python):
        raise Trouble(f"no wheel for {machine} and Python {python}: {', '.join(sorted(lacking))}")


def same_for_everybody(made: int):
    """Whoever packs it, on whatever day."""

    def as_made(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mtime = made
        info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
        return info

    return as_made


def check_key(key: Path | None) -> None:
    """Before the long part."""
    if key is None:
        return
    if not key.is_file():
        raise Trouble(f"there is no key {key}. Make one: ssh-keygen -t ed25519 -f {key}")
    if not shutil.which("ssh-keygen"):
        raise Trouble(
            "ssh-keygen is missing. On Debian or Ubuntu: sudo apt-get install openssh-client"
        )


def sign(whole: Path, key: Path) -> None:
    """Beside it; ssh-keygen asks for the passphrase of the key by itself."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", SIGNED_AS, str(whole)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Trouble(f"{whole} is made, but was not signed: {last_lines(done.stderr)}")


def git(*command: str) -> str:
    try:
        done = subprocess.run(
            ["git", *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        raise Trouble("a bundle is made in a clone of the repository, with git.") from None
    return done.stdout.strip()
