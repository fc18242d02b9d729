"""From a bundle to the first page on a machine without internet and without pip.

The network is one that leads nowhere (`unshare -rn`). What is tried here in full, test_bundle.py
tries daily in small.
"""

import json
import subprocess
import sys

import pytest

from tests.ops.house import ROOT

pytestmark = pytest.mark.trial("offline-install")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("offline")


@pytest.fixture(scope="module")
def made(place):
    """The signed bundle of what is committed here."""
    key = place / "key"
    ask(place, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
    python("bootstrap.py", "bundle", place / "out", "--key", key)
    [whole] = (place / "out").glob("*.tar")
    return whole


@pytest.fixture(scope="module")
def seen(made, place):
    ask(place, "tar", "-xf", made)
    ask(place, sys._base_executable, "-m", "venv", "--without-pip", place / "no-pip")
    bundle, bare = place / made.stem, place / "no-pip/bin/python"
    command = ["unshare", "-rn", sys.executable, "-m", "tests.ops.without_network"]
    done = subprocess.run(
        [*command, bundle, place / "data", bare], cwd=ROOT, capture_output=True, text=True
    )
    log = bundle / "log"
    assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")
    return json.loads(done.stdout.splitlines()[-1])


def ask(folder, *command):
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)


def python(*command):
    subprocess.run([sys._base_executable, *command], cwd=ROOT, check=True)


def test_the_checksum_and_the_signature_are_looked_at_with_what_the_machine_has(made, place):
    signers = place / "signers"
    signers.write_text(f"zerentian {(place / 'key.pub').read_text()}")
    verify = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "zerentian", "-n", "zerentian"]
    verify += ["-s", f"{made}.sig"]

    def good(content):
        return subprocess.run(verify, input=content, capture_output=True).returncode == 0

    whole = made.read_bytes()
    assert "OK" in ask(made.parent, "sha256sum", "-c", f"{made.name}.sha256").stdout
    assert good(whole)
    assert not good(whole[:-9] + b"x" + whole[-8:])


def test_made_again_it_is_the_same_to_the_byte(made, place):
    python("bootstrap.py", "bundle", place / "again")

    assert (place / "again" / made.name).read_bytes() == made.read_bytes()
    assert not (place / "again" / f"{made.name}.sig").exists()  # nobody signed


def test_it_holds_wheels_for_both_machines_and_says_which_was_never_started(made, seen, place):
    bundle = place / made.stem
    paper = json.loads((bundle / "bundle.json").read_text())

    started = {name: machine["started"] for name, machine in paper["machines"].items()}
    assert started == {"x86_64": True, "aarch64": False}
    assert "从来没有在这种机器上启动过" in (bundle / "READ-FIRST.txt").read_text()
    ask(bundle, "sha256sum", "--quiet", "-c", "SHA256SUMS")


def test_nothing_leads_out_and_the_first_page_opens(seen):
    assert seen["abroad"] == "OSError"
    assert (seen["check"], seen["prepared"]) == (0, 0)
    assert (seen["page"], seen["style"]) == (True, 200)


def test_a_byte_of_a_wheel_stops_it_before_anything_is_installed(seen):
    code, words, installed = seen["damaged"]

    assert (code, installed) == (1, False)
    assert "django-" in words and "is not as it was made" in words and "Traceback" not in words


def test_phones_that_know_its_root_trust_caddy_and_others_do_not(seen):
    assert seen["untrusted"] == "SSLCertVerificationError"
    assert seen["root"]
    assert seen["led on"] == "https://192.0.2.10/ready/"
    assert seen["key"] == 404


def test_ready_says_what_each_browser_can_do(seen):
    address, certificate, storage, camera, clock = zip(
        seen["phones"]["trusting"], seen["phones"]["warned"], strict=True
    )

    assert address == ("yes", "yes")
    assert certificate == ("yes", "no")
    assert set(storage) <= {"yes", "part"}
    assert camera == ("yes", "ask")
    assert clock == ("yes", "no")
