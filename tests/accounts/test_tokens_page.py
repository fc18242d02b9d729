"""The page where somebody lets a program act for them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken

pytestmark = pytest.mark.usefixtures("midday")

PAGE = "/tokens/"
FACTS = {"name": "一表通同步", "days": "7"}


def as_if_signed_in_long_ago(client):
    session = client.session
    session["since"] = (timezone.now() - timedelta(minutes=20)).isoformat()
    session.save()


def test_the_token_is_shown_once_and_works(client, lin, wang):
    client.force_login(lin)
    shown = client.post(PAGE, FACTS)
    text = shown.context["text"]

    assert text in shown.content.decode()
    assert shown["Cache-Control"].startswith("max-age=0")
    assert text not in client.get(PAGE).content.decode()
    asked = client.__class__().get("/api/v1/people/", headers={"Authorization": f"Token {text}"})
    assert asked.json()["items"][0]["uid"] == str(wang.uid)


def test_after_a_while_the_password_is_asked_again(client, lin):
    client.force_login(lin)
    as_if_signed_in_long_ago(client)

    assert client.post(PAGE, FACTS).status_code == 422
    assert client.post(PAGE, FACTS | {"password": "wrong"}).status_code == 422
    assert not AccessToken.objects.exists()
    assert client.post(PAGE, FACTS | {"password": "demo-2026"}).status_code == 200
    assert AccessToken.objects.get().name == "一表通同步"


def test_the_list_names_each_and_one_can_be_ended(client, lin):
    made, _text = tokens.issue(user=lin, name="小程序", days=1, by="password", at=timezone.now())
    client.force_login(lin)
    assert "小程序" in client.get(PAGE).content.decode()

    assert client.post(reverse("accounts:revoke-token", args=[made.uid])).status_code == 302
    assert "小程序" not in client.get(PAGE).content.decode().split("rows-head")[1]


def test_the_eleventh_is_refused_with_a_sentence(client, lin):
    for number in range(10):
        tokens.issue(user=lin, name=str(number), days=1, by="password", at=timezone.now())
    client.force_login(lin)

    answer = client.post(PAGE, FACTS)
    assert answer.status_code == 422
    assert "先停用一个" in answer.content.decode()


def test_a_resident_sees_and_ends_but_makes_none_here(client, wang):
    tokens.issue(user=wang.user, name="微信小程序", days=30, by="code", at=timezone.now())
    client.force_login(wang.user, by="code")

    assert "微信小程序" in client.get(PAGE).content.decode()
    assert client.post(PAGE, FACTS).context["form"] is None
    assert AccessToken.objects.count() == 1


def test_a_list_of_tokens_costs_the_same_for_one_and_three(client, lin, django_assert_num_queries):
    client.force_login(lin)
    for number in range(3):
        tokens.issue(user=lin, name=str(number), days=1, by="password", at=timezone.now())
        with django_assert_num_queries(4):
            client.get(PAGE)
