from django.core.management.base import BaseCommand, CommandError

from config.environment.house import told
from config.environment.page import page as settings_page
from config.serving import starting


class Command(BaseCommand):
    help = "Say what is wrong with the settings; nothing starts before it is put right."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--page", action="store_true", help="print docs/settings.md instead")

    def handle(self, *, page: bool, **options):
        if page:
            self.stdout.write(settings_page(), ending="")
            return
        if faults := starting.faults():
            raise CommandError(told(faults))
        self.stdout.write("设置没有问题。 The settings are fine.")
