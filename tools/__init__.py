"""What sets up, starts and tests the program. Standard library only.

Asked before anything else is read, so that an old Python gets a sentence and not a syntax error.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this is the place where it is asked)
    sys.exit(
        f"停下了 Stopped: this is Python {sys.version_info[0]}.{sys.version_info[1]}, 责任田 needs 3.11 "
        "or newer. Start it with a newer one, for instance: python3.11 bootstrap.py run"
    )
if os.name != "posix":
    sys.exit("停下了 Stopped: 责任田 runs on Linux and macOS; on Windows, start it inside WSL.")
