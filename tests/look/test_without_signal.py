"""A stairwell without signal: nothing typed goes, nothing of anybody stays in the browser."""

import io
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import Error, expect

from cases.models import Case
from tests import builders
from visits.models import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
    pytest.mark.django_db(transaction=True),
]

KEPT = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
            kept[new URL(request.url).pathname] = await (await cache.match(request)).text();
    }
    return kept;
}"""


@pytest.fixture
def at_the_door(open_page, session_of, lin, wang, live_server):
    """Lin before a door, the service worker at work."""
    page = open_page("/today/", session=session_of(lin), keeps=True)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{live_server.url}/today/door/{wang.home_id}/")
    return page


def write_a_note(page):
    page.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
    page.get_by_text("见到了", exact=True).first.click()
    page.locator("[name=people]").first.check(force=True)
    page.get_by_label("记事").fill("楼道灯坏了，老人下楼不方便")


def test_a_form_without_signal_stays_as_it_is_and_says_so(at_the_door):
    page = at_the_door
    write_a_note(page)
    page.context.set_offline(True)
    save = page.get_by_role("button", name="保存", exact=True)
    for phone_knows in (True, False):
        if not phone_knows:  # one bar: the phone believes it is online
            page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => true})")
            page.locator(".toasts [data-dismiss]").click()
        save.click()

        expect(page.get_by_role("status")).to_contain_text("没有信号。写的都还在")
        assert page.get_by_label("记事").input_value() == "楼道灯坏了，老人下楼不方便"
        expect(save).not_to_have_attribute("aria-busy", "true")

    page.context.set_offline(False)
    save.click()
    page.wait_for_url("**/today/?after=*")
    assert Visit.objects.get().note == "楼道灯坏了，老人下楼不方便"


def test_a_link_without_signal_leaves_one_where_one_is_and_a_page_says_so_in_our_face(at_the_door):
    page, here = at_the_door, at_the_door.url
    write_a_note(page)
    page.context.set_offline(True)
    page.locator(".doors-nav a").first.click()

    expect(page.get_by_role("status")).to_contain_text("没有信号")
    assert page.url == here
    assert page.get_by_label("记事").input_value()

    page.reload()

    expect(page.get_by_role("heading", name="没有信号")).to_be_visible()
    assert page.locator(".brand img").evaluate("(mark) => mark.naturalWidth") > 0
    assert page.locator("a.primary").evaluate("(a) => getComputedStyle(a).borderRadius") != "0px"
    page.context.set_offline(False)
    page.get_by_role("link", name="再试一次").click()
    expect(page.locator("#contact")).to_be_visible()


LATER = "(by) => { const now = Date.now() + by; Date.now = () => now; }"


def test_a_form_just_opened_is_sent_without_asking_first(
    open_page, session_of, lin, wang, live_server
):
    page = open_page("/today/", session=session_of(lin), device=OF_2018, keeps=False)
    asked = []
    page.on("request", lambda request: request.method == "HEAD" and asked.append(request.url))
    for seconds in (0, 21):
        page.goto(f"{live_server.url}/today/door/{wang.home_id}/")
        write_a_note(page)
        page.evaluate(LATER, seconds * 1000)
        page.get_by_role("button", name="保存，再报一件事", exact=True).click()
        page.wait_for_url("**/cases/new/**")

        assert len(asked) == (seconds > 0)


OF_2018 = """
delete SubmitEvent.prototype.submitter; delete window.SubmitEvent;
delete Element.prototype.replaceChildren; delete HTMLFormElement.prototype.requestSubmit;
Object.defineProperty(navigator, "onLine", {get: () => true});
"""


def test_an_old_phone_without_the_worker_and_htmx_says_so_too(
    open_page, session_of, lin, wang, live_server
):
    """It believes it is online, and does not know which button sent the form."""
    page = open_page("/today/", session=session_of(lin), device=OF_2018, keeps=False)
    page.route("**/htmx*.js", lambda route: route.abort())
    page.goto(f"{live_server.url}/today/door/{wang.home_id}/")
    write_a_note(page)
    page.evaluate(LATER, 21_000)
    page.context.set_offline(True)
    save = page.get_by_role("button", name="保存，再报一件事", exact=True)
    save.click()

    expect(page.get_by_role("status")).to_contain_text("没有信号。写的都还在")
    assert page.get_by_label("记事").input_value() == "楼道灯坏了，老人下楼不方便"
    expect(save).not_to_have_attribute("aria-busy", "true")
    assert not page.evaluate("'htmx' in window || 'SubmitEvent' in window")

    page.context.set_offline(False)
    save.click()
    page.wait_for_url("**/cases/new/**")
    assert Visit.objects.get().note == "楼道灯坏了，老人下楼不方便"

    page.context.set_offline(True)
    with pytest.raises(Error):  # nothing else keeps a page standing there
        page.reload()


def test_the_browser_keeps_one_page_and_nothing_of_anybody(at_the_door, lin, wang):
    page = at_the_door
    for path in ("/today/", "/field/", "/cases/mine/", "/inbox/"):
        page.goto(urljoin(page.url, path))
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in/")
    kept = page.evaluate(KEPT)
    pages = [path for path in kept if not path.startswith("/static/")]

    assert pages == ["/offline/"]
    assert not any(name in text for text in kept.values() for name in (lin.name, wang.name))
    assert "csrf" not in kept["/offline/"]

    # One that were kept would be noticed.
    page.evaluate("caches.open('x').then((one) => one.add('/sign-in/'))")
    assert "csrf" in page.evaluate(KEPT)["/sign-in/"]


def test_the_worker_is_the_same_whatever_somebody_chose_on_the_device(client, db):
    scripts = set()
    for language, big in (("zh-hans", "0"), ("en", "0"), ("en", "1")):
        client.cookies["language"], client.cookies["big"] = language, big
        scripts.add(client.get("/sw.js").content)
        page = client.get("/offline/").text

    assert len(scripts) == 1
    assert "没有信号" in page and "No signal" in page


def test_a_photo_goes_through_the_worker_whole(at_the_door):
    page, category, photo = at_the_door, builders.make_category(), io.BytesIO()
    Image.new("RGB", (800, 600), "green").save(photo, "JPEG")
    page.goto(urljoin(page.url, "/cases/new/"))
    page.get_by_label("是哪类事").select_option(label=category.name)
    page.get_by_label("什么事").fill("三楼的灯坏了好几天")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    page.get_by_role("button", name="报上去").click()
    expect(page.get_by_role("status")).to_be_visible()

    assert Case.objects.get().photos.count() == 1
