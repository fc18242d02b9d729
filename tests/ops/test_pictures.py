"""The pictures of the README are taken by a command, not by hand."""

import re

from tests.ops.house import ROOT
from tools.pictures import FOLDER, HANDBOOK, OF_HANDBOOK, SCENES


def test_every_picture_shown_is_one_the_command_takes():
    shown = set(re.findall(r"docs/pictures/([\w-]+)\.webp", (ROOT / "README.md").read_text()))

    assert shown
    assert shown <= {scene.name for scene in SCENES}


def test_every_scene_has_its_picture_and_no_picture_is_left_over():
    assert {path.stem for path in FOLDER.iterdir()} == {scene.name for scene in SCENES}


def test_every_picture_of_the_handbook_is_one_the_command_takes_and_is_shown():
    pages = "".join(page.read_text() for page in OF_HANDBOOK.parent.glob("*.md"))
    shown = set(re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+)\.webp\)", pages))

    assert shown == {scene.name for scene in HANDBOOK}
    assert {path.stem for path in OF_HANDBOOK.iterdir()} == shown
