"""Small holes, each closed in one place."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from accounts import drafts
from notices import sweeps
from notices.channels.base import Message, uid_of
from notices.channels.files import Files
from tests.ops.conftest import bare_environment as bare_environment
from tests.ops.house import ROOT
from tools.with_services import settings_for_tests


def test_the_page_of_the_code_is_kept_nowhere(client, wang):
    client.post("/sign-in/phone/", {"phone": "13800000001", "next": "/"})

    assert "no-store" in client.get("/sign-in/code/")["Cache-Control"]


def message(phone, text):
    return Message(uid=uid_of("test", phone), to=phone, text=text, event="test", values={})


def test_a_text_nobody_picked_up_is_removed_after_a_day(settings, db, now):
    channel, folder = Files(), settings.DATA / "sms"
    channel.send(message("13800000001", "旧的"))
    [old] = folder.glob("*.json")
    yesterday = (now - timedelta(days=1, minutes=1)).timestamp()
    os.utime(old, (yesterday, yesterday))
    channel.send(message("13800000002", "新的"))

    sweeps.run(now)

    [left] = folder.glob("*.json")
    assert left != old and "新的" in left.read_text()


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver//evil.example/x", ""),
        ("http://testserver/\\evil.example/x", ""),
        ("http://testserver/today/?grid=1", "/today/?grid=1"),
    ],
)
def test_no_page_of_ours_begins_with_another_host(rf, referer, page):
    assert drafts.referring_page(rf.post("/x/", headers={"referer": referer})) == page


@pytest.mark.parametrize(("said", "used"), [("", "False"), ("1", "True")])
def test_the_list_browsers_carry_is_entered_only_on_purpose(said, used, bare_environment, tmp_path):
    environment = {**bare_environment, **settings_for_tests(tmp_path), "ZERENTIAN_HTTPS": "1"}
    environment |= {"ZERENTIAN_HSTS_PRELOAD": said} if said else {}
    show = "from config import settings; print(settings.SECURE_HSTS_PRELOAD)"

    command = [sys.executable, "-c", show]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.stdout.strip() == used
