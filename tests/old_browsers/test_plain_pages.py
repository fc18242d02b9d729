"""Every page as somebody meets it whose browser never read htmx: looked at, and every form sent.

The look is that of Chrome 70 (as_read.py). Each button of each form is pressed on a page of its own,
with whatever the form asks for filled in; a whole page, or a file, must come.
"""

import pytest
from django.conf import settings
from playwright.sync_api import TimeoutError as NothingCame

from tests.face import measures
from tests.face.conftest import signed_in
from tests.face.pages import AT_A_DESK, is_at_a_desk, pages_of
from tests.old_browsers.as_read import as_read

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.face.urls"),
    pytest.mark.django_db(transaction=True),
]
PEOPLE = ["anonymous", "wang", "lin", "chen", "bai", "an", "shen"]
PATIENCE = 10_000  # milliseconds
BUTTONS = "main form:not([method=dialog]) button:not([type=button])"
IN_THE_FRAME = ".top form button, .foot form button"  # the last one signs out
FILLED = """(button) => {
    const form = button.form;
    form.noValidate = true;
    for (const field of form.elements) {
        const named = field.name && `[name="${field.name}"]`;
        if (!named || field.disabled || ["hidden", "file", "submit"].includes(field.type)) continue;
        if (field.type === "checkbox") field.checked = true;
        else if (field.type === "radio") field.checked = !form.querySelector(`${named}:checked`) || field.checked;
        else if (field.tagName === "SELECT") field.selectedIndex = field.options.length > 1 ? 1 : 0;
        else if (!field.value) field.value = {date: "2026-03-10", number: "1", time: "10:00"}[field.type] || "试一试";
    }
    button.click();
}"""
WHOLE = "Boolean(document.doctype && document.querySelector('head link[rel=stylesheet]') && document.querySelector('main h1'))"


def without_htmx(page):
    """No request for htmx is answered, and sheets come as Chrome 70 would have read them."""
    page.route("**/htmx*.js", lambda route: route.abort())
    folder = settings.ROOT / "static" / "css"

    def old(route):
        name = route.request.url.split("/css/")[1].split("?")[0]
        route.fulfill(body=as_read((folder / name).read_text()), content_type="text/css")

    page.route("**/static/css/*.css", old)


class Visit:
    """One person on the way through all pages, pressing what can be pressed."""

    def __init__(self, here, who, world):
        self.here, self.page, self.who, self.world = here, here.page, who, world
        self.pressed, self.faults = 0, []
        without_htmx(self.page)

    def open(self, path):
        answer = self.here.look_at(path)
        if self.who != "anonymous" and "/sign-in/" in self.page.url and "/sign-in/" not in path:
            session = signed_in(self.world.users[self.who])  # a button before this one ended it
            self.here.context.add_cookies([self.here._cookie("sessionid", session)])
            answer = self.here.look_at(path)
        return answer

    def look(self, path):
        self.open(path)
        if is_at_a_desk(self.page):
            return  # whoever is signed in is led on from /sign-in/ to where they work
        if not self.page.evaluate(WHOLE):
            self.faults.append(f"{path} is no whole page")
        faults = measures.seen(self.page, phone=True)
        self.faults += [f"{path} looks wrong: {each}" for each in faults]

    def press_all(self, path, buttons=BUTTONS):
        number, there = 0, 1
        while number < there:
            self.open(path)
            there = self.page.locator(buttons).count()
            if number < there:
                self.press(path, self.page.locator(buttons).nth(number))
            number += 1

    def press(self, path, button):
        words = button.inner_text().strip()
        self.pressed += 1
        self.page.evaluate("document.documentElement.dataset.before = '1'")
        try:
            with self.page.expect_response(is_the_answer, timeout=PATIENCE) as waited:
                button.evaluate(FILLED)
        except NothingCame:
            self.faults.append(f"{path}: “{words}” does nothing")
            return
        answer = waited.value
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return  # a file
        self.page.locator("html:not([data-before])").wait_for(state="attached")
        self.page.wait_for_load_state()
        if answer.status >= 500 or not self.page.evaluate(WHOLE):
            self.faults.append(f"{path}: “{words}” was answered {answer.status}, no whole page")


def is_the_answer(response):
    return response.request.is_navigation_request() and response.status not in (301, 302, 303)


@pytest.mark.trial("plain-pages")
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_without_htmx_is_whole_and_every_button_leads_to_one(window, full_world, who):
    visit = Visit(window(who, "phone"), who, full_world)
    paths = [path for path in pages_of(who, full_world) if not path.startswith(AT_A_DESK)]
    for path in paths:
        visit.look(path)
    assert not visit.page.evaluate("'htmx' in window")
    for path in paths:
        visit.press_all(path)
    visit.press_all(paths[0], IN_THE_FRAME)

    print(f"\n{who}: {len(paths)} pages, {visit.pressed} buttons")
    if visit.faults:
        pytest.fail("\n".join(visit.faults), pytrace=False)
    assert visit.pressed >= 3


@pytest.mark.trial("plain-pages")
def test_a_button_that_only_htmx_can_press_would_be_found(window, full_world):
    visit = Visit(window("lin", "phone"), "lin", full_world)
    visit.open("/search/")
    visit.page.evaluate(
        "document.querySelector('main form').addEventListener('submit', (e) => e.preventDefault())"
    )
    visit.press("/search/", visit.page.locator(BUTTONS).first)

    assert len(visit.faults) == 1 and "does nothing" in visit.faults[0]
