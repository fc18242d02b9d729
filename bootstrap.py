#!/usr/bin/env python3
"""Set up and start, test or measure, with nothing but Python 3.11, pip and git.

    python3 bootstrap.py run   [--host H] [--port P] [--data DIR] [--workers N] [--empty] [--prepare]
    python3 bootstrap.py restore FILE [--data DIR] [--sheet TEXT]
    python3 bootstrap.py bundle [FOLDER] [--key FILE]        for a machine without internet
    python3 bootstrap.py check [--data DIR]                 there: will this machine do
    python3 bootstrap.py test  [--quick] [--allow-flaky] [pytest arguments]
    python3 bootstrap.py prove [NAME | all] [pytest arguments]
    python3 bootstrap.py bench [--scale street|city] [--only NAME] [--write]
    python3 bootstrap.py pictures [names]

Everything it makes is in .venv/ and in the data folder; a second start finds it there and takes
seconds. Standard library only. It may be interrupted anywhere and started again.
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tools import key_sheet, trials
from tools.bundle import looking, making
from tools.data_folder import (
    fresh_secrets,
    hold,
    set_by_hand,
    writable,
    write_env,
    write_keys_of,
)
from tools.install import (
    PYTHON,
    ROOT,
    TEST_LOCK,
    VENV,
    Trouble,
    fingerprint,
    install,
    install_system,
    once,
    say,
)
from tools.listening import check_port, names_of
from tools.processes import die_with_parent
from tools.with_services import postgres_programs

COLLECT_STATIC = ["collectstatic", "--noinput", "--clear", "-v0"]
CAST = """\
  演示账号（人物均为虚构）  Demo sign-ins (every person is invented), password: demo-2026
    lin    网格员 grid worker          zhou   网格员 grid worker, the next grid
    chen   社区书记 secretary          bai    街道 street office
    shen   审计管理员 audit: who signed in, saw and took what
    wang   居民 resident: signs in with a phone code, shown on the page"""
FIRST_STEPS = """\
  还不能用于真实居民，请只登记虚构的人。 Not yet for real residents: register invented people only.
  登记簿是空的，还没有人能登录。 The register is empty and nobody can sign in yet. In another window:
    export ZERENTIAN_DATA={data}
    .venv/bin/python manage.py appoint_first --help    街道最先的两个人 the first two people of the street office"""


def main(argv):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # Some machines ask for it; each of our many processes would then compile all modules anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        read_themselves = {
            **{"test": test, "prove": prove, "pictures": pictures, "bench": bench},
            "bundle": making.main,
        }
        if argv and argv[0] in read_themselves:
            return read_themselves[argv[0]](argv[1:])
        arguments = parse(argv)
        if arguments.job == "check":
            return looking.check(arguments.data.expanduser().absolute())
        if arguments.job == "install":
            looking.look_around(ROOT / "var")
            return install("requirements.lock")
        return restore(arguments) if arguments.job == "restore" else run(arguments)
    except (Trouble, key_sheet.Mistyped) as trouble:
        print(f"\n停下了 Stopped: {trouble}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a folder that went away
        print(f"\n停下了 Stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已中断，可以随时重新开始。 Interrupted; start again whenever you like.")
        return 130


def parse(argv):
    parser = argparse.ArgumentParser(prog="bootstrap.py", description=__doc__.splitlines()[0])
    jobs = parser.add_subparsers(dest="job", required=True)
    start = jobs.add_parser("run", help="set up if needed and start, with the demo")
    start.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets phones nearby reach it")
    start.add_argument("--port", type=int, default=8000)
    start.add_argument("--data", type=Path, default=ROOT / "var", help="where its data lives")
    start.add_argument("--workers", type=int, help="web processes; fewer where memory is short")
    start.add_argument("--empty", action="store_true", help="no demo: an empty register")
    start.add_argument("--prepare", action="store_true", help="all but the start, for a service")
    back = jobs.add_parser("restore", help="bring a house back from a backup and the key sheet")
    back.add_argument("file", type=Path, help="the backup")
    back.add_argument("--data", type=Path, default=ROOT / "var", help="an empty folder")
    back.add_argument(
        "--sheet", type=Path, help="the lines of the sheet, in a file; else asked for"
    )
    look = jobs.add_parser("check", help="an unpacked bundle: is it whole, will this machine do")
    look.add_argument("--data", type=Path, default=ROOT / "var", help="where its data will live")
    jobs.add_parser("bundle", help="one file for a machine without internet; see bundle --help")
    jobs.add_parser("install", help="only the packages, before `manage.py upgrade`")
    jobs.add_parser("test", help="set up if needed and run the tests; takes pytest's arguments")
    jobs.add_parser("prove", help="the long trials: alone it lists them, with a name it runs one")
    jobs.add_parser("pictures", help="take the pictures of docs/pictures anew from the demo")
    jobs.add_parser("bench", help="build a large invented place and measure; see bench --help")
    return parser.parse_args(argv)


# run


def run(arguments):
    data = arguments.data.expanduser().absolute()
    looking.look_around(data)
    writable(data)
    held = hold(data)
    demo = not arguments.empty
    write_env(data, demo=demo)
    if not arguments.prepare:
        check_port(arguments.host, arguments.port)
    install("requirements.lock")

    environment = {**os.environ, "ZERENTIAN_DATA": str(data)}
    if not set_by_hand("ZERENTIAN_HOSTS", data):
        environment["ZERENTIAN_HOSTS"] = ",".join(names_of(arguments.host))
    os.umask(0o077)  # what is written from here on is nobody else's to read
    prepare(data, environment, demo=demo, held=held)
    return 0 if arguments.prepare else serve(arguments, data, environment, demo=demo)


def serve(arguments, data, environment, *, demo):
    if demo:
        say(CAST)
        if arguments.host not in ("127.0.0.1", "localhost", "::1"):
            say("  注意：演示密码是公开的。 Mind: the demo's passwords are public.")
    else:
        say(FIRST_STEPS.format(data=shlex.quote(str(data))))
    command = ["manage.py", "serve", "--host", arguments.host, "--port", str(arguments.port)]
    if arguments.workers:
        command += ["--workers", str(arguments.workers)]
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *command], environment)  # noqa: S606 - it becomes the server


def restore(arguments):
    """All that is needed is a backup and the printed key sheet; DATABASE_URL as for `serve`."""
    data = arguments.data.expanduser().absolute()
    writable(data)
    lines = key_sheet.read(arguments.sheet)
    write_keys_of(key_sheet.typed(lines), data)
    install("requirements.lock")
    done = subprocess.run(
        [PYTHON, "manage.py", "restore", arguments.file.absolute()],
        cwd=ROOT,
        env={**os.environ, "ZERENTIAN_DATA": str(data)},
        input="\n".join(filter(str.strip, lines)),
        text=True,
    )
    return done.returncode


def prepare(data, environment, *, demo, held):
    """Words, tables, static files and the demo; each is quick when there is nothing to do."""
    manage = partial(run_manage, environment=environment, held=held)
    words = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    compiled = all(path.with_suffix(".mo").exists() for path in words)
    with once(VENV / "made-words", fingerprint(*words), still_there=compiled) as needed:
        if needed:
            manage("编译词条 Compiling the words", "compile_words")
    manage("准备数据库 Preparing the database", "migrate", "--noinput", "-v0")
    pictures = ROOT / "docs" / "handbook" / "pictures"
    static = fingerprint(ROOT / "static", pictures, ROOT / "requirements.lock")
    built = (data / "static" / "staticfiles.json").exists()
    with once(data / "made-static", static, still_there=built) as needed:
        if needed:
            manage("整理静态文件 Collecting static files", *COLLECT_STATIC)
    if demo:
        manage("准备演示数据 Preparing the demo", "demo")


def run_manage(what, *command, environment, held):
    say(f"· {what} …")
    done = subprocess.run(
        [PYTHON, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        # It ends with us, and keeps the lock on the data as long as it lives.
        preexec_fn=die_with_parent(signal.SIGTERM),
        pass_fds=[held],
    )
    if done.returncode:
        raise Trouble(
            f"“{' '.join(command)}” did not finish; the lines above say why. "
            "Put that right and start again: nothing that was done is lost."
        )


# test


def test(arguments):
    """Everything there is, or with --quick what says most in under a minute."""
    if "--quick" in arguments:
        arguments = ["-m", "quick", *(each for each in arguments if each != "--quick")]
    install(TEST_LOCK)
    install_system()
    checked(
        *once_for_all_processes(),
        ("规范 Style", "-m", "ruff", "check", "."),
        ("格式 Format", "-m", "ruff", "format", "--check", "."),
        ("类型 Types", "-m", "mypy"),
        ("词条 Words", "manage.py", "compile_words"),
        ("迁移 Migrations", "manage.py", "makemigrations", "--check", "--dry-run"),
    )
    say("· 测试 Tests …")
    # One more than the two cores we count on: whoever drives a browser or a house mostly waits.
    pytest = [PYTHON, "-m", "pytest", "-n", "3", *arguments]
    return subprocess.call([PYTHON, "tools/with_services.py", *pytest], cwd=ROOT)


def once_for_all_processes():
    """In a new clone each would take the assertions of every file apart anew, all at once."""
    if any((ROOT / "tests" / "__pycache__").glob("*-pytest-*.pyc")):
        return []
    quiet = ["-qq", "-p", "no:warnings", "-p", "no:cacheprovider"]
    return [("测试文件 Files of the tests", "-m", "pytest", "-p", "tests.read_in", *quiet)]


def checked(*steps):
    """All steps side by side, in an environment with secrets of its own and none of this machine's
    settings; what each said, one after the other."""
    theirs = ("ZERENTIAN_", "DATABASE_URL", "REDIS_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    with tempfile.TemporaryDirectory(prefix="zerentian-check-") as data:
        environment = {**clean, **fresh_secrets(), "ZERENTIAN_DATA": data}
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        begun = [
            subprocess.Popen([PYTHON, *command], cwd=ROOT, env=environment, **options)
            for _, *command in steps
        ]
        said = [(process.communicate()[0], process.returncode) for process in begun]
    for (what, *command), (words, code) in zip(steps, said, strict=True):
        say(f"· {what} …\n{words.rstrip()}".rstrip())
        if code:
            raise Trouble(f"{' '.join(command)} found something; see the lines above.")


# prove


def prove(arguments):
    """What is too long for every run of the tests; without a name, which there are."""
    if not arguments:
        say(f"  {trials.table().strip()}")
        return 0
    name, *further = arguments
    names = list(trials.TRIALS) if name == "all" else [name]
    if not set(names) <= set(trials.TRIALS):
        raise Trouble(f"there is no trial “{name}”; these are they:\n{trials.table()}")
    install(TEST_LOCK)
    install_system(*{each for name in names for each in trials.TRIALS[name].needs})
    checked(("词条 Words", "manage.py", "compile_words"))
    return max([one_trial(each, further) for each in names])


def one_trial(name, further):
    trial = trials.TRIALS[name]
    say(f"· {name}: {trial.what} …")
    pytest = [PYTHON, "-m", "pytest", "-n", str(trial.processes), "--trial", name, *trial.files]
    begun = time.monotonic()
    code = subprocess.call([PYTHON, "tools/with_services.py", *pytest, *further], cwd=ROOT)
    if not further:  # all of it
        trials.note(name, seconds=time.monotonic() - begun, green=code == 0)
    return code


# pictures


def pictures(names):
    install(TEST_LOCK)
    install_system()
    say("· 照片 Pictures …")
    command = [PYTHON, "-m", "tools.pictures", *names]
    return subprocess.call(command, cwd=ROOT)


# bench


def bench(arguments):
    """On a PostgreSQL of its own, with the settings of an installation and none of this machine's."""
    install(TEST_LOCK)  # openpyxl is what reading and writing are measured against
    if not postgres_programs():
        install_system()
    return subprocess.call(
        [PYTHON, "tools/with_services.py", PYTHON, "-m", "bench", *arguments], cwd=ROOT
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
