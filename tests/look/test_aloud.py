"""Read aloud: what is said, with which voice, and that nothing is offered without one."""

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.conftest import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VOICES = """[
    {lang: "zh-HK", name: "Cantonese", localService: true},
    {lang: "zh-CN", name: "far", localService: false},
    {lang: "en-US", name: "English", localService: true},
    {lang: "zh-CN", name: "Mandarin", localService: true},
]"""
SPEAKER = """
window.said = []; window.silenced = 0;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
const heard = new EventTarget();
Object.assign(heard, {
    getVoices: () => window.voices ?? VOICES,
    speak: (one) => window.said.push(one),
    cancel: () => { window.silenced += 1; },
});
Object.defineProperty(window, "speechSynthesis", {value: heard});
""".replace("VOICES", VOICES)
SILENT = "delete window.SpeechSynthesisUtterance; Object.defineProperty(window, 'speechSynthesis', {value: undefined});"


@pytest.fixture
def book(north, wang, lin):
    bank = builders.make_bank(north)
    book = builders.make_account(bank, wang, points=1240)
    builders.make_deed(lin, wang, builders.make_rule(bank), at=NOON)
    return book


def words(page):
    return page.evaluate("said.map((one) => one.text)")


def button(page):
    return page.locator("[data-aloud]")


def shown(page):
    return page.locator("[data-aloud] [data-words]").inner_text()


def test_one_press_reads_the_balance_and_the_next_one_stops(open_page, session_of, wang, book):
    page = open_page("/my/", big=None, session=session_of(wang.user, by="code"), device=SPEAKER)
    assert shown(page) == "读给我听"

    button(page).click()
    assert words(page) == [
        "北苑道德银行，您有 1240 分。",
        "还有 10 分，等社区书记看过就算数。",
    ]
    assert page.evaluate("said[0].voice.name") == "Mandarin"
    assert shown(page) == "停下"

    silenced = page.evaluate("silenced")
    button(page).click()
    assert page.evaluate("silenced") == silenced + 1
    assert shown(page) == "读给我听" and len(words(page)) == 2
    assert page.complaints == []

    button(page).click()
    assert shown(page) == "停下"
    page.evaluate("said.at(-1).onend()")
    assert shown(page) == "读给我听"


def test_every_line_of_the_passbook_is_a_sentence(open_page, session_of, wang, book):
    page = open_page("/my/passbook/", session=session_of(wang.user, by="code"), device=SPEAKER)
    button(page).click()

    assert words(page)[3:] == ["2025年6月1日，换了一盏灯，存入 1240 分，还有 1240 分。"]
    assert words(page)[2].endswith("楼道清扫，10 分，待审定。")


def test_an_answer_and_a_notice_are_read(open_page, session_of, wang, lin, chen, east):
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    builders.bring(case, "closed", desk=chen, worker=lin, at=NOON)
    session = session_of(wang.user, by="code")
    page = open_page(f"/my/cases/{case.uid}/", session=session, device=SPEAKER)
    button(page).click()
    assert words(page) == ["灯换好了"]

    page = open_page("/inbox/", big=None, session=session, device=SPEAKER)
    button(page).click()
    assert words(page)[-1].endswith("您反映的事有答复了。")


def test_english_pages_are_read_in_english(open_page, session_of, wang, book):
    session = session_of(wang.user, by="code")
    page = open_page("/my/", language="en", session=session, device=SPEAKER)
    button(page).click()

    assert page.evaluate("said[0].voice.name") == "English"
    assert words(page)[0].endswith("Your balance, in points: 1240.")


def test_without_speech_nothing_is_offered(open_page, session_of, wang, book):
    page = open_page("/my/", session=session_of(wang.user, by="code"), device=SILENT)

    expect(button(page)).to_be_hidden()
    assert page.complaints == []


def test_nor_without_a_voice_of_the_device_and_one_that_comes_late_is_heard(
    open_page, session_of, wang, book
):
    others = SPEAKER + "window.voices = VOICES.slice(0, 3);".replace("VOICES", VOICES)
    page = open_page("/my/", session=session_of(wang.user, by="code"), device=others)
    expect(button(page)).to_be_hidden()
    assert page.complaints == []

    page.evaluate("delete window.voices; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(button(page)).to_be_visible()
