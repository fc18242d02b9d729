"""Prove that two revisions answer the same, byte for byte.

    python tools/same_answers.py record REVISION_OR_FOLDER OUT [--postgres]
    python tools/same_answers.py compare A B [--read OLD=NEW ...]

`record` takes a copy of the revision, builds the neighbourhood of its own access tests in an
empty database, and asks every address, form, API operation, file and command (tools/answers).
The clock stands still and chance is chosen, so ids are the same; nonces, tokens against forged
requests and hashes in file names are masked. It runs in the Python it is started with.
"""

import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOST_LINES, MOST_NAMED = 40, 3


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("revision", help="a git revision, or a folder with a checkout")
    recording.add_argument("out", type=Path)
    recording.add_argument("--postgres", action="store_true")
    recording.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="STEP",
        help="for a quick look: pages, office, questions, programs, clicks, files",
    )
    comparing = commands.add_parser("compare")
    comparing.add_argument("a", type=Path)
    comparing.add_argument("b", type=Path)
    comparing.add_argument(
        "--read",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="a name in A that B says differently on purpose",
    )
    arguments = parser.parse_args(argv)
    if arguments.command == "record":
        return record(arguments.revision, arguments.out, arguments.only, arguments.postgres)
    return compare(arguments.a, arguments.b, [each.split("=", 1) for each in arguments.read])


# Record


def record(revision, out, only, postgres):
    if out.exists():
        sys.exit(f"{out} is there already.")
    with tempfile.TemporaryDirectory(prefix="zerentian-copy-") as copy:
        take_copy(revision, Path(copy))
        path = os.pathsep.join([copy, str(HERE)])
        environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "answers.recorder", str(out.absolute()), *only]
        if postgres:
            command = [sys.executable, str(HERE / "with_services.py"), *command]
        return subprocess.call(command, cwd=copy, env=environment)


def take_copy(revision, copy):
    """Of a folder what git knows or would add; of a revision what is in it."""
    if Path(revision).is_dir():
        asked = ["git", "-C", revision, "ls-files", "-z", "--cached", "--others"]
        listed = subprocess.run([*asked, "--exclude-standard"], check=True, capture_output=True)
        names = [name for name in listed.stdout.split(b"\0") if name]
        folder = os.fsencode(revision)
        there = [name for name in names if os.path.isfile(os.path.join(folder, name))]
        pack = ["tar", "-C", revision, "--null", "-T", "-", "-cf", "-"]
        packed = subprocess.run(pack, input=b"\0".join(there), check=True, capture_output=True)
    else:
        pack = ["git", "-C", str(HERE.parent), "archive", revision]
        packed = subprocess.run(pack, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", str(copy)], input=packed.stdout, check=True)


# Compare


def compare(a, b, renamed):
    before = {read(key, renamed): line for key, line in index(a).items()}
    after = index(b)
    found = defaultdict(list)
    for key in before.keys() - after.keys():
        found["only in the first"].append(key)
    for key in after.keys() - before.keys():
        found["only in the second"].append(key)
    bodies = Bodies(a, b, renamed)
    for key in before.keys() & after.keys():
        if difference := differs(before[key], after[key], bodies, renamed):
            found[difference].append(key)
    for difference, keys in sorted(found.items(), key=lambda each: -len(each[1])):
        tell(difference, sorted(keys))
    differing = sum(map(len, found.values()))
    print(f"{len(before.keys() & after.keys())} answers compared, {differing} differ.")
    return 1 if differing or not before else 0


def index(folder):
    with open(folder / "index.ndjson") as file:
        return {line["key"]: line for line in map(json.loads, file)}


def read(text, renamed):
    for old, new in renamed:
        text = text.replace(old, new)
    return text


class Bodies:
    def __init__(self, a, b, renamed):
        self.a, self.b, self.renamed = a, b, renamed
        self.known = {}

    def difference(self, old, new):
        if (old, new) not in self.known:
            self.known[old, new] = "" if old == new and not self.renamed else self._diff(old, new)
        return self.known[old, new]

    def _diff(self, old, new):
        before = read((self.a / "bodies" / f"{old}.txt").read_text(), self.renamed)
        after = (self.b / "bodies" / f"{new}.txt").read_text()
        return changed_lines(before.split("\n"), after.split("\n"))


def differs(old, new, bodies, renamed):
    """In words, the same for the same change, so that one change is told once."""
    heads = [[line["status"], *line["headers"], *line["wrote"]] for line in (old, new)]
    heads[0] = [read(str(each), renamed) for each in heads[0]]
    head = changed_lines(heads[0], list(map(str, heads[1]))) if heads[0] != heads[1] else ""
    return "\n".join(filter(None, [head, bodies.difference(old["body"], new["body"])]))


def changed_lines(old, new):
    lines = difflib.unified_diff(old, new, lineterm="", n=0)
    changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    if len(changed) > MOST_LINES:
        changed[MOST_LINES:] = [f"… and {len(changed) - MOST_LINES} lines more"]
    return "\n".join(changed)


def tell(difference, keys):
    print(f"— {len(keys)} answers, for example:")
    for key in keys[:MOST_NAMED]:
        print(f"    {key}")
    print("".join(f"        {line[:300]}\n" for line in difference.split("\n")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
