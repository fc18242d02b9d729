"""One person's browser: what they press and type, what they read, and what the browser says of it."""

import base64
import hashlib
import hmac
import os
import re
import struct
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, tap
from tests.complaints import complaints_of

PASSWORD = "fresh-harvest-77"
PICTURES = os.environ.get("PLAYED_PICTURES", "")
"""A folder for a picture of each state, for whoever wants to look at them."""
STEP = 30


def digits(key: str, *, ahead: int = 0) -> str:
    """What an authenticator shows for this key, `ahead` steps from now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // STEP + ahead)
    digest = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    [number] = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


class Window:
    """A browser window. `expected` are parts of what its console may say: an answer that refuses
    is an error to the browser, though it is the page we want."""

    REFUSING = ("422", "404", "409")

    def __init__(self, browser, base, screen, *, state=None):
        self.browser, self.base, self.screen = browser, base, screen
        self.context = browser.new_context(base_url=base, storage_state=state, **screen)
        self.page = self.context.new_page()
        self._complaints = complaints_of(self.page)

    @property
    def complaints(self):
        refused = [f"the server responded with a status of {each}" for each in self.REFUSING]
        return [text for text in self._complaints if not any(each in text for each in refused)]

    def beside(self, screen=PHONE):
        """The same person with the same session in another window."""
        return Window(self.browser, self.base, screen, state=self.context.storage_state())

    def close(self):
        self.context.close()

    # What they do

    def go(self, address):
        self.page.goto(address)
        return self.page

    def type(self, **typed):
        """Fields by name; True ticks, what a select offers is chosen by its words."""
        for name, words in typed.items():
            field = self.page.locator(f"main [name='{name}'], #content [name='{name}']").first
            kind = field.evaluate("(one) => one.type")
            if kind == "checkbox":
                if not field.is_checked():
                    self.page.locator(f"label[for='{field.get_attribute('id')}']").first.click()
            elif kind == "radio":
                one = self.page.locator(f"[name='{name}'][value='{words}']")
                self.page.locator(f"label[for='{one.get_attribute('id')}']").click()
            elif kind == "select-one":
                option = field.locator("option", has_text=words).first
                field.select_option(option.get_attribute("value"))
            else:
                field.fill(words)

    def again(self, *names):
        """The password once more, where the page asks for it."""
        for name in names or ("own_password", "password"):
            field = self.page.locator(f"main [name='{name}'], #content [name='{name}']")
            if field.count():
                field.first.fill(PASSWORD)

    def tap(self, name):
        tap(self.page, name)
        self.page.wait_for_load_state()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def reads(self, *words):
        """These words stand on the page."""
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def text(self):
        return self.page.locator("body").inner_text()

    def code(self):
        """What stands on the page as a code, or half of one."""
        return self.page.locator("[data-code]").first.inner_text().strip()

    def look(self, name):
        """A picture, for whoever wants to see what they saw; and no sideways scrolling."""
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, f"{name} scrolls sideways"
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)

    # How staff come in

    def come_in(self, username, password):
        self.go("/sign-in/")
        self.type(username=username, password=password)
        self.tap("登录")

    def come_in_first(self, username, code, *, own_factor=True):
        """With a code, choosing a password, and for whoever needs one with a factor of their own."""
        self.come_in(username, code)
        self.choose_password()
        if own_factor:
            self.set_key()

    def come_in_by_card(self, address):
        """What a first card's QR leads to: name and code stand there, and only the button counts."""
        self.go(address)
        self.tap("登录")
        self.choose_password()

    def choose_password(self):
        expect(self.page).to_have_url(re.compile("/password/"))
        self.type(password1=PASSWORD, password2=PASSWORD)
        self.page.locator("main form button.primary").first.click()
        expect(self.page).not_to_have_url(re.compile("/password/"))

    def set_key(self):
        """The key is read off the page, as somebody types it into their authenticator."""
        self.go("/second-factor/")
        self.key = re.sub(r"\s", "", self.page.locator(".paper-code").first.inner_text())
        self.look("factor-key")
        self.type(digits=digits(self.key))
        self.again()
        self.tap("就用这个")
        self.reads("设好了")


def desk(browser, base):
    return Window(browser, base, DESKTOP)


def phone(browser, base, state=None):
    return Window(browser, base, PHONE, state=state)
