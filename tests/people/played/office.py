"""What the street office does at its desk, step by step, as its pages want it."""

import re

from playwright.sync_api import expect


def account(window, name):
    """The page of somebody's account."""
    window.go("/admin/accounts/user/")
    window.page.locator("#result_list").get_by_role("link", name=name, exact=True).first.click()
    window.page.wait_for_load_state()
    expect(window.page.locator("#id_username")).to_be_visible()


def save(window):
    window.again()
    window.page.locator("[name=_save]").first.click()
    window.page.wait_for_load_state()


def open_account(window, username, name, area, role):
    """The form of a new account; a grave one leads to its proposal, another one to its code."""
    window.go("/admin/accounts/user/add/")
    window.type(username=username, name=name, area=area, role=role)
    save(window)


def give_code(window, name):
    """The code, or, for a grave account, that it is asked for."""
    account(window, name)
    window.follow("给一个登录码")
    press_for_code(window)


def press_for_code(window):
    window.again()
    window.page.locator("#give-code form button").click()
    window.page.wait_for_load_state()


def appoint(window, name, area, role, **days):
    account(window, name)
    window.follow("安排岗位")
    window.type(area=area, role=role, **days)
    save(window)


def post_of(window, name, role):
    """The page of a post there is."""
    window.go("/admin/grids/posting/")
    row = window.page.locator("#result_list tbody tr", has_text=name).filter(has_text=role)
    row.first.get_by_role("link").first.click()
    window.page.wait_for_load_state()


def several(window, button, first):
    """What is done with several posts at once, from the list of posts: first the form."""
    window.go("/admin/grids/posting/")
    window.follow(button)
    window.reads(first)


def looked_at(window, picture):
    """It is looked at, and then done."""
    window.tap("看看会变什么")
    window.reads("还没有动。看清楚再确定。")
    window.look(picture)
    window.again()
    window.tap("就这样办")
    expect(window.page).to_have_url(re.compile("/confirm/$"))


def tick(window, field, *names):
    """Of all that a field offers, what has one of these names, and nothing else."""
    for tile in window.page.locator(f"main label.tile:has([name='{field}'])").all():
        wanted = any(name in tile.inner_text() for name in names)
        if tile.locator("input").is_checked() != wanted:
            tile.click()


def proposed(window):
    """The address of what was just asked for."""
    expect(window.page).to_have_url(re.compile(r"/confirm/[0-9a-f-]{36}/"))
    return window.page.url


def answer(window, address, *, refusing=""):
    """What the second person says."""
    window.go(address)
    window.type(answer="refuse" if refusing else "confirm")
    if refusing:
        window.type(words=refusing)
    window.again()
    window.tap("就这么办")


def add_place(window, register, **typed):
    window.go(f"/admin/{register}/add/")
    for name, words in typed.items():
        choose(window, name, words)
    save(window)
    expect(window.page).to_have_url(re.compile(f"/admin/{register}/(\\?|$)"))


def choose(window, name, words):
    """A field of the office, also one that looks up what is typed."""
    found = window.page.locator(f"#id_{name} + .select2")
    if not found.count():
        window.type(**{name: words})
        return
    found.click()
    window.page.locator(".select2-search__field").last.fill(words)
    window.page.locator(".select2-results__option", has_text=words).first.click()


def asked_together(window, about):
    """All of what was asked for in one gesture; the link says how many, the line below what."""
    window.go("/confirm/")
    row = window.page.locator("main .row", has_text="一起看这").filter(has_text=about)
    row.get_by_role("link").click()
    expect(window.page).to_have_url(re.compile("/confirm/(together|cards)/"))
    return window.page.url


def agree_to(window, *names):
    """One yes to those of them."""
    tick(window, "which", *names)
    window.again()
    window.tap("选上的都确认")
