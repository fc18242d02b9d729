"""A real PgBouncer and real Redis Sentinels, each with the sample that deploy/ offers, and machines."""

import contextlib
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import redis

from tests import migrated
from tests.open.proxies import DEPLOY, listens, put
from tests.ops.house import ROOT, House, free_port
from tests.waiting import eventually
from tools.processes import die_with_parent
from tools.with_services import end, postgres, server_user, temporary_folder

WORD, SENTINEL_WORD = "tried-5-password", "tried-6-password"
MASTER = "zerentian"
PARTS = ("web", "worker", "beat")


class Missing(AssertionError):
    pass


class Server:
    """A process on a port of its own, which can be killed and started again."""

    package = ""
    stops_with = signal.SIGTERM

    def __init__(self, folder):
        self.folder, self.port = Path(folder), free_port()
        self.folder.mkdir(parents=True)
        self.owner = {}
        self.process = None

    def start(self):
        command = self.command()
        if not shutil.which(command[0]):
            told = f"On Debian or Ubuntu: sudo apt-get install {self.package}"
            raise Missing(f"{command[0]} is not installed. {told}")
        with open(self.folder / "out", "ab") as out:
            self.process = subprocess.Popen(
                command,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
                **self.owner,
            )
        assert eventually(
            lambda: listens(self.port) or self.process.poll() is not None, saw=self.log
        )
        assert self.process.poll() is None, self.log()

    def kill(self):
        end(self.process, signal.SIGKILL)

    def stop(self):
        end(self.process, self.stops_with)

    def log(self):
        return (self.folder / "out").read_text()


class PgBouncer(Server):
    """In front of a PostgreSQL of tools/with_services.py."""

    package = "pgbouncer"
    stops_with = signal.SIGINT

    def __init__(self, folder, server):
        super().__init__(folder)
        self.owner = server_user()  # it refuses to be root
        sample = (DEPLOY / "pgbouncer.ini").read_text()
        sample = put(
            sample,
            "zerentian = host=127.0.0.1 port=5432 dbname=zerentian",
            f"zerentian = host={server.folder} port=5432 dbname=zerentian",
        )
        sample = put(sample, "listen_port = 6432", f"listen_port = {self.port}\nunix_socket_dir =")
        users = self.folder / "userlist.txt"
        sample = put(sample, "/etc/pgbouncer/userlist.txt", str(users))
        (self.folder / "pgbouncer.ini").write_text(sample)
        users.write_text(f'"grid" "{WORD}"\n')
        for path in (self.folder, *self.folder.iterdir()):
            shutil.chown(path, self.owner.get("user"), self.owner.get("group"))
        self.url = f"postgres://grid:{WORD}@127.0.0.1:{self.port}/zerentian"

    def command(self):
        return ["pgbouncer", str(self.folder / "pgbouncer.ini")]

    def ask(self, statement):
        """The first row it answers, in a session of nobody else's."""
        with contextlib.closing(psycopg2.connect(self.url)) as database:
            database.autocommit = True
            with database.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()


class OneRedis(Server):
    package = "redis-server"

    def __init__(self, folder, *, follows=None):
        super().__init__(folder)
        self.follows = follows

    def command(self):
        plain = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        closed = ["--requirepass", WORD, "--masterauth", WORD, "--save", "", "--appendonly", "no"]
        of = ["--replicaof", "127.0.0.1", str(self.follows.port)] if self.follows else []
        return ["redis-server", *plain, *closed, "--repl-diskless-sync-delay", "0", *of]


class Sentinel(Server):
    package = "redis-sentinel"

    def __init__(self, folder, master):
        super().__init__(folder)
        sample = (DEPLOY / "sentinel.conf").read_text()
        sample = put(sample, "port 26379", f"port {self.port}\ndir {self.folder}")
        sample = put(sample, "SENTINEL-PASSWORD", SENTINEL_WORD)
        sample = put(sample, "auth-pass zerentian PASSWORD", f"auth-pass zerentian {WORD}")
        sample = put(sample, "127.0.0.1 6379", f"127.0.0.1 {master.port}")
        sample = re.sub(r"(down-after-milliseconds zerentian) \d+", r"\1 1000", sample)
        self.file = self.folder / "sentinel.conf"
        self.file.write_text(sample)

    def command(self):
        return ["redis-sentinel", str(self.file)]

    def sees(self):
        """The master, as it says: port, replicas and other Sentinels it knows of."""
        asked = redis.Redis(port=self.port, password=SENTINEL_WORD)
        with contextlib.closing(asked):
            told = asked.sentinel_master(MASTER)
        return told["port"], told["num-slaves"], told["num-other-sentinels"]


class Sentinels:
    """Two Redis, and three who watch them."""

    def __init__(self, folder):
        self.first = OneRedis(folder / "first")
        self.second = OneRedis(folder / "second", follows=self.first)
        self.watching = [Sentinel(folder / f"watch{number}", self.first) for number in range(3)]

    def start(self):
        for each in (self.first, self.second, *self.watching):
            each.start()
        assert eventually(lambda: self.seen() == {(self.first.port, 1, 2)}, saw=self.seen)

    def stop(self):
        for each in (*self.watching, self.second, self.first):
            each.stop()

    def seen(self):
        return {each.sees() for each in self.watching}

    def master(self):
        """The port all of them name, or nothing while they differ."""
        ports = {port for port, _replicas, _others in self.seen()}
        return ports.pop() if len(ports) == 1 else None

    @property
    def settings(self):
        named = [f"sentinel://:{WORD}@127.0.0.1:{each.port}/0" for each in self.watching]
        return {
            "REDIS_URL": ";".join(named),
            "ZERENTIAN_SENTINEL_MASTER": MASTER,
            "ZERENTIAN_SENTINEL_PASSWORD": SENTINEL_WORD,
        }


@contextlib.contextmanager
def with_tables():
    """A PostgreSQL of its own that keeps its promises, with every table and nobody in it."""
    with temporary_folder() as folder, postgres(folder / "pg") as server:
        with contextlib.closing(psycopg2.connect(server.url)) as database, database:
            database.cursor().execute(migrated.as_sql())
        server.stop()
        server.options = []
        server.start()
        yield server


@contextlib.contextmanager
def in_front_of(server):
    """A PgBouncer before that PostgreSQL and a queue watched by Sentinels: both, and what a house is
    told of them."""
    with temporary_folder() as folder, contextlib.ExitStack() as started:
        pooler, queue = PgBouncer(folder / "pgbouncer", server), Sentinels(folder / "redis")
        for each in (pooler, queue):
            started.callback(each.stop)
            each.start()
        addresses = {"DATABASE_URL": server.url, "ZERENTIAN_POOLER": pooler.url}
        yield pooler, queue, {**addresses, **queue.settings}


class Machine:
    """Each part as a service of its own, as on a machine of its own; `port` is that of its pages."""

    def __init__(self, data, environment):
        (data / "static").mkdir(parents=True)
        self.data = data
        self.parts = {part: House(data, environment) for part in PARTS}
        self.port = self.parts["web"].port
        self.environment = self.parts["web"].environment

    def start(self, *parts):
        for part in parts:
            self.parts[part].start("--only", part)

    def is_well(self):
        return self.parts["web"].is_well()

    def run(self, *command):
        return subprocess.check_output(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def log(self):
        return self.parts["web"].log()

    def texts(self):
        return list((self.data / "sms").glob("*.json"))

    def clear_away(self):
        for part in self.parts.values():
            part.clear_away()
