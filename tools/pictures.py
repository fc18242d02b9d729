"""Take the pictures of the README and of the handbook anew from the demo street:
`python3 bootstrap.py pictures`.

Each is a real page of a real server in Chromium, as big as the screen it is for. The demo is
built afresh, so its dates are today's.
"""

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tools import chromium, picture_acts
from tools.data_folder import fresh_secrets
from tools.with_services import without_ours

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
OF_HANDBOOK = ROOT / "docs" / "handbook" / "pictures"
QUALITY = 82
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
# Small enough to be read beside the words that explain it.
BOOK = {"viewport": {"width": 800, "height": 600}, "device_scale_factor": 1.25}
SCREENS = {"phone": PHONE, "desktop": DESKTOP, "book": BOOK}
# Chromium on a server has no voice; a phone has, and shows the button that reads aloud.
VOICE = """Object.defineProperty(window, "speechSynthesis", {value: Object.assign(new EventTarget(), {
  getVoices: () => ["zh-CN", "en-GB"].map((lang) => ({lang, name: lang, localService: true})), cancel() {}, speak() {},
})});"""


@dataclass(frozen=True)
class Scene:
    """One picture: who looks at which page, on what. `then` are links to follow, as selectors.

    `first` are somebody and what they do before; `act` is done on the page itself.
    """

    name: str
    who: str
    path: str
    then: tuple[str, ...] = ()
    screen: str = "phone"
    scheme: str = "light"
    big: bool = False
    language: str = "zh-hans"
    first: tuple[str, Callable] | None = None
    act: Callable | None = None
    folder: Path = FOLDER


SCENES = [
    Scene("sign-in-phone", "", "/sign-in/"),
    Scene("ready-phone", "", "/ready/"),
    Scene("today-phone", "lin", "/today/"),
    Scene("today-phone-dark", "lin", "/today/", scheme="dark"),
    Scene("today-phone-en", "lin", "/today/", language="en"),
    Scene("building-phone", "lin", "/today/", then=("a[href^='/field/building/']",)),
    Scene(
        "stairwell-phone",
        "lin",
        "/today/",
        then=("a[href^='/field/building/']", "[data-choose-on]", "[data-choose-all]"),
    ),
    Scene(
        "door-by-door-phone",
        "lin",
        "/today/",
        then=("a[href^='/field/building/']", "a[href^='/today/stairwell/']"),
    ),
    Scene(
        "round-sheet-desktop",
        "lin",
        "/today/",
        then=("a[href^='/field/building/']", "a[href$='/sheet/']"),
        screen="desktop",
    ),
    Scene("field-phone", "lin", "/field/"),
    Scene("grid-desktop", "lin", "/field/150271020100001/", screen="desktop"),
    Scene("grid-desktop-dark", "lin", "/field/150271020100001/", screen="desktop", scheme="dark"),
    Scene("street-desktop", "bai", "/field/", screen="desktop"),
    Scene("door-phone", "lin", "/today/", then=("a[href^='/today/door/']",)),
    Scene(
        "report-phone", "lin", "/today/", then=("a[href^='/today/door/']", "a[href^='/cases/new/']")
    ),
    Scene("handle-phone", "lin", "/cases/mine/", then=(".rows a",)),
    Scene("my-phone", "wang", "/my/", big=True),
    Scene("my-phone-en", "wang", "/my/", big=True, language="en"),
    Scene("passbook-phone", "wang", "/my/passbook/", big=True),
    Scene("my-case-phone", "wang", "/my/cases/", then=(".rows a",), big=True),
    Scene("desk-desktop", "chen", "/desk/", screen="desktop"),
    Scene("desk-desktop-dark", "chen", "/desk/", screen="desktop", scheme="dark"),
    Scene("desk-desktop-en", "chen", "/desk/", screen="desktop", language="en"),
    Scene("case-desktop", "chen", "/desk/", then=(".rows a",), screen="desktop"),
    Scene("deeds-desktop", "chen", "/deeds/", screen="desktop"),
    Scene("imports-desktop", "bai", "/imports/", screen="desktop"),
    Scene("admin-desktop", "bai", "/admin/", screen="desktop"),
    Scene("registers-desktop", "bai", "/admin/registers/", screen="desktop"),
    Scene("opening-desktop", "bai", "/opening/150271020/", screen="desktop"),
    Scene("pending-phone", "bai", "/admin/"),
    Scene(
        "workbook-desktop",
        "bai",
        "/organisation/",
        screen="desktop",
        act=picture_acts.hand_in_a_workbook,
    ),
    Scene(
        "boundaries-desktop",
        "bai",
        f"/boundaries/{picture_acts.GRID}/change/?kind=split",
        screen="desktop",
        act=picture_acts.divide_a_grid,
    ),
    Scene(
        "corrections-desktop",
        "chen",
        "/corrections/",
        screen="desktop",
        first=("lin", picture_acts.propose_at_the_door),
    ),
    Scene("cards-desktop", "bai", "/cards/", screen="desktop"),
    Scene(
        "card-sheet-desktop",
        "bai",
        "/cards/",
        then=("button[value=cards]",),
        screen="desktop",
    ),
    Scene("badge-phone", "lin", "/my/badge/", then=("form button", "a[href^='/w/']")),
    Scene("badge-not-valid-phone", "", "/w/AAAAAAAAAAAAAAAAAAAAAA/"),
    Scene("announcements-desktop", "chen", "/announcements/", screen="desktop"),
    Scene("announcement-phone", "wang", "/my/announcements/", then=(".rows a",), big=True),
    Scene(
        "announcement-sheet-desktop",
        "lin",
        "/announcements/",
        then=(".rows a", "a[href$='/sheet/']"),
        screen="desktop",
    ),
    Scene(
        "delivery-rule-desktop",
        "bai",
        "/admin/notices/deliveryrule/add/",
        screen="desktop",
        act=picture_acts.write_a_delivery_rule,
    ),
    Scene("year-desktop", "bai", "/year/2027/", screen="desktop"),
    Scene("year-phone", "chen", "/year/2027/"),
    Scene("people-desktop", "bai", "/admin/residents/person/", screen="desktop"),
    Scene("help-desktop", "bai", "/help/people/", screen="desktop"),
]

A_BUILDING, A_DOOR = "a[href^='/field/building/']", "a[href^='/today/door/']"
TO_AN_ENTRY = (A_BUILDING, A_DOOR, "a[href^='/register/']:not([href*='door'])")
HANDBOOK = [
    Scene(name, who, path, then=then, screen="book", folder=OF_HANDBOOK)
    for name, who, path, then in (
        ("first-page", "bai", "/admin/", ()),
        ("opening", "bai", "/opening/150271020/", ()),
        ("workbook", "bai", "/organisation/", ()),
        ("account", "bai", "/admin/accounts/user/add/", ()),
        ("roster", "bai", "/imports/", ()),
        ("register", "lin", "/field/", TO_AN_ENTRY),
        ("boundaries", "bai", "/boundaries/150271020100001/", ()),
        ("desk", "bai", "/desk/", ()),
        ("year", "bai", "/year/2026/", ()),
        ("export", "bai", "/exports/new/people/", ()),
        ("slips", "chen", "/counter/slips/", ()),
        ("dead-letters", "bai", "/admin/notices/dispatch/", ()),
    )
]


def main(names):
    chosen = [scene for scene in SCENES + HANDBOOK if not names or scene.name in names]
    with (
        tempfile.TemporaryDirectory(prefix="zerentian-pictures-") as data,
        served(data) as base,
        sync_playwright() as play,
        play.chromium.launch(executable_path=chromium.program(), args=chromium.FLAGS) as browser,
    ):
        # Once for each: a phone is sent no second code within a minute.
        session_of = cache(partial(signed_in, browser, base))
        for number, scene in enumerate(chosen, 1):
            keep(scene, taken(browser, base, scene, session_of))
            print(f"  {number}/{len(chosen)} {scene.name}", flush=True)


@contextlib.contextmanager
def served(data):
    """The full demo behind `manage.py serve`; yields its address."""
    port = free_port()
    ours = {"ZERENTIAN_DATA": data, "ZERENTIAN_DEMO": "1"}
    environment = {**without_ours(os.environ), **fresh_secrets(), **ours}
    for command in (
        ["compile_words"],
        ["migrate", "-v0"],
        ["collectstatic", "--noinput", "-v0"],
        ["demo"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True
        )
    serve = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(serve, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/healthz")
            yield base
        finally:
            server.send_signal(signal.SIGTERM)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own
            return
        time.sleep(0.5)
    sys.exit(f"{url} did not answer within {seconds} seconds")


def taken(browser, base, scene, session_of) -> bytes:
    """The visible part of the screen, as PNG. Stops with a sentence when a page complains."""
    context = browser.new_context(
        base_url=base, color_scheme=scene.scheme, locale="zh-CN", **SCREENS[scene.screen]
    )
    cookies = {"big": "1" if scene.big else "0", "language": scene.language}
    context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
    )
    context.add_init_script(VOICE)
    if scene.who:
        context.add_cookies([session_of(scene.who)])
    page = context.new_page()
    if scene.first:
        prepare(browser, base, scene, session_of)
    page.goto(scene.path)
    if scene.act:
        scene.act(page)
    for link in scene.then:
        page.locator(f"main {link}").first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def prepare(browser, base, scene, session_of):
    """What somebody else does first, on their phone."""
    who, act = scene.first
    context = browser.new_context(base_url=base, locale="zh-CN", **PHONE)
    context.add_cookies([session_of(who)])
    act(context.new_page())
    context.close()


def signed_in(browser, base, who):
    """The session of one of the cast: with one tap, or with the code that the demo shows."""
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator(f"[data-cast={who}]").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
    if "/phone/" in page.url:
        page.locator("main form button.primary").click()
        page.wait_for_url("**/code/**")
        page.locator("[name=code]").fill(page.locator("[data-demo-code]").inner_text())
        page.locator("main form button.primary").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    [session] = [each for each in context.cookies() if each["name"] == "sessionid"]
    context.close()
    return session


def keep(scene, png):
    """As WebP, a phone's picture at one and a half times its size: sharp and small."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    if image.width == 2 * PHONE["viewport"]["width"]:
        image = image.resize(
            (image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS
        )
    scene.folder.mkdir(parents=True, exist_ok=True)
    image.save(scene.folder / f"{scene.name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main(sys.argv[1:])
