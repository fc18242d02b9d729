"""The world of the access tests, built from that revision's own builders, and busier."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django.conf import settings
from django.utils import timezone

from tests import builders
from tests.access import stages
from tests.access import world as drawn
from tests.access.walk import ROLES
from tests.api.conftest import Program
from tests.conftest import SignedInClient
from tests.reports import conftest as reports

RESIDENTS = ("wang", "li")
HELPER_DAYS = {"from_on": "2026-01-05", "until_on": "2026-02-15"}


@dataclass
class Neighbourhood:
    world: object
    clients: dict
    tokens: dict
    exports: list = field(default_factory=list)

    def key(self, kind, place):
        return self.world.key(kind, place)


def build() -> Neighbourhood:
    loosen()
    areas = make_areas()
    staff = make_staff(areas)
    world = make_world(areas, staff)
    stages.cases_at_every_step(world, staff.lin, staff.chen)
    stages.rosters(world, areas.north, staff.chen, name="张三丰", file_name="名册.xlsx")
    exports = list(make_exports(areas, staff))
    tokens = {role: Program(user, by=way_in(role)).text for role, user in world.users.items()}
    return Neighbourhood(world, sign_in(world), tokens, exports)


def loosen():
    """So many questions a minute nobody else asks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.API_A_MINUTE = {"user": 10**6, "address": 10**6}
    settings.API_PEOPLE_PAGES_A_DAY = 10**6


def make_areas():
    make = builders.make_area
    district = make("district", "150299", "河东试验区")
    street = make("township", "150299020", "和平街道", parent=district)
    north = make("community", "150299020100", "北苑社区", parent=street)
    south = make("community", "150299020101", "南苑社区", parent=street)
    far_street = make("township", "150299021", "远方街道", parent=district)
    far_community = make("community", "150299021100", "远方社区", parent=far_street)
    return SimpleNamespace(
        street=street,
        north=north,
        south=south,
        abroad_community=far_community,
        east=make("grid", "150299020100001", "北苑第一网格", parent=north),
        west=make("grid", "150299020100002", "北苑第二网格", parent=north),
        far=make("grid", "150299020101001", "南苑第一网格", parent=south),
        abroad=make("grid", "150299021100001", "远方第一网格", parent=far_community),
    )


def make_staff(areas):
    make = builders.make_staff
    return SimpleNamespace(
        lin=make("lin", "林晓", areas.east, "grid_worker"),
        zhou=make("zhou", "周平", areas.west, "grid_worker"),
        zhao=make("zhao", "赵远", areas.far, "grid_worker"),
        chen=make("chen", "陈芳", areas.north, "secretary"),
        qian=make("qian", "钱立", areas.south, "secretary"),
        bai=make("bai", "白露", areas.street, "street_staff"),
        mai=make("mai", "麦田", areas.street, "street_staff"),
        gao=make("gao", "高扬", areas.east, "campaign_helper", **HELPER_DAYS),
        tan=make("tan", "谭远", areas.abroad_community, "secretary"),
        niu=make("niu", "牛远", areas.abroad, "grid_worker"),
    )


def make_world(areas, staff):
    home = builders.make_door(areas.east, "501")
    own = drawn.Place(
        areas.east, staff.lin, staff.chen, resident("own", areas.east, "13800000001", home)
    )
    neighbour = drawn.Place(
        areas.west, staff.zhou, staff.chen, resident("neighbour", areas.west, "13800000003")
    )
    other = drawn.Place(
        areas.far, staff.zhao, staff.qian, resident("other", areas.far, "13800000004")
    )
    elsewhere = drawn.Place(
        areas.abroad, staff.niu, staff.tan, resident("elsewhere", areas.abroad, "13800000005")
    )
    places = {"own": own, "neighbour": neighbour, "other": other, "elsewhere": elsewhere}
    for name, place in places.items():
        drawn.furnish(name, place)
    world = drawn.World(places)
    spouse = builders.make_resident(home, "李建国", phone="13800000002")
    users = {"wang": own.person.user, "li": spouse.user}
    world.users = users | {role: getattr(staff, role) for role in ROLES if hasattr(staff, role)}
    return world


def resident(place, grid, phone, door=None):
    door = door or builders.make_door(grid, "301")
    number = builders.make_id_number("19500102", int(phone[-3:]))
    return builders.make_resident(door, drawn.word("人", place), phone=phone, id_number=number)


def make_exports(areas, staff):
    """Every table in both forms, as the secretary and as the street office takes it."""
    orders = [(table, {"form": form}) for table in reports.TABLES for form in ("xlsx", "csv")]
    for role, area, other in (("chen", areas.north, "bai"), ("bai", areas.street, "mai")):
        in_full = {"full": True, "agreed_by": getattr(staff, other)}
        for table, facts in [*orders, ("people", in_full)]:
            if ready := make_export(getattr(staff, role), area, table, **facts):
                yield role, f"{table} {facts.get('form', 'in full')}", ready.uid


def nothing_to_export():
    """The refusal, in whichever module that revision keeps its exports."""
    module = getattr(reports, "requests", None) or reports.exporting
    return module.NothingToExport


def make_export(by, area, table, **facts):
    drawn.Tally.objects.filter(what="export").delete()  # more than five a day, for once
    dates = {"from_on": date(2025, 1, 1), "until_on": timezone.localdate()}
    dates = dates if reports.TABLES[table].dated else {}
    try:
        return reports.export(by, area, table, at=timezone.now(), **dates, **facts)
    except nothing_to_export():
        return None


def way_in(role):
    return "code" if role in RESIDENTS else "password"


def sign_in(world):
    clients = {"anonymous": SignedInClient(raise_request_exception=False)}
    for role in [role for role in ROLES if role != "anonymous"]:
        clients[role] = SignedInClient(raise_request_exception=False)
        clients[role].force_login(world.users[role], by=way_in(role))
    return clients
