"""What residents do on their phones, and what two do for them at the counter."""

import re

from playwright.sync_api import expect

from tests import builders
from tests.people.played import empty_house, founding
from tests.people.played.window import PASSWORD

MY = re.compile(r"/my/$")


def id_number(order):
    """Valid, and of a county that does not exist."""
    return builders.make_id_number("19480305", order)


def ask_for_code(played, phone, number):
    """A code is sent to that number, and typed; where that leads is for the caller to see."""
    phone.go("/sign-in/phone/")
    phone.type(phone=number)
    phone.tap("发送验证码")
    phone.type(code=empty_house.code_sent(played.house, number))
    phone.tap("进去")


def at_counter(window, number):
    """The page of whoever's ID card this is."""
    window.go("/counter/")
    window.type(id_number=number)
    window.tap("查找")
    expect(window.page).to_have_url(re.compile(r"/counter/[0-9a-f-]{36}/$"))
    return window.page.url


def sign(window, button, *, second="", password=PASSWORD, **typed):
    """Both have the person before them, and the second types a password of their own."""
    window.type(seen=True, **typed)
    if second:
        window.type(second_name=second, second_password=password)
    window.again("password")
    window.tap(button)


CONFIRM = "是本人的，确认"


def comes_in(played, name, order, number):
    """A resident whose phone was confirmed at the counter, signed in on it."""
    founding.registered(played.mai, name, "友谊小区", id_number=id_number(order), phone=number)
    page = at_counter(played.dong, id_number(order))
    played.dong.go(f"{page}confirm/")
    sign(played.dong, CONFIRM, second="chen")
    played.dong.reads("号码确认了")
    phone = played.phone()
    ask_for_code(played, phone, number)
    expect(phone.page).to_have_url(MY)
    return phone
