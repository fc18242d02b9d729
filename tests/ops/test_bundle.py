"""A bundle for a machine without internet: whole or refused, and what it says of the machine."""

import json
import re

import pytest

from tests.ops.house import ROOT
from tools import install
from tools.bundle import machine, making, unpacked, wheels
from tools.bundle.machine import Facts

MADE = 1_796_000_000  # in December 2026
BUNDLE = {
    "made": MADE,
    "python": ["3.11"],
    "machines": {
        "x86_64": {"glibc": [2, 28], "started": True},
        "aarch64": {"glibc": [2, 28], "started": False},
    },
}
WELL = {"now": MADE + 86400, "newest": (MADE, "bootstrap.py")}
STOPS = {
    "another system": {"system": "Darwin"},
    "another processor": {"machine": "riscv64"},
    "an old system": {"libc": ("glibc", "2.17")},
    "another C library": {"libc": ("", "")},
    "another Python": {"python": "3.13"},
    "half a Python": {"modules_missing": ("venv",)},
    "no time zones": {"zones": False},
    "no room for the program": {"free_here": 0.2},
    "no room for data": {"free_for_data": 0.9},
    "too little memory": {"memory": 0.5},
    "a stick": {"programs_run": False},
    "a clock before the files": {"now": MADE - 86400},
    "a clock before what was written": {"newest": (MADE + 9 * 86400, "data/env")},
}
REMARKS = {
    "arm64": {"machine": "aarch64"},
    "little memory": {"memory": 1.4},
    "a clock years ahead": {"now": MADE + 5 * 366 * 86400},
}


def judged(**otherwise):
    return list(machine.findings(Facts(**{**WELL, **otherwise}), BUNDLE))


def test_a_machine_that_will_do_is_told_so():
    found = judged()

    assert [(each.stops, each.mend) for each in found] == [(False, "")] * len(found)
    assert len(found) == 6


@pytest.mark.parametrize("what", STOPS)
def test_what_is_missing_is_told_with_what_to_do_in_both_languages(what):
    [found] = [each for each in judged(**STOPS[what]) if each.mend]

    assert found.stops
    assert re.search("[一-鿿]", found.mend) and re.search("[a-z]{3,} [a-z]{2,}", found.mend)


@pytest.mark.parametrize("what", REMARKS)
def test_what_may_be_is_remarked_and_holds_nobody_up(what):
    [found] = [each for each in judged(**REMARKS[what]) if each.mend]

    assert not found.stops


def test_this_machine_is_looked_at(tmp_path):
    seen = machine.facts(ROOT, tmp_path / "data" / "deeper")

    assert seen.zones and seen.programs_run and not seen.modules_missing
    assert seen.free_for_data > 0 and seen.newest[1].endswith("bootstrap.py")


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """Unpacked, with a pip that says on a slip that it was called."""
    for name in ("pip-26.3-py3-none-any.whl", "django-5.2.19-py3-none-any.whl"):
        wheel = tmp_path / unpacked.WHEELS / name
        wheel.parent.mkdir(exist_ok=True)
        wheel.write_bytes(name.encode() * 99)
    (tmp_path / unpacked.PAPER).write_text(json.dumps(BUNDLE))
    (tmp_path / unpacked.SUMS).write_text(unpacked.sums_of(tmp_path))
    monkeypatch.setattr(install, "ROOT", tmp_path)
    return tmp_path


def flipped(path):
    content = bytearray(path.read_bytes())
    content[57] ^= 1
    path.write_bytes(content)


def test_a_whole_bundle_installs_with_its_own_pip_and_asks_no_network(bundle):
    command = install.which_pip("requirements.lock")

    assert command[1] == str(bundle / "wheels" / "pip-26.3-py3-none-any.whl" / "pip")
    assert command[-3:] == ["--no-index", "--find-links", str(bundle / "wheels")]


DAMAGE = {
    "a byte of a wheel": lambda wheel: flipped(wheel),
    "a wheel that is gone": lambda wheel: wheel.unlink(),
    "one laid beside": lambda wheel: wheel.with_name("x-1-py3-none-any.whl").write_bytes(b"x"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_bundle_that_is_not_as_it_was_made_installs_nothing(bundle, what):
    DAMAGE[what](bundle / "wheels" / "django-5.2.19-py3-none-any.whl")

    [fault] = unpacked.faults(bundle)
    with pytest.raises(install.Trouble, match=re.escape(fault)) as refused:
        install.which_pip("requirements.lock")
    assert "什么都没有安装" in str(refused.value)


def test_which_wheels_serve_which_machine():
    names = [
        "a_b-1.0-py3-none-any.whl",
        "c-1.0-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
        "d-1.0-cp310-abi3-manylinux_2_26_x86_64.manylinux_2_28_x86_64.whl",
        "c-1.0-cp311-cp311-manylinux_2_28_aarch64.whl",
        "e-1.0-cp312-cp312-manylinux_2_34_x86_64.whl",
    ]

    def packages(machine):
        return [package for package, _ in wheels.fitting(names, machine, "3.11")]

    assert packages("x86_64") == ["a-b", "c", "d"] and packages("aarch64") == ["a-b", "c"]
    assert wheels.glibc_for(names[:3], machine="x86_64") == (2, 26)
    assert wheels.glibc_for(names[:4], machine="aarch64") == (2, 28)


def test_a_package_without_a_wheel_for_a_machine_is_named(tmp_path):
    (tmp_path / "lock").write_text("a-b==1.0 \\\nC_d==1.0 \\\n")
    (tmp_path / "a_b-1.0-cp311-cp311-manylinux_2_28_aarch64.whl").touch()
    (tmp_path / "c_d-1.0-py3-none-any.whl").touch()

    def lacking(machine):
        return wheels.lacking(tmp_path / "lock", tmp_path, machine=machine, python="3.11")

    assert (lacking("aarch64"), lacking("x86_64")) == (set(), {"a-b"})


def test_a_key_that_is_not_there_is_named_before_anything_long_happens(tmp_path):
    with pytest.raises(install.Trouble, match="ssh-keygen -t ed25519"):
        making.main([str(tmp_path / "out"), "--key", str(tmp_path / "key")])
    assert not (tmp_path / "out").exists()
