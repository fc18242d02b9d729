"""Say on the console that this is the house: after a restore, a move, or a copy that takes over.

What fell due while nobody was at home is done first, with nothing leaving the house: cases go on,
inboxes fill, and every text message that would have been sent is listed here instead.
"""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import upgrading
from config.backup.manifest import Refused
from foundation import house
from notices import reminders, sweeps
from notices.channels import door
from notices.delivery import sending

ROUNDS = 20
WHY = "not sent: it was due before this house was brought back"


class Command(BaseCommand):
    help = (
        "This is the house from now on: texts, the clock and backups begin. Once, on the console."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--also", action="store_true", help="a further machine of the same house, with a worker"
        )

    def handle(self, *, also, **options):
        if house.being_restored().exists():
            raise CommandError(
                "The restore has not finished. Run it again: manage.py restore FILE."
            )
        try:
            upgrading.must_be_done()
        except Refused as error:
            raise CommandError(str(error)) from None
        if house.is_home():
            self.stdout.write("This is the house already.")
            return
        now = timezone.now()
        if not also:  # what is due is due in the house that goes on, too
            self.catch_up(now)
        house.move_in(at=now, also=also)
        self.stdout.write("This is the house. From now on it speaks.")

    def catch_up(self, now):
        done = 0
        for _ in range(ROUNDS):  # what is done may make something else due
            if not (round_ := reminders.sweep(now)):
                break
            done += round_
        waited = sending.set_aside(now, WHY)
        with door.set_aside() as listed:
            sweeps.run(now)
        self.stdout.write(f"Due before, and done now in silence: {done} reminders.")
        self.stdout.write(
            f"Due before, and not sent: {waited} messages; the office finds each of them under "
            "没送到的消息, with whom it was for."
        )
        for text, times in sorted(Counter(listed).items()):
            self.stdout.write(f"  {times} × {text}")
