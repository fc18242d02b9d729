"""The first thing in a process that reads a file from outside: takes its limits upon itself.

The arguments are a list of most memory in bytes and most seconds of processor time, the path of the
program that reads, and what that program is asked for. `running` starts it. The folder of the house
is on the path, for what needs no settings. A process begins for each file, so this one imports
little: runpy and pathlib together take a quarter of all it costs to begin.
"""

import json
import math
import os
import resource
import signal
import sys
import time

HOUSE = os.path.abspath(f"{__file__}/../../..")


def main() -> None:
    bounds, program, *asked = sys.argv[1:]
    memory, seconds = json.loads(bounds)
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_CPU, math.ceil(seconds))
    limit(resource.RLIMIT_CORE, 0)  # nobody's data is left lying
    # The kernel counts whole seconds only; this one is exact, and ends the process by itself.
    signal.setitimer(signal.ITIMER_PROF, max(seconds - time.process_time(), 0.001))
    os.nice(5)  # whoever asks for a page comes first
    sys.path.insert(0, HOUSE)
    sys.argv = [program, *asked]
    with open(program, "rb") as text:
        code = compile(text.read(), program, "exec")
    exec(code, {"__name__": "__main__", "__file__": program})  # noqa: S102 - ours, as it stands


def limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
