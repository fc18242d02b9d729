"""One version, said the same wherever somebody asks: command, /healthz, the end of every page."""

import subprocess
import sys
import tomllib

import pytest

from config import views
from config.version import VERSION
from tests.ops.house import ROOT


def test_the_version_is_the_one_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == VERSION


def test_the_command_says_it_and_not_the_one_of_django(bare_environment):
    """Started as people start it, for Django keeps this word for itself; no settings are needed."""
    command = [sys.executable, "manage.py", "version"]
    said = subprocess.check_output(command, cwd=ROOT, env=bare_environment, text=True)

    assert said == f"{VERSION}\n"


def test_the_image_holds_what_says_it():
    """.dockerignore keeps papers out; this one is read when the house starts."""
    left_out = (ROOT / ".dockerignore").read_text().split()

    assert not {"pyproject.toml", "*.toml", "**/*.toml"} & set(left_out)
    assert "COPY . ." in (ROOT / "Dockerfile").read_text().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "版本"), ("en", "Version")])
def test_a_page_for_strangers_ends_with_it(client, language, words):
    client.post("/language/", {"language": language})
    page = client.get("/sign-in/").text

    assert f"{words} {VERSION}" in page.rpartition("<footer")[2]


def test_pages_of_the_house_and_of_the_office_end_with_it(client, bai):
    client.force_login(bai, by="password")
    for path in ("/inbox/", "/admin/", "/admin/grids/area/"):
        assert f"版本 {VERSION}" in client.get(path).text.rpartition("<footer")[2]


def test_the_page_for_what_broke_says_it_too(rf):
    assert f"版本 {VERSION}" in views.broken(rf.get("/")).text
