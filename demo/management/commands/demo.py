import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import build
from demo.world import FULL, SMALL


class Command(BaseCommand):
    help = "Build the demo: one street of invented people, with a year behind it."

    def add_arguments(self, parser):
        parser.add_argument("--small", action="store_true", help="a thousand people, in seconds")

    def handle(self, *, small, **options):
        if not settings.DEMO:
            raise CommandError(
                "这里不是演示。 This is no demo: set ZERENTIAN_DEMO=1, and never beside real data."
            )
        if street := build.standing():
            made_on = timezone.localdate(street.built_at)
            self.stdout.write(f"  演示数据已经在了。 The demo is there, made on {made_on}.")
            return
        try:
            self.build(SMALL if small else FULL)
        except build.NotOurs:
            raise CommandError(
                "数据库里有不属于演示的人员或区域，演示数据不会和它们混在一起。 "
                "The database holds people or places that are not the demo's; the demo never "
                "mixes with them. Give it a database of its own."
            ) from None
        except build.BeingBuilt:
            raise CommandError("另一个进程正在准备。 Another process is building it.") from None
        except KeyboardInterrupt:
            raise CommandError(
                "已停下，没有留下一半的数据。 Stopped; nothing half-made was left.", returncode=130
            ) from None

    def build(self, size):
        progress = Progress(self.stdout, len(build.STAGES))
        street = build.build(size=size, at=timezone.now(), tell=progress.begin)
        build.freshen_statistics()
        progress.end()
        self.stdout.write(
            f"  {street.people:,} 位虚构的居民 invented people, {progress.seconds:.0f} s"
        )


class Progress:
    """A bar on a terminal; elsewhere, for logs, one line for each stage."""

    WIDTH = 24

    def __init__(self, out, stages):
        self.out, self.stages, self.done = out, stages, 0
        self.live = out.isatty()
        self.began = time.monotonic()

    @property
    def seconds(self):
        return time.monotonic() - self.began

    def begin(self, name):
        self.done += 1
        if not self.live:
            self.out.write(f"  {self.done}/{self.stages} {name}")
            return
        filled = self.WIDTH * (self.done - 1) // self.stages
        bar = "█" * filled + "░" * (self.WIDTH - filled)
        # \x1b[K clears what a longer line left behind.
        self.out.write(f"\r  {bar} {self.done}/{self.stages} {name}\x1b[K", ending="")
        self.out.flush()

    def end(self):
        if self.live:
            self.out.write("\r\x1b[K", ending="")
        sys.stdout.flush()
