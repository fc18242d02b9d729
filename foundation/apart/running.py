"""Starts a program of ours that reads what somebody sent, and waits for what it says.

What opens a file is large, and not ours: what it may do to the machine is a matter of its limits,
and when it breaks, only its process does.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STARTER = Path(__file__).with_name("starter.py")
READ, TOO_MUCH = 0, 4  # how a program says that it ended; anything else: it could not read
PASSED_ON = ("LD_LIBRARY_PATH",)
"""Of the environment: the rest holds keys and passwords, and is nobody's business there."""
KILLED = {
    -signal.SIGPROF,
    -signal.SIGXCPU,
    -signal.SIGKILL,
    -signal.SIGABRT,
    -signal.SIGSEGV,
    TOO_MUCH,
}


@dataclass(frozen=True)
class Limits:
    """`memory` is bytes of address space, `seconds` of processor time."""

    memory: int
    seconds: float


class Ended(Exception):
    """The program ended without an answer."""


class TooMuch(Ended):
    """It would have needed more than it may."""


class Unreadable(Ended):
    """It could not read what it was given."""


class NotNow(Ended):
    """It could not begin, or was not done in time: what it was given is not to blame."""


def run(
    program: Path,
    wanted: Any,
    content: bytes,
    *,
    limits: Limits,
    patience: float,
    holding: Sequence[int] = (),
) -> bytes:
    """What the program wrote, given `content` as its input and `wanted` as its argument.

    `wanted` is whatever JSON can say; `patience` is seconds by the clock; `holding` are descriptors
    of files it takes along under their numbers. Raises TooMuch, Unreadable and NotNow.
    """
    bounds = json.dumps([limits.memory, limits.seconds])
    command = [sys.executable, "-I", str(STARTER), bounds, str(program), json.dumps(wanted)]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            pass_fds=holding,
            timeout=patience,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NotNow from error
    if done.returncode in KILLED:
        raise TooMuch
    if done.returncode != READ:
        raise Unreadable
    return done.stdout
