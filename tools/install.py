"""What must be on the machine: Python packages in .venv, and programs for the tests.

Every complaint is a `Trouble`: one sentence that says what to do. Standard library only, for this
runs before anything is installed.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import chromium
from tools.bundle import unpacked
from tools.processes import die_with_parent
from tools.with_services import postgres_programs

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WHOLE = VENV / "whole"  # there while no installation has been broken off
TEST_LOCK = "requirements-test.lock"
LOWEST_PIP = (22, 3)  # the first that can install into another environment (--python)


class Trouble(Exception):
    """Something the person at the keyboard can put right; the text says how."""


def say(text):
    print(text, flush=True)


def install(lock):
    """Put exactly the locked packages, checked by their hashes, into .venv."""
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # a second start waits here for the first
    try:
        there = works(PYTHON)
        if there and lock != TEST_LOCK and is_made(TEST_LOCK):
            return  # the tests run with the same versions, and more
        with once(stamp_of(lock), fingerprint(ROOT / lock), still_there=there) as needed:
            if needed:
                pip = which_pip(lock)
                make_venv()
                install_packages(lock, pip, held=folder)
    finally:
        os.close(folder)


def is_made(lock):
    stamp = stamp_of(lock)
    return stamp.exists() and stamp.read_text() == fingerprint(ROOT / lock)


def stamp_of(lock):
    return VENV / f"made-{lock}"


def make_venv():
    """A new environment, unless a whole one is there; a half-filled one is never trusted."""
    if works(PYTHON) and WHOLE.exists():
        return
    say("· 建立环境 Making .venv …")
    for stamp in VENV.glob("made-*"):
        stamp.unlink()
    # Without pip inside: Debian's python3 alone cannot make that, and we do not need it.
    command = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Trouble(f"cannot make {VENV}: {last_lines(done.stderr)}")


def which_pip(lock):
    """The command that installs: pip of this machine, or that of a bundle, which asks no network."""
    if unpacked.described(ROOT) and lock != TEST_LOCK:
        say("· 核对安装包 Checking the bundle …")
        if faults := list(unpacked.faults(ROOT)):
            raise Trouble(
                "这个安装包坏了，什么都没有安装：请重新拷贝，并用 sha256sum -c 核对。 "
                "This bundle is damaged and nothing was installed: copy it again and check it with "
                "sha256sum -c.\n    " + "\n    ".join(faults[:10])
            )
        pip, offline = unpacked.pip_of(ROOT), ["--no-index", "--find-links", ROOT / unpacked.WHEELS]
        return [sys.executable, pip, "--python", str(PYTHON), "install", *map(str, offline)]
    check_pip()
    return [sys.executable, "-m", "pip", "--python", str(PYTHON), "install"]


def install_packages(lock, pip, *, held):
    say(f"· 安装依赖 Installing packages from {lock} (first time only) …")
    WHOLE.unlink(missing_ok=True)
    # What is never imported need not be compiled; the rest is, when it first is. And a lock names
    # all there is to install.
    pip = [
        *pip,
        "-q",
        "--no-compile",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
    ]
    with tempfile.TemporaryDirectory() as folder:
        halves = in_halves(ROOT / lock, Path(folder))
        words = run_pips([[*pip, str(half)] for half in halves], held=held)
    if words is not None:
        raise Trouble(
            "the packages could not be fetched; is there a network, and does pip reach its index? "
            f"Start again when it does. pip said: {last_lines(words)}"
        )
    WHOLE.touch()


def in_halves(lock, folder):
    """Two files with every second package of it: one is unpacked while the other is fetched."""
    packages = re.split(r"^(?=\S+==)", lock.read_text(), flags=re.M)[1:]
    halves = [folder / "first.txt", folder / "second.txt"]
    for number, half in enumerate(halves):
        half.write_text("".join(packages[number::2]))
    return halves


def run_pips(commands, *, held):
    """All at once: None, or what the first that failed complained of. They end with us and keep the
    lock as long as they write.

    With --python pip starts a second pip; the signal lets the first one end the second.
    """
    quiet = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    with contextlib.ExitStack() as running:
        pips = []
        try:
            for command in commands:
                pip = subprocess.Popen(
                    command,
                    env=quiet,
                    stderr=subprocess.PIPE,
                    text=True,
                    pass_fds=[held],
                    start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGINT),
                )
                pips.append(running.enter_context(pip))
            words = [pip.communicate()[1] for pip in pips]
        except BaseException:
            for pip in pips:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pip.pid, signal.SIGKILL)
            raise
        return next((said for pip, said in zip(pips, words, strict=True) if pip.returncode), None)


def works(python):
    """It starts, as .venv and not as the system's, and finds the place of its packages."""
    looks = (
        "import os, site, sys; "
        "sys.exit(sys.prefix == sys.base_prefix or not os.path.isdir(site.getsitepackages()[0]))"
    )
    try:
        return subprocess.run([python, "-c", looks], capture_output=True).returncode == 0
    except OSError:
        return False


def check_pip():
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True
    )
    found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    if not found:
        raise Trouble(
            "pip is missing. On Debian or Ubuntu: sudo apt-get install python3-pip; "
            "elsewhere: python3 -m ensurepip"
        )
    if tuple(map(int, found.groups())) < LOWEST_PIP:
        raise Trouble(
            f"pip {found[1]}.{found[2]} is too old, 22.3 or newer is needed: "
            "python3 -m pip install --user --upgrade pip"
        )


# Programs for the tests


def install_system(*further):
    """What every test needs, and these packages of FOR_TRIALS."""
    wanted = SYSTEM | {package: FOR_TRIALS[package] for package in further}
    missing = [package for package, there in wanted.items() if not there()]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if os.geteuid() or not shutil.which("apt-get"):
        raise Trouble(
            f"the tests need {', '.join(missing)}. On Debian or Ubuntu: sudo {' '.join(command)}"
        )
    say(f"· 安装 Installing {', '.join(missing)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], command):
        done = subprocess.run(step, env=quiet, capture_output=True, text=True)
        if done.returncode:
            raise Trouble(f"“{' '.join(step)}” failed: {last_lines(done.stderr)}")


def has_chinese_font():
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout
        return bool(listed.strip())
    return any(Path("/usr/share/fonts").glob("**/*CJK*"))


# Debian package -> how to see that it, or its like, is there
SYSTEM = {
    "postgresql": postgres_programs,
    "redis-server": lambda: shutil.which("redis-server"),
    "chromium-headless-shell": lambda: any(map(shutil.which, chromium.PROGRAMS)),
    "fonts-noto-cjk": has_chinese_font,
}
# The same for trials that name them (tools/trials.py): what stands in front of a house and behind it
FOR_TRIALS = {
    "caddy": lambda: shutil.which("caddy"),
    "nginx-light": lambda: shutil.which("nginx"),
    "pgbouncer": lambda: shutil.which("pgbouncer"),
    "redis-sentinel": lambda: shutil.which("redis-sentinel"),
}


# What was done is remembered beside it


@contextlib.contextmanager
def once(stamp, wanted, *, still_there):
    """Yields whether the work is needed; when it went through, that is written down."""
    needed = not (still_there and stamp.exists() and stamp.read_text() == wanted)
    if needed:
        stamp.unlink(missing_ok=True)
    yield needed
    if needed:
        stamp.write_text(wanted)


def fingerprint(*paths):
    """One hash over the names and contents of files and folders."""
    sum_up = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                sum_up.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return sum_up.hexdigest()


def last_lines(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " / ".join(lines[-2:])[:400] or "(nothing)"
