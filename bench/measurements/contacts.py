"""Logging a contact with everything it moves, against the bare row."""

from itertools import count
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from bench.measure import Figure, side_by_side
from residents.models import Dwelling, Person
from visits import logbook
from visits.models import Visit

EACH_TURN = 40


def measure(house):
    house.use("main")
    worker = house.user("grid")
    doors = list(
        Dwelling.objects.visible_to(house.reader("grid")).order_by("pk")[: house.size.doors]
    )
    behind = {door.pk: list(Person.objects.filter(home=door).order_by("pk")[:1]) for door in doors}
    turn = count()

    def log():
        for _ in range(EACH_TURN):
            door = doors[next(turn) % len(doors)]
            logbook.log(
                client_id=uuid4(),
                dwelling=door,
                people=behind[door.pk],
                channel="door",
                outcome="met",
                by=worker,
                at=timezone.now(),
                note="聊了聊家常，身体还好。",
            )

    def bare():
        for _ in range(EACH_TURN):
            door, now = doors[next(turn) % len(doors)], timezone.now()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(INSERT, row(door, worker, now))

    times = side_by_side({"log": log, "bare": bare})
    yield Figure(
        "contacts logged a second, with people, due dates and the door",
        "a bare INSERT of the contact",
        times.ratio("bare", "log"),
        times.seconds("log") / EACH_TURN,
        0.35,
        more_is_better=True,
        note=f"{times.queries['log'] // EACH_TURN} statements",
    )


COLUMNS = [field.column for field in Visit._meta.concrete_fields if field.column != "id"]
INSERT = (
    f"INSERT INTO visits_visit ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)


def row(door, worker, now):
    visit = Visit(
        client_id=uuid4(),
        dwelling=door,
        channel="door",
        outcome="met",
        by=worker,
        occurred_at=now,
        received_at=now,
        note="聊了聊家常，身体还好。",
        grid_id=door.grid_id,
        community_id=door.community_id,
        township_id=door.township_id,
    )
    return [
        field.get_db_prep_save(getattr(visit, field.attname), connection)
        for field in Visit._meta.concrete_fields
        if field.column != "id"
    ]
