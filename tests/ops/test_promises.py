"""docs/promises.md names tests: each of them exists, and no promise is without proof and control."""

import re

from tests.ops.house import ROOT

PAGE = (ROOT / "docs" / "promises.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|") and "::" in line
]


def named_in(cell):
    """(file, name) of each; a name without a file belongs to the file before it."""
    file = None
    for named in re.findall(r"`([^`]*::[^`]+)`", cell):
        where, name = named.split("::")[0], named.split("::")[-1]
        file = where or file
        yield file, name


def is_there(file, name):
    path = ROOT / file
    return path.is_file() and bool(re.search(rf"^ *def {name}\(", path.read_text(), re.M))


def test_every_promise_names_a_proof_and_a_control_that_exist():
    lacking = [
        (name or promise, cell or "no figure")
        for name, promise, _, proof, figure, control in ROWS
        for cell in (proof, control)
        if not figure
        or not [*named_in(cell)]
        or not all(is_there(*each) for each in named_in(cell))
    ]

    assert lacking == []
    assert len(ROWS) > 60


def test_a_test_that_is_not_there_is_noticed():
    assert not is_there("tests/ops/test_promises.py", "test_that_was_renamed")
    assert not is_there("tests/ops/" + "no_such_file.py", "test_every_promise")


def test_no_promise_of_the_register_is_missing():
    ids = {row[0] for row in ROWS}

    assert {f"P{n}" for n in (1, 2, 4, 5, 6, 7, 11, 12, 14)} | {"T1", "T2", "T3", "T6"} <= ids
    assert {f"U{n}" for n in range(1, 8)} <= ids
