"""The first start on somebody's machine, in a copy of the tree with a stand-in for pip."""

import os
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from tests.ops.house import ROOT, as_in_a_terminal, free_port
from tests.waiting import BOUND, eventually
from tools.processes import alive

pytestmark = pytest.mark.slow
PIP = """
import os, sys
if "--version" in sys.argv:
    print("pip {version} from somewhere")
else:
    open({journal!r}, "a").write(f"installed by {{os.getppid()}}\\n")
    {deed}
"""


@pytest.fixture
def copy(tmp_path, bare_environment):
    return Copy(tmp_path, bare_environment)


class Copy:
    def __init__(self, folder, environment):
        self.folder = folder / "copy"
        self.journal = folder / "journal"
        self.data = folder / "data"
        shutil.copytree(ROOT / "tools", self.folder / "tools")
        for name in ("bootstrap.py", "requirements.lock", "requirements-test.lock"):
            shutil.copy(ROOT / name, self.folder)
        self.pip = folder / "fake" / "pip"
        self.pip.mkdir(parents=True)
        self.environment = {**environment, "PYTHONPATH": str(self.pip.parent)}

    def use_pip(self, deed="pass", version="23.0.1"):
        text = PIP.format(version=version, journal=str(self.journal), deed=deed)
        (self.pip / "__main__.py").write_text(text)

    def run(self, *arguments):
        options = ["--data", self.data, "--port", str(free_port()), *arguments]
        return self.python("bootstrap.py", "run", *options)

    def install(self, lock="requirements.lock"):
        return self.python("-c", f"from tools import install; install.install('{lock}')")

    def python(self, *command):
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=BOUND,
        )

    @property
    def installs(self):
        """How many starts installed, by however many pips at once."""
        return len(set(self.journal.read_text().split("\n")) - {""}) if self.journal.exists() else 0


def refused(done, sentence):
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    return True


def test_an_old_python_is_told_which_one_to_use(copy):
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['bootstrap.py', 'run']; "
    )
    done = copy.python("-c", pretend + "runpy.run_path('bootstrap.py', run_name='__main__')")
    assert refused(done, "this is Python 3.9, 责任田 needs 3.11 or newer")


def test_a_missing_pip_is_told_how_to_get_it(copy):
    copy.use_pip()
    (copy.pip / "__main__.py").write_text("raise SystemExit('No module named pip')")
    assert refused(copy.run(), "sudo apt-get install python3-pip")


def test_an_old_pip_is_told_how_to_renew_it(copy):
    copy.use_pip(version="20.3.4")
    assert refused(copy.run(), "pip 20.3 is too old, 22.3 or newer is needed")


def test_no_network_is_a_sentence(copy):
    copy.use_pip("sys.exit('ERROR: Could not find a version that satisfies the requirement')")
    assert refused(copy.run(), "the packages could not be fetched; is there a network")


def test_a_port_in_use_is_named_before_anything_long_happens(copy):
    copy.use_pip()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = copy.run("--port", str(port))
    assert refused(done, f"cannot listen on 127.0.0.1, port {port}")
    assert copy.installs == 0


def test_a_folder_that_cannot_be_written_is_named(copy):
    copy.data.write_text("a file where the folder should be")
    assert refused(copy.run(), f"cannot write in {copy.data}")


def test_a_misspelt_option_is_refused(copy):
    done = copy.run("--prot", "8000")
    assert done.returncode == 2
    assert "--prot" in done.stderr


def test_installing_twice_installs_once(copy):
    copy.use_pip()
    assert copy.install().returncode == 0
    assert copy.install().returncode == 0
    assert copy.installs == 1


def test_what_the_tests_installed_is_enough_to_run(copy):
    copy.use_pip()
    copy.install("requirements-test.lock")
    copy.install()
    assert copy.installs == 1


def test_another_lock_installs_again(copy):
    copy.use_pip()
    copy.install()
    with open(copy.folder / "requirements.lock", "a") as lock:
        lock.write("# one more\n")
    copy.install()
    assert copy.installs == 2


def test_an_interrupted_installation_begins_with_a_clean_environment(copy):
    copy.use_pip("if 'first' in sys.argv[-1]: os.kill(os.getppid(), 9)")
    assert copy.install().returncode == -9
    half = copy.folder / ".venv" / "half-installed"
    half.touch()

    copy.use_pip()
    assert copy.install().returncode == 0

    assert not half.exists()
    assert copy.installs == 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_pip_is_left_writing_when_the_start_is_stopped(copy, tmp_path, number):
    """Two are at work, and real pip with --python starts another one, as these do."""
    journal = tmp_path / "writing"
    second = (
        f"import os, time; open({str(journal)!r}, 'a').write(f'{{os.getpid()}}\\n');"
        f" time.sleep(2 * {BOUND})"
    )
    copy.use_pip(f"import subprocess; subprocess.run([sys.executable, '-c', {second!r}])")
    command = [sys.executable, "bootstrap.py", "run", "--data", copy.data]
    process = subprocess.Popen(
        [*command, "--port", str(free_port())],
        cwd=copy.folder,
        env=copy.environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=as_in_a_terminal,
    )
    assert eventually(lambda: journal.exists() and journal.read_text().count("\n") == 2)
    writing = [int(line) for line in journal.read_text().splitlines()]
    assert all(map(alive, writing))

    process.send_signal(number)

    process.wait(BOUND)
    assert eventually(lambda: not any(map(alive, writing)))


def test_an_environment_that_lost_its_mark_never_touches_the_system(copy):
    copy.use_pip()
    copy.install()
    (copy.folder / ".venv" / "pyvenv.cfg").unlink()
    assert copy.install().returncode == 0
    assert (copy.folder / ".venv" / "pyvenv.cfg").exists()
    assert copy.installs == 2


def test_bootstrap_may_be_started_from_anywhere(copy, tmp_path):
    copy.use_pip(version="20.3.4")
    done = subprocess.run(
        [
            sys.executable,
            copy.folder / "bootstrap.py",
            "run",
            "--data",
            copy.data,
            "--port",
            str(free_port()),
        ],
        cwd=os.path.dirname(tmp_path),
        env=copy.environment,
        capture_output=True,
        text=True,
    )
    assert refused(done, "is too old")
