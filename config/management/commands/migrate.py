"""Django's own, past the pooler: what a migration sets and locks is not bound to a transaction."""

from django.core.management.commands import migrate

from config.serving import pooler


class Command(migrate.Command):
    def handle(self, *args, **options):
        with pooler.past_it():
            super().handle(*args, **options)
