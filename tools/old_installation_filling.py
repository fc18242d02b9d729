"""Lives a small day in a fresh installation: everything of which nothing may get lost.

    python old_installation_filling.py ASKED.json      in the root of the revision

tools/old_installation.py runs it with the code of whichever revision it keeps. What is done, is
done on pages and by commands, for addresses outlive modules; people and places come from the
builders that revision's own tests use. Everybody here is invented.
"""

import json
import re
import sys
from datetime import date, datetime
from html import escape
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "upgrade"))

import look  # noqa: E402  (found by the line above)

AT = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "demo-2026"  # as the builders give it
# What a roster changes, and what is as it was when it is undone.
TOUCHED = [
    "accounts_user",
    "residents_caretag",
    "residents_dwelling",
    "residents_household",
    "residents_person",
    "residents_residency",
]
# Tables whose models move, or stand for those that stay: each gets a history.
WITH_HISTORIES = [
    "accounts_record",
    "accounts_recordhead",
    "accounts_tally",
    "accounts_savedfilter",
    "notices_heartbeat",
    "notices_reminder",
    "morality_bank_rule",
    "cases_category",
]


class Day:
    """Who and what there is, and what they must find again."""

    def __init__(self, builders, sheets):
        self.builders, self.sheets = builders, sheets
        self.pages, self.sessions, self.browsers = [], {}, {}

    def sign_in(self, name):
        client = look.browser()
        answer = client.post("/sign-in/", {"username": name, "password": PASSWORD})
        must(answer.status_code == 302, f"{name} signs in")
        self.browsers[name] = client
        self.sessions[name] = client.session.session_key
        must("PostingBackend" in client.session["_auth_user_backend"], "the session names its way")

    def post(self, name, address, facts, **more):
        answer = self.browsers[name].post(address, facts, follow=True, **more)
        must(answer.status_code == 200, f"{name} posts to {address}: {answer.status_code}")
        return answer.content.decode()

    def find(self, what, words, **page):
        self.pages.append({"what": what, "words": words, **page})


def must(true, what):
    if not true:
        raise SystemExit(f"not as it should be: {what}")


def only(table, **facts):
    return look.model_of(table)._base_manager.get(**facts)


def newest(table, **facts):
    return look.model_of(table)._base_manager.filter(**facts).latest("pk")


def people_and_places(day):
    build = day.builders
    district = build.make_area("district", "150299", "河东试验区")
    street = build.make_area("township", "150299020", "和平街道", parent=district)
    north = build.make_area("community", "150299020100", "北苑社区", parent=street)
    south = build.make_area("community", "150299020101", "南苑社区", parent=street)
    day.north = north
    day.east = build.make_area("grid", "150299020100001", "北苑第一网格", parent=north)
    day.west = build.make_area("grid", "150299020100002", "北苑第二网格", parent=north)
    far = build.make_area("grid", "150299020101001", "南苑第一网格", parent=south)
    staff = [
        ("lin", "林晓", day.east, "grid_worker"),
        ("zhou", "周平", day.west, "grid_worker"),
        ("chen", "陈芳", north, "secretary"),
        ("qian", "钱立", south, "secretary"),
        ("bai", "白露", street, "street_staff"),
        ("mai", "麦田", street, "street_staff"),
    ]
    day.staff = {name: build.make_staff(name, *facts) for name, *facts in staff}
    day.home = build.make_door(day.east, "501", building=build.make_building(day.east, 3))
    number = build.make_id_number("19500102", 1)
    day.wang = build.make_resident(day.home, "王秀兰", phone="13800000001", id_number=number)
    day.li = build.make_resident(day.home, "李建国", phone="13800000002", remarks="养猫")
    day.sun = build.make_person(build.make_door(day.west, "101"), "孙巧云", phone="16400000003")
    build.make_person(build.make_door(far, "201"), "吴大海", phone="16400000004")
    for name in ("bai", "chen", "lin"):
        day.sign_in(name)


def care_and_contacts(day):
    build, lin = day.builders, day.staff["lin"]
    build.tag(day.wang, at=AT)
    build.tag(day.sun, "low_income", at=AT, expires_on=date(2026, 12, 1))
    build.log_contact(lin, day.home, [day.wang], note="暖气不热", at=AT)
    build.log_contact(lin, day.home, outcome="rescheduled", next_on=date(2026, 3, 12), at=AT)


def problems(day):
    build, lin, chen = day.builders, day.staff["lin"], day.staff["chen"]
    words = {
        "client_id": uuid4(),
        "category": build.make_category().pk,
        "priority": "normal",
        "words": "三楼的灯不亮。",
        "here": "home",
        "photos": a_photo(),
    }
    day.post("lin", f"/cases/new/?door={day.home.pk}", words)
    photo = only("cases_photo")
    day.find("a photo", [], by="chen", address=f"/cases/photo/{photo.uid}/")
    closed = build.make_case(lin, day.east, words="井盖松了。", at=AT)
    build.bring(closed, "closed", desk=chen, worker=lin, at=AT)
    handled = build.make_case(lin, day.west, words="长椅断了一条。", at=AT)
    build.bring(handled, "handled", desk=chen, worker=day.staff["zhou"], at=AT)
    facts = {"channel": "phone", "reporter": day.wang, "confidential": True}
    secret = build.make_case(day.wang.user, day.east, words="邻居家常有哭声。", at=AT, **facts)
    day.find("a closed case", ["井盖松了", "灯换好了"], by="chen", address=f"/cases/{closed.uid}/")
    day.find("a secret", ["邻居家常有哭声"], by="chen", address=f"/cases/{secret.uid}/")


def a_photo():
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    out = look.io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), content_type="image/jpeg")


def points(day):
    build, lin = day.builders, day.staff["lin"]
    bank = build.make_bank(day.north)
    rule = build.make_rule(bank)
    good, other = (build.make_deed(lin, day.wang, rule, at=AT, note=note) for note in "一二")
    build.make_deed(lin, day.li, rule, at=AT)
    day.post("chen", f"/deeds/{good.uid}/post/", {})
    day.post("chen", f"/deeds/{other.uid}/refuse/", {"why": "同一件事存了两回"})
    states = look.model_of("morality_bank_deed")._base_manager.values_list("state", flat=True)
    must(sorted(states) == ["pending", "posted", "refused"], "one deed of each kind")


def looks_files_and_tokens(day):
    """The record of looks, changes and exports; a file under its own key; a token."""
    why = {"field": "phone", "usual": "visit", "why": ""}
    must("13800000001" in plain(day.post("lin", f"/people/{day.wang.uid}/reveal/", why)), "a phone")
    asked = {
        "uid": uuid4(),
        "area": day.north.pk,
        "state": "here",
        "form": "csv",
        "columns": ["name", "phone", "address"],
        "why": "报民政局核对高龄补贴",
    }
    day.post("chen", "/exports/new/people/", asked)
    must(only("reports_export").state == "ready", "the file is written")
    day.find(
        "a file", ["王秀兰", "138****0001"], by="chen", address=f"/exports/{asked['uid']}/file/"
    )
    shown = day.post("chen", "/tokens/", {"name": "一表通同步", "days": 30})
    [token] = set(re.findall(r"zrt_[\w-]{40,}", plain(shown)))
    day.find("a token", ["陈芳"], token=token, address="/api/v1/me/")


def plain(page):
    return re.sub(r"<wbr>|\s", "", page)


def counted(day):
    """What is counted so that it is not done too often, and a code that was sent."""
    stranger = look.browser()
    stranger.post("/sign-in/phone/", {"phone": "13800000001"})
    for _ in range(2):
        stranger.post("/sign-in/", {"username": "zhou", "password": "guess"})


def the_office(day):
    """Histories as the office writes them, ways of looking under a name."""
    zhou = day.staff["zhou"]
    facts = {
        "user": zhou.pk,
        "area": day.east.pk,
        "role": "grid_worker",
        "from_on": "2026-03-11",
        "why_changed": "春季入户",
    }
    day.post("bai", "/admin/grids/posting/add/", facts)
    post = newest("grids_posting")
    must((post.user_id, post.area_id) == (zhou.pk, day.east.pk), "a new post")
    day.post(
        "bai",
        f"/admin/grids/posting/{post.pk}/change/",
        {"until_on": "2026-06-30", "why_changed": "提前结束"},
    )
    words = ["白露", "春季入户", "提前结束", "2026-06-30", "周平"]
    history = {"view": "history", "by": "bai"}
    day.find("a history", words, table="grids_posting", pk=post.pk, **history)
    day.find(
        "what the record alone tells",
        ["系统", "150299020100/"],
        table="residents_person",
        pk=day.sun.pk,
        **history,
    )
    for table, name, query in [
        ("residents_person", "在住的", "status__exact=here"),
        ("grids_building", "三号楼", f"community={day.north.pk}&o=2"),
    ]:
        register = "/admin/" + look.labels()[table].replace(".", "/")
        day.post("bai", f"{register}/filters/keep/", {"name": name, "query": query, "shared": "on"})
        kept = only("accounts_savedfilter", name=name)
        day.find(
            f"saved filters of {table}",
            [name, escape(kept.query)],
            view="changelist",
            by="bai",
            table=table,
        )
    histories_and_permissions(day)


def histories_and_permissions(day):
    """Rows that hang on the name of a model, also of models no page of the office shows."""
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType

    bai, group = day.staff["bai"], Group.objects.create(name="档案")
    for table in WITH_HISTORIES:
        kind = ContentType.objects.get_for_model(look.model_of(table))
        facts = {"object_id": "1", "object_repr": table, "change_message": "[]"}
        LogEntry.objects.create(
            user_id=bai.pk, content_type=kind, action_flag=CHANGE, action_time=AT, **facts
        )
        allowed = Permission.objects.get(content_type=kind, codename__startswith="view_")
        bai.user_permissions.add(allowed)
        group.permissions.add(allowed)
    row = newest("accounts_savedfilter")
    kind = ContentType.objects.get_for_model(row)
    allowed = Permission.objects.get(content_type=kind, codename__startswith="view_")
    look.model_of("guardian_userobjectpermission")._base_manager.create(
        user_id=bai.pk, content_type=kind, permission=allowed, object_pk=str(row.pk)
    )


def what_the_clock_does():
    from celery import current_app
    from django.conf import settings

    current_app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        current_app.tasks[entry["task"]]()
    for table in ("notices_heartbeat", "notices_reminder", "notices_notice"):
        must(look.model_of(table)._base_manager.exists(), f"rows in {table}")


def a_roster(day):
    """Last of all: nothing rests on it, and what it touches is noted as it was before."""
    from django.db import connection

    with connection.cursor() as cursor:
        before = look.tables(cursor, only=TOUCHED)
    row = day.sheets.row
    lines = [
        row("李建国", 备注="养狗", 手机="13800000002"),
        row("韩梅", door="601", 关爱标签="低保"),
    ]
    for line in lines:
        line[2] = "1"  # the stairwell the builders use
    uid = uuid4()
    facts = {"uid": uid, "community": day.north.pk, "file": day.sheets.workbook(*lines)}
    day.post("chen", "/imports/", facts)
    day.post("chen", f"/imports/{uid}/take-in/", {})
    must(only("residents_roster").state == "taken_in", "the roster is taken in")
    with connection.cursor() as cursor:
        must(look.tables(cursor, only=TOUCHED) != before, "the roster changes the register")
    address = f"/imports/{uid}/undo/"
    return {"by": "chen", "address": address, "tables": TOUCHED}, before


def main(file):
    look.start(AT)
    # The one place that imports from the revision: what its own tests are built with.
    from tests import builders
    from tests.residents import sheets

    day = Day(builders, sheets)
    for part in (
        people_and_places,
        care_and_contacts,
        problems,
        points,
        looks_files_and_tokens,
        counted,
        the_office,
    ):
        part(day)
    what_the_clock_does()
    undo, before = a_roster(day)
    day.find("the session", ["林晓"], by="lin", address="/today/")
    asked = {"at": AT.isoformat(), "sessions": day.sessions, "pages": day.pages, "undo": undo}
    Path(file).write_text(json.dumps({"asked": asked, "before": before}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
