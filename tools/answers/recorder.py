"""Record what the checkout we stand in answers: python -m answers.recorder OUT [STEP ...].

The steps know nothing of each other: each has a process, a data folder and a database of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from answers import still

STEPS = [
    "clicks 1",
    "office 1",
    "office 2",
    "pages 1",
    "pages 2",
    "pages 3",
    "programs",
    "clicks 2",
    "questions",
    "files",
]
AT_ONCE = 4


def main(out, *only):
    with tempfile.TemporaryDirectory(prefix="zerentian-answers-") as folder:
        folder = Path(folder)
        words = [sys.executable, "manage.py", "compile_words"]
        subprocess.run(words, check=True, env=os.environ | still.KEYS)
        steps = [step for step in STEPS if not only or step.split()[0] in only or step in only]
        run("prepare", folder / "empty", databases=[name_of(step) for step in steps])
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda step: record_step(step, folder), steps))
        gather([folder / name_of(step) / "answers" for step in steps], Path(out))


def name_of(step):
    return step.replace(" ", "_")


def record_step(step, folder):
    data = folder / name_of(step)
    shutil.copytree(folder / "empty", data)
    run(step, data, database=name_of(step))


def run(step, data, *, database=None, databases=()):
    environment = dict(os.environ)
    if database and "DATABASE_URL" in environment:
        environment["DATABASE_URL"] = environment["DATABASE_URL"].replace(
            "/zerentian?", f"/{database}?"
        )
    command = [sys.executable, "-m", "answers.step", step, str(data), *databases]
    # A session of its own: a busy machine shares itself out among sessions.
    subprocess.run(command, check=True, env=environment, start_new_session=True)


def gather(folders, out):
    (out / "bodies").mkdir(parents=True)
    count = 0
    with open(out / "index.ndjson", "w") as index:
        for folder in folders:
            for body in (folder / "bodies").iterdir():
                if not (out / "bodies" / body.name).exists():
                    shutil.copy(body, out / "bodies")
            lines = (folder / "index.ndjson").read_text().splitlines(keepends=True)
            index.writelines(lines)
            count += len(lines)
    print(f"{count} answers")


if __name__ == "__main__":
    main(*sys.argv[1:])
