"""Posting points with many clients at once, against the very same statements from pgbench."""

import multiprocessing
import re
import subprocess
import time
from random import Random
from statistics import median
from uuid import uuid4

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measure import Figure
from morality_bank import ledger
from morality_bank.models import Account, Transfer
from tools.with_services import postgres_programs

KEY = "('00000000-0000-4000-8000-' || lpad(to_hex(:key), 12, '0'))::uuid"


def measure(house):
    house.use("main")
    script = same_statements(house)
    for clients in house.scale.clients:
        ours, theirs = [], []
        for _ in range(house.scale.turns):
            theirs.append(pgbench(script, clients, house.scale.seconds))
            ours.append(product(house, clients, house.scale.seconds))
        yield Figure(
            f"transfers a second, {clients} clients",
            "pgbench with the same statements",
            median(mine / his for mine, his in zip(ours, theirs, strict=True)),
            1 / median(ours),
            0.33,
            more_is_better=True,
            note=f"{median(ours):,.0f} a second to {median(theirs):,.0f}",
        )
    yield from many_at_once(house)


def block(house):
    """Accounts of one bank: the issuer, then its depositors (bench/dataset/city.py)."""
    return house.size.depositors * house.size.grids + 1


def banks(house):
    return house.size.streets * house.size.communities


def draw(house, chance):
    bank = chance.randrange(banks(house))
    issuer = 1 + bank * block(house)
    return Account(pk=issuer, bank_id=bank + 1), Account(
        pk=issuer + 1 + chance.randrange(block(house) - 1)
    )


def post(house, chance):
    issuer, depositor = draw(house, chance)
    return ledger.post(
        key=uuid4(),
        debit=issuer,
        credit=depositor,
        amount=1,
        reason="楼道清扫",
        source="bench",
        by=None,
        at=timezone.now(),
    )


# pgbench


def same_statements(house) -> str:
    """What one posting sends to the database, with its accounts and its key drawn by pgbench."""
    chance = Random(7)
    for _ in range(3):
        post(house, chance)
    with CaptureQueriesContext(connection) as captured:
        made = post(house, chance)
    lines = [
        f"\\set bank random(0, {banks(house) - 1})",
        f"\\set debit 1 + :bank * {block(house)}",
        f"\\set credit :debit + random(1, {block(house) - 1})",
        "\\set key random(1, 140000000000000)",
    ]
    for query in captured.captured_queries:
        sql = re.sub(r"'[0-9a-f-]{36}'(::uuid)?", KEY, query["sql"])
        sql = re.sub(rf"\b{made.debit_id}\b", ":debit", sql)
        sql = re.sub(rf"\b{made.credit_id}\b", ":credit", sql)
        lines.append(" ".join(sql.split()) + ";")
    return "\n".join(lines)


def pgbench(script: str, clients: int, seconds: float) -> float:
    settings = connection.settings_dict
    program = postgres_programs() / "pgbench"
    command = [
        program,
        "-n",
        "-c",
        str(clients),
        "-j",
        "2",
        "-T",
        str(max(1, round(seconds))),
        "-f",
        "-",
        "-h",
        settings["HOST"] or settings["OPTIONS"].get("host", ""),
        "-U",
        settings["USER"],
        settings["NAME"],
    ]
    done = subprocess.run(command, input=script, capture_output=True, text=True)
    told = re.search(r"tps = ([\d.]+)", done.stdout)
    if not told or "aborted" in done.stderr:
        raise RuntimeError(f"pgbench: {done.stderr[-600:]}")
    return float(told[1])


# the product


def product(house, clients: int, seconds: float) -> float:
    """Transfers a second of so many processes, each with a connection of its own."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, counts = fork.Barrier(clients), fork.Queue()

    def client(number):
        chance, done = Random(number), 0
        post(house, chance)
        start.wait()
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            post(house, chance)
            done += 1
        counts.put(done / (time.perf_counter() - begun))
        connections.close_all()

    processes = [fork.Process(target=client, args=(number,)) for number in range(clients)]
    for process in processes:
        process.start()
    done = sum(counts.get(timeout=seconds + 60) for _ in processes)
    for process in processes:
        process.join()
    return done


# many at once


def many_at_once(house):
    """A bonus for everybody: postings one by one in one transaction, against one statement."""
    wanted = house.scale.deposits
    some = max(10, wanted // 20)
    ours, theirs = [], []
    for turn in range(house.scale.turns):
        begun = time.perf_counter()
        with transaction.atomic():
            chance = Random(turn)
            for _ in range(some):
                post(house, chance)
        ours.append((time.perf_counter() - begun) * wanted / some)
        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ALL_AT_ONCE, {"most": wanted})
        theirs.append(time.perf_counter() - begun)
    yield Figure(
        f"{wanted:,} deposits, one by one in one transaction",
        "one SQL statement for all of them",
        median(mine / his for mine, his in zip(ours, theirs, strict=True)),
        median(ours),
        note="no page deposits for many at once",
    )


ALL_AT_ONCE = f"""
    WITH chosen AS (
        SELECT depositor.id AS credit, issuer.id AS debit
        FROM morality_bank_account depositor
        JOIN morality_bank_account issuer ON issuer.bank_id = depositor.bank_id AND issuer.kind = 'issuer'
        WHERE depositor.kind = 'depositor' ORDER BY depositor.id LIMIT %(most)s
    ), moved AS (
        INSERT INTO {Transfer._meta.db_table} (key, debit_id, credit_id, amount, phase, reason, source, made_at)
        SELECT gen_random_uuid(), debit, credit, 1, 'single', '楼道清扫', 'bench', now() FROM chosen
    ), given AS (
        UPDATE morality_bank_account SET credits_posted = credits_posted + 1
        FROM chosen WHERE id = credit
    )
    UPDATE morality_bank_account SET debits_posted = debits_posted + total.n
    FROM (SELECT debit, count(*) AS n FROM chosen GROUP BY debit) AS total WHERE id = total.debit
"""
