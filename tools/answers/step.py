"""One step of a recording, in a process of its own: python -m answers.step STEP DATA."""

import logging
import os
import sys
import threading
import time
from pathlib import Path

from answers import still


def main(step, data, *databases):
    end_with(os.getppid())
    still.settle(Path(data))
    import django

    django.setup()
    if step == "prepare":
        prepare(databases)
    else:
        record(step, Path(data) / "answers")


def end_with(parent):
    """A recording that was stopped leaves no step behind, though each has a session of its own."""

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def prepare(databases):
    """An empty register, once; every step gets a copy of it."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            for name in databases:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE zerentian")


def record(step, out):
    from answers.book import Book
    from django.db import transaction

    logging.disable()  # refusals are answers here, no news
    began, book = time.monotonic(), Book(out)
    # Nothing is ever written for good; and what insists on being outermost is let in.
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        take(step, book)
        transaction.set_rollback(True)
    print(f"{step}: {book.close()} answers in {time.monotonic() - began:.0f} s", flush=True)
    broken = sorted(kind for kind in book.kinds if " 500" in kind)
    print("".join(f"    {kind}: {book.kinds[kind]}\n" for kind in broken), end="")


def take(step, book):
    from answers import neighbourhood
    from answers.asking import Asker

    still.choose_chance("the neighbourhood")
    hood = neighbourhood.build()
    asker = Asker(book, hood.clients)
    what, _, number = step.partition(" ")
    takes = {
        "files": files,
        "pages": pages,
        "office": office,
        "questions": questions,
        "programs": programs,
        "clicks": clicks,
    }
    takes[what](asker, hood, int(number or 1) - 1)


def addresses(kind):
    from answers.addresses import all_addresses

    return [each for each in all_addresses() if each.kind == kind]


def files(asker, hood, _number):
    from answers import files

    files.shape(asker.book)
    files.commands(asker.book)
    files.exports(asker, hood)
    files.static(asker)


def pages(asker, hood, number):
    from answers.rounds import Pages

    walk = Pages(asker, hood)
    walk.round((addresses("page") + addresses("api"))[number::3])
    walk.forms()
    walk.later()


def office(asker, hood, number):
    from answers.office import Office

    walk = Office(asker, hood)
    walk.round(addresses("office")[number::2])
    walk.forms()


def questions(asker, hood, _number):
    from answers.office import Office

    Office(asker, hood).questions()


def programs(asker, hood, _number):
    from answers.programs import Programs

    Programs(asker, hood).round(addresses("api"))


def clicks(asker, hood, number):
    """Whatever can be reached by links, filters, sorting and pages."""
    from tests.access.crawl import crawl
    from tests.access.walk import ROLES

    for role in [role for role in ROLES if role != "bai"] if number else ["bai"]:
        crawl(lambda url, role=role: asker.ask(f"clicked {url} | {role}", role, "GET", url))


if __name__ == "__main__":
    main(*sys.argv[1:])
