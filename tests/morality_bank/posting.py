"""Several clients that post points and survive their database: run as a program of its own.

    python -m tests.morality_bank.posting HOW_MANY ACKNOWLEDGED ENOUGH

Each makes its key before it sends anything, and sends the same key again until somebody
answers. What was acknowledged is written to the file ACKNOWLEDGED, one key a line. Each posts so
many, and goes on until there is a file ENOUGH.
"""

import sys
import threading
import time
from datetime import date
from itertools import count
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from grids.models import Area  # noqa: E402
from morality_bank import ledger, opening  # noqa: E402
from morality_bank.models import Account  # noqa: E402
from residents import registry  # noqa: E402

CLIENTS = 6


def found_a_bank():
    """One bank, three depositors, in areas nobody lives in."""
    parent = None
    for level, code in (
        ("city", "1502"),
        ("district", "150299"),
        ("township", "150299020"),
        ("community", "150299020100"),
        ("grid", "150299020100001"),
    ):
        parent = Area.objects.create(level=level, code=code, name=code, parent=parent)
    bank = opening.open_bank(community=parent.parent, name="北苑道德银行", on=date(2026, 3, 10))
    for number in range(3):
        person = registry.register(name=f"储户{number}", grid=parent, by=None, at=timezone.now())
        opening.open_account(bank=bank, person=person, on=date(2026, 3, 10))


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
