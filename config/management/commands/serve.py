import os
import resource
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config import logs
from config.environment.house import told
from config.serving import starting
from config.serving.supervisor import Child, Supervisor, log
from config.serving.watch import Watch
from foundation import house
from tools.data_folder import hold
from tools.install import Trouble
from tools.listening import check_port, free_port, links_to

CORES = os.cpu_count() or 1

# The memory of a decoded photo goes back at once; by itself the C library would keep ever more.
FRUGAL = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_ARENA_MAX": "2"}
CONNECTIONS = 2000  # at once, in each web process: a slow one costs a buffer, and no thread
HEADERS_WITHIN = 15  # seconds; a connection that waits for the next request ends then, too


class Command(BaseCommand):
    requires_system_checks = []  # `migrate` has made them
    help = "Serve the pages and run the worker until stopped (Ctrl-C)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(2 * CORES, 4), help="web processes")
        parser.add_argument(
            "--only",
            choices=["web", "worker", "beat"],
            help="one part, where each has a machine or container of its own; exactly one beat",
        )

    def handle(self, *, host, port, workers, only, **options):
        allow_files()
        folder = settings.DATA
        if house.being_restored().exists():
            raise CommandError(
                "A restore was interrupted here. Run it again: manage.py restore FILE."
            )
        os.umask(0o077)  # what is written from here on is nobody else's to read
        if faults := starting.faults():
            raise CommandError(told(faults))
        connection.close()  # the children have their own
        try:
            if not only:
                hold(folder)
            if only in (None, "web"):
                check_port(host, port)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from None

        children = {
            None: [web(host, port, workers), worker("-B")],
            "web": [web(host, port, workers)],
            "worker": [worker()],
            "beat": [child("beat", "celery", "--quiet", "-A", "config", "beat", *LOG)],
        }[only]
        watch = Watch(
            port=port if only in (None, "web") else None,
            when_open=lambda: log(f"打开 Open  {'  '.join(links_to(host, port))}"),
        )
        sys.exit(Supervisor(children, watch).run())


LOG = ["--loglevel", "warning"]


def allow_files():
    """As many open files as this user may have: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def child(name, *module_and_arguments, **environment):
    # By module, not by the script in bin/: those break when the folder is moved.
    environment = {**FRUGAL, **os.environ, **environment}
    return Child(name, [sys.executable, "-m", *module_and_arguments], environment)


def web(host, port, workers):
    """Pages are drawn behind a front that waits for slow phones (config/serving/front.py); headers
    are waited for by granian itself."""
    listening = ["--host", host, "--port", str(port), "--workers", str(workers)]
    many = ["--backlog", "2048", "--backpressure", str(CONNECTIONS)]
    patient = ["--http1-header-read-timeout", str(HEADERS_WITHIN * 1000)]
    careful = ["--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "5"]
    quiet = ["--log-level", "error", "--no-ws"]
    if logs.FORM == "json":
        quiet += ["--log-config", str(settings.ROOT / "config" / "serving" / "granian_logs.json")]
    metrics, where = server_metrics() if settings.METRICS_TOKEN else ([], {})
    return child(
        "web",
        *("granian", "--interface", "asginl", "--loop", "asyncio"),
        *listening,
        *many,
        *patient,
        *careful,
        *quiet,
        *metrics,
        "config.serving.front:application",
        **where,
    )


def server_metrics():
    """Granian counts for itself on a port of this machine alone; /metrics passes it on."""
    port = free_port()
    options = ["--metrics", "--metrics-address", "127.0.0.1", "--metrics-port", str(port)]
    return options, {"ZERENTIAN_SERVER_METRICS": f"http://127.0.0.1:{port}/metrics"}


def worker(*clock):
    # With the file queue one process is quickest; with Redis a pool survives a task that dies.
    pool = ["-c", str(min(CORES, 4))] if settings.REDIS_URL else ["-P", "solo"]
    alone = ["--without-mingle", "--without-gossip"]
    return child(
        "worker",
        *("celery", "--quiet", "-A", "config", "worker", *LOG, *alone, *pool, *clock),
        # A demo on a fresh machine is often root, and needs no lecture on it.
        PYTHONWARNINGS="ignore:You're running the worker with superuser privileges",
    )
