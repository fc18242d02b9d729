"""Files, commands and the shape of the database: what is no page and no API."""

import io
from pathlib import Path

from answers import normal, still
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import connection, transaction

COMMANDS = [
    ("field_registry",),
    ("field_registry", "--form", "csv"),
    ("field_registry", "--language", "en"),
    ("field_registry", "--form", "csv", "--language", "en"),
    ("field_registry", "--overdue"),
    ("verify_record",),
    ("bank_audit",),
    ("bank_audit", "--bank", "150299020100"),
    ("bank_audit", "--bank", "0"),
    ("check",),
    ("rotate_keys",),
]
COLUMNS = """SELECT table_name, column_name, data_type, is_nullable, column_default
             FROM information_schema.columns WHERE table_schema = current_schema()
             ORDER BY 1, 2"""
INDEXES = """SELECT tablename, indexname, indexdef FROM pg_indexes
             WHERE schemaname = current_schema() ORDER BY 1, 2"""
RULES = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2"""
TRIGGERS = """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
              WHERE NOT tgisinternal ORDER BY 1, 2"""
LITE = "SELECT tbl_name, name, sql FROM sqlite_master ORDER BY 1, 2, 3"


def exports(asker, hood):
    """Each export as its owner fetches it, and as others try to."""
    for owner, name, uid in hood.exports:
        for role in dict.fromkeys([owner, "chen", "bai", "lin"]):
            for page in ("", "progress/", "file/"):
                key = f"export {name} of {owner} | {page} | {role}"
                asker.ask(key, role, "GET", f"/exports/{uid}/{page}")


def static(asker):
    """The file everybody gets, by the name the pages say."""
    root = Path(settings.STATIC_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in (".gz", ".br"):
            name = path.relative_to(root).as_posix()
            key = f"static | {normal.masked(name)}"
            asker.ask(key, "anonymous", "GET", f"/{settings.STATIC_URL.lstrip('/')}{name}")


def commands(book):
    for name, *arguments in COMMANDS:
        still.choose_chance(name)
        with transaction.atomic():
            status, words = run(name, *arguments)
            transaction.set_rollback(True)
        book.write(f"command | {name} {' '.join(arguments)}", status=status, body=words)
    for name in sorted(our_commands()):
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        book.write(f"command | {name} --help", body=parser.format_help())


def run(name, *arguments):
    out = io.StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=out, no_color=True)
        status = 0
    except SystemExit as end:
        status = end.code
    except CommandError as error:
        status = f"{error.returncode} {error}"
    return normal.masked(str(status)), normal.masked(out.getvalue())


def our_commands():
    """Those that live in this checkout."""
    for name, app in get_commands().items():
        if app in apps.app_configs or apps.is_installed(app):
            where = next((a.path for a in apps.get_app_configs() if a.name == app), "/")
            if Path(where).is_relative_to(settings.ROOT):
                yield name


def shape(book):
    """Tables, columns, indexes, constraints and triggers, each under its table."""
    asked = [COLUMNS, INDEXES, RULES, TRIGGERS] if connection.vendor == "postgresql" else [LITE]
    lines = {}
    with connection.cursor() as cursor:
        for question in asked:
            cursor.execute(question)
            for table, *facts in cursor.fetchall():
                lines.setdefault(table, []).append(" ".join(map(str, facts)))
    for table, facts in sorted(lines.items()):
        book.write(f"table | {table}", body="\n".join(facts))
