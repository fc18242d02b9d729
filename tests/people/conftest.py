"""Who the street's people are to each other, and how they ask and confirm through the pages."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.sign_in import send_codes
from office.models import Proposal
from tests import builders
from tests.access.fresh import abroad, walk, world  # noqa: F401 - the world of the walk
from tests.accounts.conftest import clock as clock
from tests.accounts.conftest import texts as texts
from tests.cases.conftest import as_user as as_user
from tests.cases.conftest import from_phone as from_phone
from tests.cases.conftest import picture as picture
from tests.cases.conftest import staff as staff
from tests.conftest import SignedInClient
from tests.residents.conftest import building  # noqa: F401 - what rosters are about
from tests.residents.test_admin import to, words


@pytest.fixture
def mai(street):
    """Bai's colleague at the street office, whom nobody has just opened."""
    return builders.make_staff("mai", "麦田", street, "street_staff")


@pytest.fixture
def pages():
    """`pages(user)`: a browser in which they have just typed their password."""

    def pages(user):
        client = SignedInClient()
        client.force_login(user)
        return client

    return pages


def today():
    return timezone.localdate().isoformat()


def said_to(user):
    return [notice.sentence for notice in user.notices.order_by("pk")]


def add_staff(browser, username, name, area, role):
    """The form of a new account."""
    typed = {"username": username, "name": name, "area": area.pk, "role": role, "from_on": today()}
    return browser.post(reverse("admin:accounts_user_add"), typed)


def add_post(browser, user, area, role):
    """The form of a new post."""
    typed = {"user": user.pk, "area": area.pk, "role": role, "from_on": today()}
    return browser.post(reverse("admin:grids_posting_add"), typed)


def change_post(browser, posting, **typed):
    """The form of a post there is."""
    return browser.post(reverse("admin:grids_posting_change", args=[posting.pk]), typed)


def change_account(browser, user, **typed):
    """The form of an account there is; None leaves a field out."""
    typed = {"username": user.username, "name": user.name, "is_active": "on"} | typed
    lines = {"postings-TOTAL_FORMS": 0, "postings-INITIAL_FORMS": 0}
    typed = {name: value for name, value in typed.items() if value is not None} | lines
    return browser.post(reverse("admin:accounts_user_change", args=[user.pk]), typed)


def give_code(browser, user, **typed):
    return browser.post(reverse("admin:accounts_user_give_code", args=[user.pk]), typed)


def asked():
    """What waits."""
    return Proposal.objects.get(state="waiting")


def page_of(proposal):
    return reverse("office:proposal", args=[proposal.uid])


def confirm(browser, proposal, **typed):
    return browser.post(page_of(proposal), {"answer": "confirm", **typed})


def code_on(page) -> str:
    """What stands on a page as a code, or a half of one."""
    found = re.findall(r"data-code>([\w ]+)<", page.content.decode())
    return found[0] if found else ""


def sign_in(username, code):
    """Where the sign-in page sends somebody who types this."""
    sent = SignedInClient().post("/sign-in/", {"username": username, "password": code})
    return sent.get("Location", "")


@pytest.fixture
def now(midday):
    return timezone.now()


def the_form(page) -> dict:
    """What the hidden fields of a page's forms hold, as a browser would send them."""
    text = page.content.decode()
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))


class Handset:
    """A phone: it gets the messages sent to its number, and has a browser."""

    def __init__(self, number, texts):
        self.number, self.texts, self.browser = number, texts, Client()

    def code(self):
        """The newest code that reached it; None when none did."""
        send_codes(timezone.now())
        codes = [
            found.group()
            for number, text in self.texts
            if number == self.number and (found := re.search(r"\d{6}", text))
        ]
        return codes[-1] if codes else None

    def sign_in(self):
        """Ask for a code and type it in; where that leads, "" without a code."""
        self.browser.post("/sign-in/phone/", {"phone": self.number})
        code = self.code()
        return (
            self.browser.post("/sign-in/code/", {"code": code}).get("Location", "") if code else ""
        )

    def reaches(self, address="/my/"):
        """Whether a resident's page opens for whoever holds it."""
        return self.browser.get(address).status_code == 200


@pytest.fixture
def handset(texts, clock):
    return lambda number: Handset(number, texts)


def by_office(pages, bai, person, phone):
    facts = words(home=person.home_id, phone=phone, why_changed="本人换了号码")
    pages(bai).post(to("person", "change", person.pk), facts)
