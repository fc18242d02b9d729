"""Per-object permissions instead of area columns: the same first page, by django-guardian."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from guardian.models import UserObjectPermission
from guardian.shortcuts import get_objects_for_user

from bench.dataset import database
from bench.dataset.house import LEVELS
from bench.measure import Figure, side_by_side
from residents.models import Person

ROWS = 25
STREETS = 10
"""So many streets' people get their rows; a whole city's would double the time of the run."""


def measure(house):
    house.use("main")
    grant(house)
    today = timezone.localdate()
    for level in LEVELS:
        user, reader = house.user(level), house.reader(level)
        ways = {
            "ours": lambda reader=reader: first(Person.objects.visible_to(reader), today),
            "guardian": lambda user=user: first(
                get_objects_for_user(user, "residents.view_person", accept_global_perms=False),
                today,
            ),
        }
        times = side_by_side(ways)
        yield Figure(
            f"people due by per-object permissions, {ROWS} rows for a {level} user",
            "by area columns",
            times.ratio("guardian", "ours"),
            times.seconds("guardian"),
            15 if level == "street" else None,
            more_is_better=True,
        )


def first(people, today):
    return list(people.due(today).order_by("tier_rank", "next_due_on", "pk")[:ROWS])


def grant(house):
    """Everybody may be seen by the worker of the grid and by the three whose list we measure."""
    kind = ContentType.objects.get_for_model(Person)
    permission = Permission.objects.get(content_type=kind, codename="view_person")
    people = house.size.people * house.size.grids * house.size.communities
    who = {level: house.user(level).pk for level in LEVELS}
    reach = {
        "grid": house.size.people,
        "community": house.size.people * house.size.grids,
        "street": people,
    }
    with database.without_indexes(UserObjectPermission) as cursor:
        cursor.execute(
            f"""
            INSERT INTO guardian_userobjectpermission (content_type_id, permission_id, object_pk, user_id)
            SELECT {kind.pk}, {permission.pk}, id, grid_id - 100000 FROM residents_person
            WHERE id <= {people * STREETS}
            """
        )
        for level, user in who.items():
            cursor.execute(
                f"""
                INSERT INTO guardian_userobjectpermission (content_type_id, permission_id, object_pk, user_id)
                SELECT {kind.pk}, {permission.pk}, id, {user} FROM residents_person WHERE id <= {reach[level]}
                """
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) guardian_userobjectpermission")
