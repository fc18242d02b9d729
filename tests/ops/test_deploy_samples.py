"""The samples of deploy/ for one machine without internet: units, Caddy's own certificates, a root
of one's own."""

import re
import shutil
import subprocess

import pytest

from tests.ops.house import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ["zerentian.service", "zerentian-backup.service", "zerentian-backup.timer"]
SERVICES = UNITS[:2]
PYTHON = "/opt/zerentian/.venv/bin/python"
EXPOSED = 2.0
"""Out of ten, as `systemd-analyze security` counts it; without hardening a service has 9.2 to 9.6."""
OFFLINE = pytest.mark.trial("offline-install")


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_unit_starts_is_a_command_of_ours(name):
    started = re.search(
        rf"^ExecStart={PYTHON} manage\.py (\w+) ", (DEPLOY / name).read_text(), re.M
    )

    assert (ROOT / "config/management/commands" / f"{started[1]}.py").exists()


@pytest.fixture(scope="module")
def analyze(tmp_path_factory):
    """systemd-analyze of this machine, or Debian's package unpacked where it disturbs nobody."""
    if program := shutil.which("systemd-analyze"):
        return [program]
    folder = tmp_path_factory.mktemp("systemd")
    fetch = ["apt-get", "download", "-q", "systemd", "libsystemd-shared"]
    subprocess.run(fetch, cwd=folder, check=True)
    for package in folder.glob("*.deb"):
        unpack = ["dpkg", "-x", package, folder]
        subprocess.run(unpack, check=True)
    libraries = {str(path.parent) for path in folder.rglob("libsystemd-*.so")}
    there = f"LD_LIBRARY_PATH={':'.join(libraries)}"
    return ["env", there, str(next(folder.rglob("bin/systemd-analyze")))]


@pytest.fixture
def units(tmp_path):
    """The units with a program where they look for one."""
    for name in UNITS:
        text = (DEPLOY / name).read_text().replace(PYTHON, shutil.which("true"))
        (tmp_path / name).write_text(text)
    return tmp_path


@OFFLINE
def test_units_are_as_systemd_wants_them(analyze, units):
    done = said(analyze, "verify", "--man=no", *(units / name for name in UNITS))

    assert (done.returncode, done.stderr) == (0, "")


@OFFLINE
@pytest.mark.parametrize(
    "fault", [("UMask=0077", "UMaks=0077"), ("manage.py", "manage.py\nExecStart=/no/program")]
)
def test_a_fault_in_a_unit_is_noticed(analyze, units, fault):
    unit = units / SERVICES[0]
    unit.write_text(unit.read_text().replace(*fault, 1))

    done = said(analyze, "verify", "--man=no", unit)
    assert SERVICES[0] in done.stderr


@OFFLINE
@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_may_do_little(analyze, units, name):
    told = said(analyze, "security", "--offline=true", "--no-pager", units / name).stdout
    bare = units / "bare.service"
    bare.write_text("[Service]\nExecStart=/bin/true\n")
    control = said(analyze, "security", "--offline=true", "--no-pager", bare).stdout

    assert exposure(told) < EXPOSED < 9 < exposure(control)


def said(analyze, *arguments):
    return subprocess.run([*analyze, *arguments], capture_output=True, text=True)


def exposure(told):
    return float(re.search(r"Overall exposure level for \S+: ([\d.]+)", told)[1])


SITES = {"192.0.2.10": "-verify_ip", "street.lan": "-verify_hostname"}


@OFFLINE
@pytest.mark.parametrize("site", SITES)
def test_a_root_of_ones_own_is_good_for_its_own_address_and_no_other(tmp_path, site):
    how = SITES[site]
    make(tmp_path, site)
    assert trusted(tmp_path, "street.pem", how, site)
    root = (tmp_path / "root.crt").read_bytes()

    make(tmp_path, site)  # again, two years later
    assert trusted(tmp_path, "street.pem", how, site)
    assert (tmp_path / "root.crt").read_bytes() == root
    for other, kind in (("198.51.100.7", "IP"), ("bank.example", "DNS")):
        sign(tmp_path, f"{kind}:{other}")
        assert not trusted(tmp_path, "other.pem")
        assert re.search("(permitted|excluded) subtree", verified(tmp_path, "other.pem").stderr)


def make(folder, site):
    command = ["sh", DEPLOY / "own-certificate.sh", site, folder]
    assert "sha256 Fingerprint=" in subprocess.check_output(command, text=True)


def sign(folder, name):
    """With the root's key, for somebody else: what a thief of it would do."""
    (folder / "ext").write_text(f"subjectAltName={name}\n")
    asked = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    asked += ["-keyout", "other.key", "-out", "other.csr", "-subj", "/CN=other"]
    signed = [
        "openssl",
        "x509",
        "-req",
        "-in",
        "other.csr",
        "-CA",
        "root.crt",
        "-CAkey",
        "root.key",
    ]
    signed += ["-CAcreateserial", "-extfile", "ext", "-out", "other.pem"]
    for command in (asked, signed):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)


def verified(folder, pem, *how):
    command = ["openssl", "verify", "-x509_strict", "-CAfile", "root.crt", *how, pem]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def trusted(folder, pem, *how):
    return verified(folder, pem, *how).returncode == 0


@OFFLINE
def test_nginx_takes_the_sample_with_such_a_certificate(tmp_path):
    make(tmp_path, "street.lan")
    sample = (DEPLOY / "nginx.conf").read_text()
    for end, name in ((".pem", "street.pem"), (".key", "street.key"), (".root.crt", "root.crt")):
        sample = re.sub(rf"/etc/ssl/\S+?\.cn{re.escape(end)};", f"{tmp_path / name};", sample)
    assert "/etc/ssl" not in sample
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ {sample} }}"
    (tmp_path / "whole").write_text(whole)

    done = said(["nginx"], "-t", "-c", tmp_path / "whole", "-e", tmp_path / "log")
    assert "test is successful" in done.stderr
