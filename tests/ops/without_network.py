"""Run inside a network of its own that leads nowhere: from an unpacked bundle to the first page.

    unshare -rn python -m tests.ops.without_network BUNDLE DATA PYTHON

Prints what was seen as JSON. Called by test_offline_install.py.
"""

import base64
import contextlib
import hashlib
import json
import os
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import expect, sync_playwright

from tests.ops.house import ROOT
from tests.waiting import BOUND, eventually
from tools import chromium

SITE = "192.0.2.10"  # of a range nobody has
ABROAD = "http://198.51.100.1/"
PORT = 8000
BEHIND = {"ZERENTIAN_HTTPS": "1", "ZERENTIAN_HOSTS": SITE, "ZERENTIAN_PROXIES": "127.0.0.1"}
STATES = "[...document.querySelectorAll('[data-tick]')].map((each) => each.dataset.state)"


def main(bundle, data, python):
    for command in (["link", "set", "lo", "up"], ["address", "add", f"{SITE}/32", "dev", "lo"]):
        subprocess.run(["ip", *command], check=True)  # noqa: S607 - where the machine keeps it
    seen = {"abroad": status_of(ABROAD)}
    environment = {**os.environ, **BEHIND, "PIP_CONFIG_FILE": os.devnull}
    run = [python, "bootstrap.py", "run", "--empty", "--data", data, "--port", str(PORT)]
    seen["damaged"] = with_a_byte_changed(bundle, run, environment)
    seen["check"] = said([python, "bootstrap.py", "check", "--data", data], bundle, environment)[0]
    seen["prepared"] = said([*run, "--prepare"], bundle, environment)[0]
    caddy = ["caddy", "run", "--config", "deploy/Caddyfile.internal", "--adapter", "caddyfile"]
    storage = Path(data).with_name("caddy")
    front = {**environment, "ZERENTIAN_SITE": SITE, "ZERENTIAN_CADDY": str(storage)}
    front |= {"HOME": str(storage)}
    house, proxy = (
        running([*run, "--workers", "1"], bundle, environment),
        running(caddy, bundle, front),
    )
    with house as first, proxy as second:
        open_to = {first: f"http://127.0.0.1:{PORT}/healthz", second: f"http://{SITE}/root.crt"}
        for process, url in open_to.items():
            wait = partial(answers_or_ended, process, url)
            assert eventually(wait) and process.poll() is None
        seen |= asked(storage)
        seen["phones"] = phones(storage)
    return seen


def with_a_byte_changed(bundle, run, environment):
    """What a start says of it, and whether it installed anything."""
    wheel = next(Path(bundle, "wheels").glob("django-*.whl"))
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[:9999] + bytes([whole[9999] ^ 1]) + whole[10000:])
    code, words = said([*run, "--prepare"], bundle, environment)
    wheel.write_bytes(whole)
    return code, words, Path(bundle, ".venv").exists()


def asked(storage):
    """With the root alone, as a phone that was told to trust it; and without it."""
    root = urllib.request.urlopen(f"http://{SITE}/root.crt").read().decode()  # noqa: S310 - our own
    trusting = ssl.create_default_context(cadata=root)
    page = urllib.request.urlopen(f"https://{SITE}/sign-in/", context=trusting).read().decode()  # noqa: S310
    style = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    return {
        "page": "<title>登录" in page,
        "style": status_of(f"https://{SITE}{style}", trusting),
        "untrusted": status_of(f"https://{SITE}/sign-in/", ssl.create_default_context()),
        "led on": urllib.request.urlopen(f"http://{SITE}/ready/", context=trusting).url,  # noqa: S310
        "key": status_of(f"http://{SITE}/root.key", trusting),
        "root": root == (storage / "pki/authorities/local/root.crt").read_text(),
    }


def phones(storage):
    """The ticks of /ready/ as Chromium sees them: trusting Caddy's root; and only passing over
    the warning, years ahead."""
    pem = (storage / "pki/authorities/local/intermediate.crt").read_bytes()
    key = x509.load_pem_x509_certificate(pem).public_key()
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    known = base64.b64encode(hashlib.sha256(public).digest()).decode()
    told = [f"--ignore-certificate-errors-spki-list={known}"]
    film = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    ticks = {}
    with sync_playwright() as play:
        for name, flags, passing in (("trusting", told, False), ("warned", [], True)):
            program = chromium.program()
            browser = play.chromium.launch(
                executable_path=program, args=[*chromium.FLAGS, *film, *flags]
            )
            context = browser.new_context(ignore_https_errors=passing, locale="zh-CN")
            context.set_default_timeout(BOUND * 1000)
            page = context.new_page()
            if name == "warned":
                page.clock.install()
                page.clock.set_system_time("2030-01-01")
            page.goto(f"https://{SITE}/ready/")
            expect(page.locator("[data-tick][data-state=unseen]")).to_have_count(
                0, timeout=BOUND * 1000
            )
            if name == "trusting":
                page.get_by_role("button", name="试一下相机").click()
                page.locator("[data-tick=camera][data-state=yes]").wait_for()
            ticks[name] = page.evaluate(STATES)
            browser.close()
    return ticks


def said(command, folder, environment):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@contextlib.contextmanager
def running(command, folder, environment):
    with open(Path(folder, "log"), "ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def answers_or_ended(process, url):
    return process.poll() is not None or status_of(url) == 200


def status_of(url, context=None):
    """Of an answer; else in a word why there was none."""
    try:
        with urllib.request.urlopen(url, timeout=BOUND, context=context) as answer:  # noqa: S310 - our own
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError as error:
        return type(error.reason).__name__


if __name__ == "__main__":
    assert Path.cwd() == ROOT
    print(json.dumps(main(*sys.argv[1:])))
