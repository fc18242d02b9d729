"""What is in git: locks without addresses, no path of a machine, a compose file that fails loudly."""

import re
import shutil
import subprocess
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import tree
from tests.ops.house import ROOT

LOCKS = ["requirements.lock", "requirements-test.lock"]
# Put together here, so that this file is not a finding.
MACHINE = re.compile(
    r"(?<!\w)(?:" + "|".join(["/" + "root/", "/" + "home/", "/" + "work/", "/" + "Users/"]) + ")"
)
REGISTRIES = re.compile(
    "|".join(
        ["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(com|org)", "jsd" + "elivr"]
    )
)


def pinned(lock):
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", (ROOT / lock).read_text(), re.M))


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_carry_no_address_and_hash_every_package(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    packages = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.M)[1:]
    assert len(packages) == len(pinned(lock)) > 20
    assert [entry for entry in packages if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("test",))])
def test_locks_hold_what_their_packages_need(lock, extras):
    """pip is told not to look for it."""
    there = dict(each.split("==") for each in pinned(lock))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    wanted += [each for extra in extras for each in project["optional-dependencies"][extra]]

    assert missing(there, map(Requirement, wanted)) == set()


def test_a_package_that_a_lock_forgot_is_noticed():
    there = dict(each.split("==") for each in pinned(LOCKS[0]))
    del there["brotli"]
    assert missing(there | {"asgiref": "3.0"}, [Requirement("whitenoise[brotli]")]) == {"brotli"}
    assert missing(there | {"asgiref": "3.0"}, [Requirement("django")]) == {"asgiref"}


def missing(there, wanted):
    """The names of what these need, and what that needs in turn, and is not there as needed."""
    to_see, seen, found = list(wanted), set(), set()
    while to_see:
        each = to_see.pop()
        name = canonicalize_name(each.name)
        if name not in there or there[name] not in each.specifier:
            found.add(name)
        elif (name, *sorted(each.extras)) not in seen:
            seen.add((name, *sorted(each.extras)))
            further = map(Requirement, metadata.requires(name) or [])
            here = [{"extra": extra} for extra in ("", *each.extras)]
            to_see += [
                one for one in further if not one.marker or any(map(one.marker.evaluate, here))
            ]
    return found


def test_tests_run_with_the_very_versions_people_run():
    assert pinned(LOCKS[0]) - pinned(LOCKS[1]) == set()


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRIES])
def test_no_file_names_a_machine_or_a_registry(pattern):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tree.files_in_git(ROOT)
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if pattern.search(line.decode(errors="ignore"))
    ]
    assert found == []


# What is said in one place, and where that is; what is written so that the formatter looks away.
SAID_ONCE = {
    "in post" + ".duties": {"grids/models/posts.py"},
    "(forms." + "ModelMultipleChoiceField)": {"office/forms.py"},
    "fmt" + ": skip": set(),
}


@pytest.mark.parametrize("words", SAID_ONCE)
def test_what_is_said_in_one_place_is_said_nowhere_else(words):
    said = {
        str(path.relative_to(ROOT))
        for path in tree.files_in_git(ROOT)
        if path.suffix == ".py" and words in path.read_text()
    }
    assert said == SAID_ONCE[words]


def misnumbered(pages):
    """Pages out of the row 0001, 0002, …, and those whose heading says another number."""
    names = sorted(page.name for page in pages)
    wrong = [name for number, name in enumerate(names, 1) if name[:5] != f"{number:04}-"]
    headings = {page.name: page.read_text().split(".")[0] for page in pages}
    return wrong + [name for name in names if headings[name] != f"# {int(name[:4])}"]


def test_decisions_are_numbered_without_holes_and_twins():
    pages = list((ROOT / "docs" / "decisions").glob("*.md"))

    assert misnumbered(pages) == []
    assert len(pages) > 10


def test_a_twin_a_hole_and_a_wrong_heading_are_noticed(tmp_path):
    for name, number in (("0001-a", 1), ("0001-b", 1), ("0004-c", 4), ("0004-d", 5)):
        (tmp_path / f"{name}.md").write_text(f"# {number}. A page\n")

    found = misnumbered(list(tmp_path.glob("*.md")))
    assert found == ["0001-b.md", "0004-c.md", "0004-d.md"]


def test_compose_stops_without_each_secret():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"):
        assert re.search(rf"\${{ZERENTIAN_{name}:\?[^}}]+}}", text)
    assert text.count("POSTGRES_PASSWORD:?") == 2


def test_compose_is_well_formed():
    """By docker-compose where it is installed; else at least its services and who waits for whom."""
    text = (ROOT / "docker-compose.yml").read_text()
    body = text[text.index("\nservices:") : text.index("\nvolumes:")]
    services = re.findall(r"^  ([a-z]+):$", body, re.M)
    assert services == ["migrate", "web", "worker", "beat", "postgres", "redis"]
    assert "\t" not in text
    given = {name: "given" for name in re.findall(r"\$\{([A-Z_]+):\?", text)}
    if program := shutil.which("docker-compose"):
        for environment, code in ((given, 0), ({}, 1)):
            environment = {"PATH": "/usr/bin:/bin", **environment}
            done = subprocess.run([program, "config", "-q"], cwd=ROOT, env=environment)
            assert done.returncode == code
