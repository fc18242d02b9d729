"""The first thing in a process that reads a file from outside: takes its limits upon itself.

The arguments are a list of most memory in bytes and most seconds of processor time, the path of the
program that reads, and what that program is asked for. `running` starts it. The folder of the house
is on the path, for what needs no settings.
"""

import json
import math
import os
import resource
import runpy
import signal
import sys
import time
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def main() -> None:
    bounds, program, *asked = sys.argv[1:]
    memory, seconds = json.loads(bounds)
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_CPU, math.ceil(seconds))
    limit(resource.RLIMIT_CORE, 0)  # nobody's data is left lying
    # The kernel counts whole seconds only; this one is exact, and ends the process by itself.
    signal.setitimer(signal.ITIMER_PROF, max(seconds - time.process_time(), 0.001))
    os.nice(5)  # whoever asks for a page comes first
    sys.path.insert(0, str(HOUSE))
    sys.argv = [program, *asked]
    runpy.run_path(program, run_name="__main__")


def limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
