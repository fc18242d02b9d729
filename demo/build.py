"""Builds the demo, all of it or nothing."""

import gc
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from accounts.models import User
from demo.invented import needs
from demo.models import Street
from demo.stages import (
    absences,
    announcements,
    box,
    contacts,
    mornings,
    news,
    people,
    points,
    problems,
    register,
    rules,
    sign_ins,
    staff,
    street,
    ways_out,
)
from demo.world import Size, World
from grids.models import Area
from residents.models import Person

STAGES = [
    ("街道、小区和楼栋 places", street.lay_out),
    ("本街道的规定 rules", rules.make),
    ("岗位和人手 posts", staff.appoint),
    ("住户和居民 people", people.imagine),
    ("居民账号 residents' accounts", sign_ins.open_accounts),
    ("关爱标签 care", needs.note),
    ("一年的走访 a year of contacts", contacts.remember),
    ("写入名册 writing the register", register.write_people),
    ("写入走访 writing the contacts", register.write_contacts),
    ("居民的事 problems", problems.tell),
    ("道德银行 points", points.open_banks),
    ("意见箱 suggestion box", box.fill),
    ("消息 notices", news.send),
    ("送出去的 on their way", ways_out.send),
    ("谁不在、岗位交接 who is away", absences.say),
    ("公告 announcements", announcements.say),
    ("今天早上 this morning", mornings.tell),
]
LOCK = 7030020
"""PostgreSQL's number for "somebody builds the demo"; SQLite has one writer anyway."""


class NotOurs(Exception):
    """The database holds real people or places; the demo must never mix with them."""


class BeingBuilt(Exception):
    """Another process is at it."""


def standing() -> Street | None:
    return Street.objects.first()


@transaction.atomic
def build(*, size: Size, at: datetime, tell: Callable[[str], None] = lambda words: None) -> Street:
    """Build the street in one transaction; an interrupted run leaves nothing behind.

    `tell` hears the name of each stage before it begins. Raises NotOurs, BeingBuilt.
    """
    claim()
    if street := standing():  # somebody else was quicker
        return street
    if User.objects.exists() or Area.objects.exists() or Person.objects.exists():
        raise NotOurs
    world = World(at=at, size=size)
    gc.disable()  # nothing here is garbage before the end, and looking for it takes long
    try:
        for name, stage in STAGES:
            tell(name)
            stage(world)
    finally:
        gc.enable()
    return Street.objects.create(built_at=at, people=len(world.people))


def claim():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise BeingBuilt


def freshen_statistics() -> None:
    """The database plans its queries by what is in the tables now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
