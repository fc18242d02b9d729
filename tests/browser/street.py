"""The small demo street for browsers: built once for the whole run, then copied for each house."""

import json
import os
import shutil
import subprocess
import sys

from tests import migrated
from tests.ops.house import ROOT, House
from tools.with_services import without_ours

LEAVE_TO = "http://harmless.invalid/"
SHOWN = {
    "ZERENTIAN_DEMO": "1",
    "ZERENTIAN_LEAVE_TO": LEAVE_TO,
    "ZERENTIAN_QUIET_HOURS": "00:00-00:00",
    "ZERENTIAN_STATIC_STORAGE": "config.look.stylesheets.Storage",
}
"""Everything may be seen, nobody sleeps, and style sheets come as they do in an installation."""
ONCE = (["compile_words"], ["collectstatic", "--noinput", "-v0"])
ONE_AFTER_THE_OTHER = """
import json, manage, sys
for command in json.loads(sys.argv[1]):
    sys.argv = ["manage.py", *command]
    manage.main()
"""
WHOLE = ["demo"]
SMALL = ["demo", "--small"]


def house(folder, environment, shared, *, build=SMALL):
    """A house in `folder`, not started. What all of them share is made once, in `shared`; one
    with a database of its own or another street is built, others are copies, keys and all."""
    made = one_more(folder, environment, shared)
    with migrated.alone_in(shared):
        kept = shared / "keys.json"
        if not (shared / "static").exists():
            manage(made, *ONCE)
        if not environment and build is not SMALL:
            migrated.embedded(folder, shared.parent / "embedded")
        if environment or build is not SMALL:
            manage(made, build)
            return made
        if not kept.exists():
            migrated.embedded(shared / "data", shared.parent / "embedded")
            first = one_more(shared / "data", environment, shared)
            manage(first, build)
            kept.write_text(json.dumps(keys_of(first)))
    shutil.copytree(shared / "data", folder, dirs_exist_ok=True)
    made.environment |= json.loads(kept.read_text())
    return made


def one_more(folder, environment, shared):
    static = {"ZERENTIAN_STATIC": str(shared / "static")}
    return House(folder, {**without_ours(os.environ), **environment, **SHOWN, **static})


def manage(house, *commands):
    """All in one program: each would begin by setting Django up."""
    line = [sys.executable, "-c", ONE_AFTER_THE_OTHER, json.dumps(commands)]
    subprocess.run(line, cwd=ROOT, env=house.environment, check=True)


def keys_of(house):
    return {
        name: value
        for name, value in house.environment.items()
        if name.endswith("_KEY") or name.endswith("_KEYS")
    }
