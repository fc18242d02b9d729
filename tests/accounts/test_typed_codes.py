"""A code is a code however it was typed: in full width, with blanks, with what a chat leaves in it."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import staff
from accounts.factors import cards
from accounts.forms import CodeForm
from accounts.models import SignInCode
from foundation.typed import tidying
from tests.accounts.second import digits, kinds, sign_in, two_signed_in, type_in
from tests.accounts.test_sign_in_by_code import ask_for, signed_in, wrong
from tests.accounts.test_sign_in_by_code import type_in as type_text_code
from tests.conftest import NOON

WIDE = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})


def as_typed(code):
    """In full width, with blanks of three kinds, a dash and marks nobody sees."""
    half = len(code) // 2
    wide = f"{code[:half]}\u3000{code[half:]}".translate(WIDE)
    return f"\ufeff {wide[0]}\u200b{wide[1:3]}\u00a0－{wide[3:]}\u200f"


def test_the_code_of_a_text_message(visitor, wang, texts):
    code = ask_for(visitor, texts)

    for odd in (
        "12345",
        "1234567",
        "l23456",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
    ):  # cost no try
        assert "验证码是 6 位数字" in type_text_code(visitor, odd).content.decode()
    assert SignInCode.objects.get().tries == 0
    type_text_code(visitor, as_typed(wrong(code)))  # negative control
    assert SignInCode.objects.get().tries == 1 and not signed_in(visitor)

    assert type_text_code(visitor, as_typed(code))["Location"] == "/"


@pytest.mark.parametrize("spell", [as_typed, str.upper, lambda code: f"{code[:4]} {code[4:]}"])
def test_the_code_of_the_street_in_place_of_a_password(visitor, lin, bai, clock, spell):
    code = staff.give_code(user=lin, by=bai, at=timezone.now())
    typed = {"username": "\ufeffｌｉ\u200bｎ ", "password": spell(code)}

    assert visitor.post("/sign-in/", typed)["Location"] == "/password/"
    assert "failed" not in kinds(lin)


def test_a_password_is_left_alone(visitor, lin, clock):
    """Negative control: blanks and full width belong to it, for whoever holds no code."""
    lin.set_password("　口 令－７７\u200b")
    lin.save()
    tidied = {"username": "lin", "password": tidying.code("　口 令－７７\u200b")}
    assert "登录名或密码不对" in visitor.post("/sign-in/", tidied).content.decode()

    typed = {"username": "ｌｉｎ ", "password": "　口 令－７７\u200b"}
    assert visitor.post("/sign-in/", typed)["Location"] != "/password/" and signed_in(visitor)


def test_digits_of_the_phone_and_a_card(with_key, chen, lin, bai, long_due, clock):
    with_key(chen)
    assert type_in(two_signed_in(chen)[0], as_typed(digits(chen))).status_code == 302

    long_due(lin)
    browser, code = Client(), cards.give(user=lin, by=bai, at=NOON)
    sign_in(browser, lin)
    assert type_in(browser, as_typed(code).upper()).status_code == 302
    assert "second_wrong" not in kinds(lin) + kinds(chen)


def test_the_browser_does_not_cut_a_code_off():
    assert "maxlength" not in str(CodeForm())
