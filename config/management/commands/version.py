from django.core.management.base import BaseCommand

from config.version import VERSION


class Command(BaseCommand):
    help = "Say which version of 责任田 this is."
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(VERSION)
