"""What the migrations put into the tables, for tests that end with a commit."""

from django.db import connection, transaction


class LaidDown:
    """The rows of all tables right after the migrations, kept in a schema of their own.

    Rows are deleted where there are any: a TRUNCATE makes every file of every table anew, each time.
    """

    def __init__(self):
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
            self._filled = " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT FROM public.{name})" for name in tables
            )
            self.names = self._filled_now(cursor)
            cursor.execute("DROP SCHEMA IF EXISTS laid_down CASCADE; CREATE SCHEMA laid_down")
            for name in self.names:
                cursor.execute(f"CREATE TABLE laid_down.{name} AS TABLE public.{name}")

    def _filled_now(self, cursor):
        cursor.execute(self._filled)
        return [name for (name,) in cursor.fetchall()]

    def put_back(self):
        with transaction.atomic(), connection.cursor() as cursor:
            # Foreign keys are triggers, too, so rows may come in any order.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in self._filled_now(cursor):
                cursor.execute(f"DELETE FROM public.{name}")
            for name in self.names:
                cursor.execute(f"INSERT INTO public.{name} SELECT * FROM laid_down.{name}")
