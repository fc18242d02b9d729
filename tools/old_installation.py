"""Keep a small installation as a revision makes it, so that later ones prove they migrate it whole.

    python tools/old_installation.py REVISION

Leaves three files in tests/upgrade/installations, for SQLite, for PostgreSQL, and what was found
in both (tests/upgrade/look.py). Do this for the last revision before tables, models or stored
names change, and whenever there is something new to lose (tools/old_installation_filling.py says
what is in it), and commit the files; tests/upgrade migrates all that are there. A fixture is never
made again for the same revision: it stands for installations that are out there.
"""

import base64
import contextlib
import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.with_services import (  # noqa: E402  (found by the line above)
    postgres,
    postgres_programs,
    temporary_folder,
    without_ours,
)

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "upgrade" / "installations"
LOOK = ROOT / "tests" / "upgrade" / "look.py"
FILLING = ROOT / "tools" / "old_installation_filling.py"
ENDINGS = {"sqlite": "sqlite3.xz", "postgresql": "pg.sql.xz"}

# Keys for tests, known to everybody who reads this: they protect nothing but invented people.
TEST_KEYS = {
    "ZERENTIAN_SECRET_KEY": "a key for tests only, of installations that never existed",
    "ZERENTIAN_FIELD_KEYS": "test:" + base64.b64encode(b"for tests only!!").decode(),
    "ZERENTIAN_INDEX_KEY": base64.b64encode(b"an index key that is for tests..").decode(),
}


def main(revision):
    with temporary_folder() as folder:
        name = check_out(revision, folder / "code")
        with postgres(folder / "pg") as server:
            urls = {"sqlite": f"sqlite:///{folder / 'db.sqlite3'}", "postgresql": server.url}
            found = {engine: make(folder, url, engine, name) for engine, url in urls.items()}
    manifest = KEPT / f"{name}.json"
    manifest.write_text(json.dumps({"revision": name, **found}, ensure_ascii=False) + "\n")
    for file in sorted(KEPT.glob(f"{name}.*")):
        print(f"{file.stat().st_size:>9,}  {file.relative_to(ROOT)}")


def check_out(revision, folder):
    """The code of that revision, as git has it; returns its short name."""
    git = ["git", "-C", ROOT]
    name = subprocess.check_output([*git, "rev-parse", "--short=7", revision], text=True).strip()
    folder.mkdir()
    with subprocess.Popen([*git, "archive", revision], stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", folder], stdin=archive.stdout, check=True)
    return name


def make(folder, url, engine, name):
    """An installation, kept as it is before anybody looks at it; what was asked and found there."""
    code, data = folder / "code", folder / f"data-{engine}"
    data.mkdir()
    environment = environment_for(url, data)
    run("manage.py", "migrate", "--no-input", "-v0", code=code, environment=environment)
    asked = folder / f"{engine}.json"
    run(FILLING, asked, code=code, environment=environment)
    keep(url, KEPT / f"{name}.{ENDINGS[engine]}")
    told = json.loads(asked.read_text()) | {"files": files_in(data)}
    asked.write_text(json.dumps(told["asked"]))
    told["found"] = json.loads(run(LOOK, asked, code=code, environment=environment))
    if lost := {what: words for what, words in told["found"]["pages"].items() if words}:
        raise SystemExit(f"{engine}: not even the old installation shows {lost}")
    return told


def environment_for(url, data):
    """Of the installation and of the tree that takes it over: the same keys, nothing of ours."""
    settings = {
        "DATABASE_URL": url,
        "ZERENTIAN_DATA": str(data),
        "ZERENTIAN_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
    return {**without_ours(os.environ), **TEST_KEYS, **settings}


def run(*command, code=ROOT, environment):
    done = subprocess.run(
        [sys.executable, *command], cwd=code, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-4000:]}")
    return done.stdout


def files_in(data):
    """Photos and sealed files, beside the database."""
    found = sorted(each for part in ("media", "exports") for each in (data / part).rglob("*"))
    return {
        str(file.relative_to(data)): base64.b64encode(file.read_bytes()).decode()
        for file in found
        if file.is_file()
    }


def keep(url, file):
    content = (
        dumped(url) if url.startswith("postgres") else vacuumed(url.removeprefix("sqlite:///"))
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def dumped(url):
    """As statements any client can run, without what only psql or this server understands."""
    options = ["--no-owner", "--no-privileges", "--rows-per-insert=100"]
    program = postgres_programs() / "pg_dump"
    text = subprocess.check_output([program, *options, url], text=True)
    own = ("\\restrict", "\\unrestrict", "SET transaction_timeout")
    lines = (line for line in text.splitlines(keepends=True) if not line.startswith(own))
    return "".join(lines).encode()


def vacuumed(path):
    """One file without a journal."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(sqlite3.connect(path)) as old:
        whole = Path(folder) / "whole"
        old.execute("VACUUM INTO ?", [str(whole)])
        return whole.read_bytes()


# And back again, for the tests


def content_of(name, engine):
    """The database file, or the statements that make it."""
    return lzma.decompress((KEPT / f"{name}.{ENDINGS[engine]}").read_bytes())


def restore_files(files, data):
    for name, content in files.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(base64.b64decode(content))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
