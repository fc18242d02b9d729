"""Work in a process of its own, whose memory then is that of the work alone."""

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path


def alone(work: str, **arguments):
    """Call `bench.<module>:<function>` with these arguments in a fresh interpreter; its answer as JSON."""
    command = [sys.executable, "-m", "bench.alone", work, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-800:])
    return json.loads(done.stdout.splitlines()[-1])


def megabytes() -> float:
    """The most memory this process has held; getrusage also counts what its parent weighed."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


if __name__ == "__main__":
    import django

    django.setup()
    module, function = sys.argv[1].split(":")
    print(json.dumps(getattr(importlib.import_module(module), function)(**json.loads(sys.argv[2]))))
