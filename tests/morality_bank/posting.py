"""Several clients that post points and survive their database: run as a program of its own.

    python -m tests.morality_bank.posting HOW_MANY ACKNOWLEDGED ENOUGH

Each makes its key before it sends anything, and sends the same key again until somebody
answers. What was acknowledged is written to the file ACKNOWLEDGED, one key a line. Each posts so
many, and goes on until there is a file ENOUGH.
"""

import sys
import threading
import time
from itertools import count
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from morality_bank import ledger  # noqa: E402
from morality_bank.models import Account  # noqa: E402
from tests import builders, neighbourhood  # noqa: E402

CLIENTS = 6


def found_a_bank():
    """One bank, three depositors, in areas nobody lives in."""
    areas = neighbourhood.areas()
    bank = builders.make_bank(areas["north"])
    for number in range(3):
        person = builders.make_person(None, f"储户{number}", grid=areas["east"])
        builders.make_account(bank, person)


def keep_posting(issuer, depositors, how_many, acknowledged, enough):
    for number in count():
        if number >= how_many and enough.exists():
            break
        debit, credit = issuer, depositors[number % len(depositors)]
        if number % 3 == 2:  # spends what this client brought in just before
            debit, credit = depositors[(number - 1) % len(depositors)], issuer
        key = uuid4()
        while not post(key, debit, credit):
            time.sleep(0.05)
        acknowledged.write(f"{key}\n")
        acknowledged.flush()
    connection.close()


def post(key, debit, credit):
    """Whether somebody answered."""
    words = {"reason": "楼道清扫", "source": "test", "by": None, "at": timezone.now()}
    try:
        ledger.post(key=key, debit=debit, credit=credit, amount=3, **words)
    except (OperationalError, InterfaceError):
        connection.close()
        return False
    return True


def main(how_many, path, enough):
    found_a_bank()
    issuer = Account.objects.get(kind="issuer")
    depositors = list(Account.objects.filter(kind="depositor"))
    with open(path, "a") as acknowledged:
        clients = [
            threading.Thread(
                target=keep_posting, args=(issuer, depositors, how_many, acknowledged, enough)
            )
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
