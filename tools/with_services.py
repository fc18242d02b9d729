"""Run a command beside its own PostgreSQL and Redis, and leave nothing behind.

    python tools/with_services.py [--fsync] COMMAND ...

Both listen on sockets in a temporary folder only, so they meet no server of the machine. With
--fsync PostgreSQL keeps its promises through a crash, for tests that kill it. Tests that need a
server of their own use `postgres` and `redis` as context managers. Standard library only.
"""

import argparse
import base64
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.processes import alive, children_of, die_with_parent  # noqa: E402  (found by the line above)

# Faster, at the price of losing data in a crash: right for tests that do not crash it.
HASTY = [
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    # Nothing lives long enough to be tidied up, and no question takes long enough to be compiled.
    *("-c", "autovacuum=off", "-c", "jit=off", "-c", "checkpoint_timeout=1h"),
]


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fsync", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.error("which command?")
    # Ending in order means leaving the with-blocks below.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with services(durable=arguments.fsync) as environment:
            return call(arguments.command, environment)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def call(command, environment):
    """Like subprocess.call, but a command that must end is given time to do it well."""
    with subprocess.Popen(command, env=environment) as process:
        try:
            return process.wait()
        except BaseException as reason:
            # On Ctrl-C the terminal has told the command already.
            if not isinstance(reason, KeyboardInterrupt):
                process.terminate()
            for harder in (process.terminate, process.kill):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                    break
                harder()
            raise


class Missing(Exception):
    """A program is not installed; the text says how to get it."""


@contextlib.contextmanager
def services(*, durable=False):
    """The environment for a command: both servers, fresh keys, a data folder, a fast clock."""
    with (
        temporary_folder() as folder,
        postgres(folder / "pg", durable=durable) as database,
        redis(folder / "redis") as queue,
    ):
        (folder / "data" / "static").mkdir(parents=True)
        yield {
            **without_ours(os.environ),
            "DATABASE_URL": database.url,
            "REDIS_URL": queue.url,
            "ZERENTIAN_TEST_PG_DATA": str(database.data),
            "ZERENTIAN_TEST_PG_PID": str(database.process.pid),
            **settings_for_tests(folder / "data"),
        }


@contextlib.contextmanager
def temporary_folder():
    """Short, for a socket's path may have 107 characters, and open to PostgreSQL's own user."""
    with tempfile.TemporaryDirectory(prefix="zerentian-", ignore_cleanup_errors=True) as folder:
        folder = Path(folder)
        folder.chmod(0o711)
        yield folder


def without_ours(environment):
    """No setting of the machine's own installation reaches a test."""
    ours = ("ZERENTIAN_", "DATABASE_URL", "REDIS_URL")
    return {name: value for name, value in environment.items() if not name.startswith(ours)}


def settings_for_tests(data):
    def key(size):
        return base64.b64encode(secrets.token_bytes(size)).decode()

    return {
        "ZERENTIAN_DATA": str(data),
        "ZERENTIAN_SECRET_KEY": key(40),
        "ZERENTIAN_FIELD_KEYS": f"k1:{key(16)}",
        "ZERENTIAN_INDEX_KEY": key(32),
        "ZERENTIAN_CLOCK_TICK": "1",
        "ZERENTIAN_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }


# PostgreSQL


@contextlib.contextmanager
def postgres(folder, *, durable=False):
    """A cluster of its own in `folder`, with the database "zerentian"."""
    server = Postgres(folder, durable=durable)
    server.create()
    server.start()
    try:
        server.run("createdb", "-h", folder, "-U", "grid", "zerentian")
        yield server
    finally:
        server.stop()


class Postgres:
    """Also for tests that stop, kill and restart it."""

    def __init__(self, folder, *, durable):
        self.programs = postgres_programs()
        if not self.programs:
            raise Missing(
                "PostgreSQL is not installed. On Debian or Ubuntu: sudo apt-get install postgresql"
            )
        self.folder, self.data = Path(folder), Path(folder) / "data"
        self.url = f"postgres://grid@/zerentian?host={folder}"
        self.options = [] if durable else HASTY
        self.owner = server_user()
        self.process = None

    def create(self):
        self.folder.mkdir(parents=True)
        if self.owner:
            os.chown(self.folder, self.owner["user"], self.owner["group"])
        kind = ["-U", "grid", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.run("initdb", "-D", self.data, *kind)

    def start(self):
        command = [self.programs / "postgres", "-D", self.data, "-k", self.folder]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*command, "-c", "listen_addresses=", "-c", "max_connections=300", *self.options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **self.owner,
            )
        asked = [self.programs / "pg_isready", "-q", "-h", self.folder]
        wait_until(lambda: subprocess.call(asked) == 0, self.process, self.folder / "log")

    def stop(self):
        """In order, as an administrator would."""
        end(self.process, signal.SIGINT)

    def kill(self):
        """As if the power had failed; its children see that by themselves and leave."""
        children = children_of(self.process.pid)
        end(self.process, signal.SIGKILL)
        while any(map(alive, children)):
            time.sleep(0.02)

    def run(self, program, *arguments):
        command = [self.programs / program, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, **self.owner
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")


def postgres_programs():
    """The folder with initdb and its kin: of the packaged version, else the newest there is."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_of, reverse=True)
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        candidates.insert(0, Path(asked.stdout.strip()))
    needed = ("initdb", "postgres", "pg_isready", "createdb")
    for folder in candidates:
        if all((folder / program).exists() for program in needed):
            return folder
    return None


def version_of(folder):
    number = folder.parent.name
    return float(number) if number.replace(".", "", 1).isdigit() else 0


def server_user():
    """PostgreSQL refuses to run as root; whoever else we are will do."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL cannot run as root; make a user “postgres”.")


# Redis


@contextlib.contextmanager
def redis(folder):
    server = Redis(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Redis:
    """Keeps nothing on disk; what it forgets must not matter."""

    def __init__(self, folder):
        if not shutil.which("redis-server"):
            raise Missing(
                "Redis is not installed. On Debian or Ubuntu: sudo apt-get install redis-server"
            )
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket = self.folder / "r.sock"
        self.url = f"redis+socket://{self.socket}"
        self.process = None

    def start(self):
        self.socket.unlink(missing_ok=True)
        private = ["--port", "0", "--unixsocket", self.socket, "--dir", self.folder]
        forgetful = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                ["redis-server", *private, *forgetful],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        wait_until(self.socket.exists, self.process, self.folder / "log")

    def stop(self):
        end(self.process, signal.SIGTERM)

    def kill(self):
        end(self.process, signal.SIGKILL)


# Processes


def wait_until(ready, process, log, *, seconds=300):
    give_up = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"{process.args[0]} did not start: {log.read_text()[-2000:]}")
        time.sleep(0.05)


def end(process, number):
    if process is None or process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
