"""A page says who may open it; one that says nothing opens for nobody."""

import pytest
from django.http import HttpResponse
from django.urls import path

from config.urls import handler404
from config.urls import urlpatterns as ours
from foundation.access import open_to_all, signed_in

__all__ = ["handler404"]


def forgotten(request):
    return HttpResponse("oh")


urlpatterns = [
    *ours,
    path("forgotten/", forgotten),
    path("open/", open_to_all(lambda request: HttpResponse("come in"))),
    path("closed/", signed_in(lambda request: HttpResponse("hello"))),
]
pytestmark = pytest.mark.urls(__name__)


def test_a_page_that_says_nothing_is_not_there(client, bai, caplog):
    client.force_login(bai)

    assert client.get("/forgotten/").status_code == 404
    assert "declares no audience" in caplog.text


def test_a_page_for_all_is_open_to_strangers(visitor):
    assert visitor.get("/open/").content == b"come in"


def test_a_page_for_the_signed_in_asks_strangers_to_sign_in(visitor, client, lin):
    assert visitor.get("/closed/")["Location"] == "/sign-in/?next=%2Fclosed%2F"

    client.force_login(lin)
    assert client.get("/closed/").content == b"hello"


def test_forbidden_reads_like_missing(client, wang):
    client.force_login(wang.user, by="code")

    forbidden, missing = client.get("/desk/"), client.get("/no-such-page/")

    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert (
        forbidden.content.split(b"<main")[1].split(b"</main")[0]
        == missing.content.split(b"<main")[1].split(b"</main")[0]
    )
