"""Settings fail loudly: a missing secret ends the start and is named."""

import subprocess
import sys

import pytest
from django.utils.module_loading import import_string

from tests.ops.house import ROOT
from tools.with_services import settings_for_tests

SECRETS = ["ZERENTIAN_SECRET_KEY", "ZERENTIAN_FIELD_KEYS", "ZERENTIAN_INDEX_KEY"]


def check(environment):
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_missing_secret_ends_the_start_and_is_named(secret, bare_environment, tmp_path):
    environment = {**bare_environment, **settings_for_tests(tmp_path)}
    assert check(environment).returncode == 0
    del environment[secret]

    done = check(environment)

    assert done.returncode == 1
    assert done.stderr.startswith(f"{secret} is not set.")
    assert "Traceback" not in done.stderr


def test_the_data_folder_brings_its_own_environment(bare_environment, tmp_path):
    lines = [f"{name}={value}\n" for name, value in settings_for_tests(tmp_path).items()]
    (tmp_path / "env").write_text("".join(lines))
    assert check({**bare_environment, "ZERENTIAN_DATA": str(tmp_path)}).returncode == 0


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("config.one_sheet.Storage", "config.look.stylesheets.Storage"),
        ("config.look.stylesheets.Storage", "config.look.stylesheets.Storage"),
        ("somebody.elses.Storage", "somebody.elses.Storage"),
    ],
)
def test_the_stylesheets_are_stored_under_todays_name_and_the_first(
    said, used, bare_environment, tmp_path
):
    environment = {**bare_environment, **settings_for_tests(tmp_path)}
    environment["ZERENTIAN_STATIC_STORAGE"] = said
    show = "from config import settings; print(settings.STORAGES['staticfiles']['BACKEND'])"
    command = [sys.executable, "-c", show]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.stdout.strip() == used
    assert used.startswith("somebody") or import_string(used)
