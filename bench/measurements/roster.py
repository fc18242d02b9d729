"""A large roster through its whole life, and a kill in the middle: rows, seconds, peak memory.

    python bench/measurements/roster.py [--lines 34000]

On PostgreSQL when DATABASE_URL names a server (the database itself is made and dropped by nobody
but you: give an empty one), else on SQLite in a folder of its own. Every step is a process of its
own, so that its peak memory is its own; seconds are given by the clock and by the processor, for
a busy machine stretches only the first. `measure` is the way in for others.
"""

import argparse
import base64
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SURNAMES, GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗",
    "秀建国丽志文晓海玉春英华兰强芳军平红明霞",
)


def measure(lines: int) -> list[dict]:
    """Each step with rows, seconds, processor seconds, megabytes and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(folder)
        _child("prepare", lines, environment)
        before = _child("dump", lines, environment)["found"]
        told = [_child("check", lines, environment), _killed(lines, environment)]
        if _child("dump", lines, environment)["found"] != before:
            raise AssertionError("a killed import left something behind")
        told += [_child("take in", lines, environment), _child("check again", lines, environment)]
        told.append(_child("undo", lines, environment))
        if _child("dump", lines, environment)["found"] != before:
            raise AssertionError("the undo is not exact")
        return told


def environment_of(folder):
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    return {
        "ZERENTIAN_SECRET_KEY": secrets.token_hex(32),
        "ZERENTIAN_FIELD_KEYS": f"k1:{key}",
        "ZERENTIAN_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        **os.environ,
        "ZERENTIAN_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }


def start(step, lines, environment, *, part=0):
    """`part`: rows written at once, where it is not the product's own number."""
    command = [sys.executable, str(Path(__file__)), "--step", step, "--lines", str(lines)]
    command += ["--part", str(part)] if part else []
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _child(step, lines, environment):
    with start(step, lines, environment) as child:
        answer = child.communicate()[0]
    if child.returncode:
        raise RuntimeError(f"{step} failed")
    return json.loads(answer.splitlines()[-1])


def _killed(lines, environment):
    """SIGKILL once the people of the first part are written and its record is about to be."""
    begun = time.perf_counter()
    with start("stop before the record", lines, environment) as child:
        for line in child.stdout:
            if line.startswith("writing"):
                break
        os.kill(child.pid, signal.SIGKILL)
    seconds = time.perf_counter() - begun
    return {"step": "killed while writing", "seconds": seconds, "found": "nothing left"}


# What a step does, in its own process.


def work(step: str, lines: int, part: int = 0) -> None:
    import django

    django.setup()
    from residents.models import Roster
    from residents.roster import parts, workflow
    from residents.roster.writing import trail, undoing

    if part:
        parts.size = lambda: part
    if step in ("prepare", "dump"):
        print(json.dumps({"found": prepare(lines) if step == "prepare" else dump()}))
        return
    if step == "stop before the record":
        trail.write = _wait_for_the_end
    now = _now()
    again = _upload(lines, now) if step == "check again" else None
    begun, processor = time.perf_counter(), time.process_time()
    if again:
        workflow.check(roster=again, at=now)
        counts = again.findings
        found = f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} left"
    else:
        found = Roster.objects.select_related("community").order_by("pk").first()
        if step == "check":
            workflow.check(roster=found, at=now)
        elif step == "undo":
            undoing.agree(roster=found, by=None, at=now)
            undoing.undo(roster=found, at=now)
        else:
            Roster.objects.filter(pk=found.pk, state="checked").update(state="to_take_in")
            workflow.take_in(roster=Roster.objects.get(pk=found.pk), at=now)
        found = Roster.objects.get(pk=found.pk).state
    told = {"step": step, "rows": lines, "found": found}
    told["seconds"] = time.perf_counter() - begun
    told["processor"] = time.process_time() - processor
    status = Path("/proc/self/status").read_text()
    told["megabytes"] = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024
    print(json.dumps(told))


def _now():
    from django.utils import timezone

    return timezone.now()


def _wait_for_the_end(told, **arguments):
    print("writing", flush=True)
    time.sleep(600)


def prepare(lines: int) -> int:
    """An empty community with its buildings, and the workbook uploaded."""
    from django.core.management import call_command

    from grids.models import Area, Building, Compound

    call_command("migrate", verbosity=0)
    parent = None
    for level, code in [
        ("city", "1502"),
        ("district", "150299"),
        ("township", "150299020"),
        ("community", "150299020100"),
        ("grid", "150299020100001"),
    ]:
        parent = Area.objects.create(level=level, code=code, name=f"某{level}", parent=parent)
    compound = Compound.objects.create(community=parent.parent, name="和平里")
    for number in range(1, lines // 200 + 2):
        Building.objects.create(compound=compound, number=number, **parent.columns())
    return _upload(lines, _now()).pk


def _upload(lines, now):
    from uuid import uuid4

    from grids.models import Area
    from residents.roster import workflow

    community = Area.objects.get(code="150299020100")
    file = workbook(lines)
    return workflow.upload(
        uid=uuid4(), file=file, name="名册.xlsx", community=community, by=None, at=now
    )


def workbook(lines: int):
    """Two people behind each door of 和平里, most with papers and a phone."""
    import io

    from openpyxl import Workbook

    from residents import identity

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(
        ["小区", "楼号", "单元", "门牌", "姓名", "身份证号", "手机", "与户主关系", "关爱标签"]
    )
    for line in range(lines):
        building, k = line // 200 + 1, line % 200
        door = f"{k % 100 // 4 + 1}0{k % 4 // 2 + 1}"
        name = SURNAMES[line % 20] + GIVEN[line // 20 % 20] + GIVEN[line // 400 % 20]
        stem = f"150299{1940 + line // 1000 * 2}{line % 12 + 1:02d}{line % 28 + 1:02d}{line * 7 % 1000:03d}"
        number = stem + identity.check_character(stem)
        sheet.append(
            [
                "和平里",
                str(building),
                str(k // 100 + 1),
                door,
                name,
                number if line % 20 else "",
                f"164{line:08d}" if line % 5 else "",
                "配偶" if line % 2 else "户主",
                "" if line % 10 else "低保",
            ]
        )
    content = io.BytesIO()
    book.save(content)
    return content


def dump() -> str:
    """A digest of every row an undo has to put back."""
    import hashlib

    from django.apps import apps

    beside = {"Record", "RecordHead", "Roster", "RosterPage", "Lookalike", "Absence"}
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ in beside or model._meta.app_label in ("contenttypes", "sessions"):
            continue
        for row in model._base_manager.order_by("pk").values_list().iterator(chunk_size=2000):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=34_000)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        work(arguments.step, arguments.lines, arguments.part)
        return
    print(f"{'':24}{'rows':>8}{'seconds':>10}{'processor':>11}{'peak MB':>9}")
    for told in measure(arguments.lines):
        print(
            f"{told['step']:24}{told.get('rows', ''):>8}{told['seconds']:>10.1f}"
            f"{told.get('processor', 0):>11.1f}{told.get('megabytes', ''):>9}  {told['found']}"
        )


if __name__ == "__main__":
    main()
