"""An empty house opens: two founders, a clerk, a secretary, a worker, all through the pages."""

import io
import re

from django.core.management import call_command

from accounts.models import User
from tests.conftest import SignedInClient
from tests.people.conftest import add_staff, asked, code_on, confirm, give_code, page_of

PASSWORD = {"password1": "fresh-harvest-77", "password2": "fresh-harvest-77"}


def founded(area):
    """The two cards of the console."""
    out = io.StringIO()
    names = {"username": "bai", "name": "白露", "second_username": "shi", "second_name": "石立"}
    call_command("appoint_first", area=area.code, second_as="standing_second", stdout=out, **names)
    return re.findall(r"登录名：(\w+)\n│ 登录码：(\w+)\n", out.getvalue())


def at_work(username, code):
    """A browser in which they came in with that code and chose their password."""
    browser = SignedInClient()
    browser.post("/sign-in/", {"username": username, "password": code})
    assert browser.post("/password/", PASSWORD)["Location"] == "/"
    return browser


def opened_by_two(ours, theirs, username, name, area, role):
    add_staff(ours, username, name, area, role)
    proposal = asked()
    half = code_on(ours.get(page_of(proposal)))
    return at_work(username, half + code_on(confirm(theirs, proposal)))


def test_a_new_house_opens_with_two_founders(street, north, east):
    bai, shi = (at_work(*card) for card in founded(street))

    clerk = opened_by_two(bai, shi, "mai", "麦田", street, "street_staff")
    secretary = opened_by_two(clerk, bai, "chen", "陈芳", north, "secretary")
    add_staff(clerk, "lin", "林晓", east, "grid_worker")
    worker = at_work("lin", code_on(give_code(clerk, User.objects.get(username="lin"))))

    assert [browser.get("/")["Location"] for browser in (bai, shi, clerk, secretary, worker)] == [
        "/admin/",
        "/confirm/",
        "/admin/",
        "/desk/",
        "/today/",
    ]
