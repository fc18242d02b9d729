"""How somebody shows what there is besides the password."""

import re

from django.test import Client
from django.utils import timezone

from accounts.factors import keys
from accounts.models import SecondFactor, SignInEvent

SECOND, FACTOR = "/sign-in/second/", "/second-factor/"


def sign_in(browser, user, onward="/"):
    typed = {"username": user.username, "password": "demo-2026", "next": onward}
    return browser.post("/sign-in/", typed)


def type_in(browser, code, onward="/"):
    return browser.post(SECOND, {"code": code, "next": onward})


def asked(browser, page):
    """Where a page leads whoever has shown no second factor yet; None if it opens."""
    reply = browser.get(page)
    return reply["Location"].split("?")[0] if reply.status_code == 302 else None


def digits(user):
    return keys.digits_now(SecondFactor.objects.get(user=user), timezone.now())


def printed(browser):
    page = browser.post("/second-factor/paper/").content.decode()
    return re.findall(r'class="paper-code">(\w{4} \w{4})<', page)


def kinds(user):
    events = SignInEvent.objects.filter(account=user.uid).order_by("pk")
    return list(events.values_list("kind", flat=True))


def two_signed_in(user):
    browsers = Client(), Client()
    for browser in browsers:
        sign_in(browser, user)
    return browsers
