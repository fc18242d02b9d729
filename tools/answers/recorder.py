"""Record every answer of the checkout we stand in: python -m answers.recorder OUT [STEP ...]."""

import logging
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from answers import still


def main(out, *only):
    with tempfile.TemporaryDirectory(prefix="zerentian-answers-") as data:
        still.settle(Path(data))
        subprocess.run([sys.executable, "manage.py", "compile_words"], check=True)
        import django

        django.setup()
        logging.disable()  # refusals are answers here, no news
        record(Path(out), only)


def record(out, only):
    from answers import files
    from answers.book import Book
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    book = Book(out)
    files.shape(book)
    # Nothing is ever written for good; and what insists on being outermost is let in.
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        ask_everything(book, only)
        transaction.set_rollback(True)
    say_how_many(book)


def ask_everything(book, only):
    from answers import files, neighbourhood
    from answers.addresses import all_addresses
    from answers.asking import Asker
    from answers.office import Office
    from answers.programs import Programs
    from answers.rounds import Pages
    from django.db import connection

    still.choose_chance("the neighbourhood")
    hood = neighbourhood.build()
    if connection.vendor == "postgresql":
        connection.check_constraints()
    asker = Asker(book, hood.clients)
    addresses = all_addresses()
    office = [each for each in addresses if each.in_office]
    api = [each for each in addresses if each.name.startswith("api:")]
    pages, desk = Pages(asker, hood), Office(asker, hood)
    steps = {
        "files": lambda: (files.commands(book), files.exports(asker, hood), files.static(asker)),
        "pages": lambda: pages.round([each for each in addresses if each not in office]),
        "forms": pages.forms,
        "office": lambda: desk.round(office),
        "office forms": desk.forms,
        "programs": lambda: Programs(asker, hood).round(api),
        "clicks": lambda: clicks(asker),
        "later": pages.later,
    }
    for name in only or steps:
        began, before = time.monotonic(), sum(book.asked.values())
        steps[name]()
        count = sum(book.asked.values()) - before
        print(f"{name}: {count} answers in {time.monotonic() - began:.0f} s", flush=True)


def clicks(asker):
    """Whatever can be reached by links, filters, sorting and pages."""
    from tests.access.crawl import crawl
    from tests.access.walk import ROLES

    for role in ROLES:
        crawl(lambda url, role=role: asked_plainly(asker, role, url))


def asked_plainly(asker, role, url):
    return asker.ask(f"clicked {url} | {role}", role, "GET", url)


def say_how_many(book):
    statuses = Counter()
    for kind, count in book.kinds.items():
        statuses[kind.rsplit(" ", 1)[-1] if "Error" not in kind else kind] += count
    for status, count in sorted(statuses.items()):
        print(f"{count:>7}  {status}")
    print(f"{book.close()} answers")


if __name__ == "__main__":
    main(*sys.argv[1:])
