"""The data folder of an installation: its lock and its keys."""

import base64
import fcntl
import os
import re
import secrets
import tempfile
import time

from tools.install import Trouble, say
from tools.key_sheet import FIELD, INDEX, RECOVERY


def writable(data):
    """The folder is there, takes what is written, and is closed to others, whoever made it."""
    try:
        # A register of people: nobody else on the machine looks in.
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if data.stat().st_uid == os.geteuid():
            data.chmod(0o700)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise Trouble(
            f"cannot write in {data} ({error.strerror}). Choose a folder of your own: --data DIR."
        ) from None


def hold(data, *, patience=2):
    """One program for one data folder; `serve` takes the lock over when bootstrap becomes it.

    Waits a little for one that is just ending. Returns the open file: the lock lasts as long.
    """
    lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    give_up = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise Trouble(
                    f"{data} is in use by another 责任田 that is running. "
                    "Stop that one first, or choose another folder: --data DIR."
                ) from None
            time.sleep(0.1)


def fresh_secrets():
    def key(size):
        return base64.b64encode(secrets.token_bytes(size)).decode()

    return {
        "ZERENTIAN_SECRET_KEY": secrets.token_urlsafe(50),
        "ZERENTIAN_FIELD_KEYS": f"k1:{key(16)}",
        "ZERENTIAN_INDEX_KEY": key(32),
    }


def write_env(data, *, demo):
    """The keys, made once and never again: whoever loses them cannot read what they encrypt."""
    path = data / "env"
    if path.exists():
        check_same_kind(path, demo=demo)
        return
    if (data / "zerentian.sqlite3").exists():
        raise Trouble(
            f"{data} holds a database but not its keys ({path}). Put the file back from your "
            "backup; without it the encrypted fields cannot be read. Or choose another folder: --data DIR."
        )
    lines = [f"{name}={value}\n" for name, value in fresh_secrets().items()]
    if demo:
        lines.append("ZERENTIAN_DEMO=1\n")
    _write(path, lines)


def write_keys_of(sheet, data):
    """The keys of a house that comes back, as its printed sheet has them; all sign in once more.

    `sheet` is what `key_sheet.typed` answers. Keys that are there already stay.
    """
    fields = {name[1:]: key for name, key in sheet.items() if name.startswith(FIELD)}
    if RECOVERY not in sheet or INDEX not in sheet or not fields:
        raise Trouble("the sheet has lines R, I and F; type all of them.")
    if (data / "env").exists():
        return
    keys = fresh_secrets() | {
        "ZERENTIAN_FIELD_KEYS": ",".join(f"{key_id}:{_b64(key)}" for key_id, key in fields.items()),
        "ZERENTIAN_INDEX_KEY": _b64(sheet[INDEX]),
    }
    _write(data / "env", [f"{name}={value}\n" for name, value in keys.items()])


def _write(path, lines):
    draft = path.with_name(f"env.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(
            "# The keys of this installation. Print them for the safe: manage.py make_keys --paper FILE.\n"
        )
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    say(f"· 生成密钥 Made the keys: {path}")


def _b64(key):
    return base64.b64encode(key).decode()


def check_same_kind(path, *, demo):
    is_demo = bool(re.search(r"^ZERENTIAN_DEMO=1\s*$", path.read_text(), re.M))
    if is_demo and not demo:
        raise Trouble(
            f"{path.parent} holds the demo; invented and real people are never mixed. "
            "Give --empty a folder of its own: --data DIR."
        )
    if demo and not is_demo:
        raise Trouble(
            f"{path.parent} was started with --empty; invented and real people are never mixed. "
            "Start it with --empty again, or give the demo a folder of its own: --data DIR."
        )


def set_by_hand(name, data):
    text = (data / "env").read_text()
    return name in os.environ or bool(re.search(rf"^(export )?{name}=", text, re.M))
