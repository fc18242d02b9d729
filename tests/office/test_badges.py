"""What a resident at the door sees of a badge: valid today, or one answer for everything else."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from grids.models import Area
from office.cards import badges
from office.models import Badge, BadgePhoto
from tests import builders
from tests.conftest import NOON, TODAY, SignedInClient


@pytest.fixture(autouse=True)
def noon(clock):
    return clock


@pytest.fixture
def badge(lin, bai):
    return badges.of(lin, by=bai, at=NOON)


@pytest.fixture
def his(lin):
    client = SignedInClient()
    client.force_login(lin)
    return client


def at_door(token, **query):
    return Client().get(reverse("cards:badge", args=[token]), query)


def a_photo():
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "PNG")
    file.seek(0)
    file.name = "我.png"
    return file


def test_it_says_name_grid_valid_and_the_number_of_the_office_and_nothing_else(
    badge, lin, east, north, street
):
    Area.objects.filter(pk=street.pk).update(office_phone="0472-5100000")
    page = at_door(badge.token)
    text = page.content.decode()
    assert page.status_code == 200 and "今天有效" in text and "林晓" in text
    assert f"{north.name} {east.name}" in text and 'href="tel:0472-5100000"' in text
    Area.objects.filter(pk=north.pk).update(office_phone="0472-5100001")
    assert "0472-5100001" in at_door(badge.token).content.decode()

    assert not page.cookies and page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    for kept in (f">{lin.username}<", str(lin.uid), str(badge.uid), "网格员", "<script ", "<form"):
        assert kept not in text, kept
    english = at_door(badge.token, **{"in": "en"})
    assert "Valid today" in english.content.decode() and 'lang="en"' in english.content.decode()
    assert not english.cookies


def test_unknown_ended_and_without_a_post_look_alike(badge, lin, bai, zhou):
    unknown = at_door("A" * 22)
    assert unknown.status_code == 404 and "这张证不算数" in unknown.content.decode()
    assert not unknown.cookies and unknown["X-Robots-Tag"] == "noindex, nofollow"

    new = badges.make(user=lin, by=lin, at=NOON)
    ended = at_door(badge.token)
    assert at_door(new.token).status_code == 200 and len(new.token) == 22
    lin.postings.update(until_on=TODAY.replace(day=9))
    gone = at_door(new.token)
    theirs = badges.of(zhou, by=bai, at=NOON)
    User.objects.filter(pk=zhou.pk).update(is_active=False)
    switched_off = at_door(theirs.token)
    lin.postings.update(until_on=None, from_on=TODAY.replace(day=11))
    not_yet = at_door(new.token)

    answers = [unknown, ended, gone, switched_off, not_yet]
    assert {(each.status_code, each.content) for each in answers} == {(404, unknown.content)}
    photos = [Client().get(reverse("cards:photo", args=[token])) for token in ("A" * 22, new.token)]
    assert {(each.status_code, each.content) for each in photos} == {(404, b"")}


def test_a_network_that_looks_at_too_many_waits(badge, monkeypatch):
    monkeypatch.setattr("office.cards.badge_views.A_MINUTE", 2)
    answers = [at_door(token).status_code for token in (badge.token, "B" * 22, badge.token)]
    assert answers == [200, 404, 429]
    assert Client().get(reverse("cards:photo", args=[badge.token])).status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.77").get(reverse("cards:badge", args=[badge.token]))
    assert elsewhere.status_code == 200


def test_a_photo_is_its_owners_and_goes_with_one_tap(
    badge, his, lin, bai, django_capture_on_commit_callbacks
):
    mine, there = reverse("cards:mine"), reverse("cards:photo", args=[badge.token])
    assert Client().get(there).status_code == 404
    assert his.post(mine, {"photo": a_photo()})["Location"] == mine
    answer = Client().get(there)
    assert answer["Content-Type"] == "image/jpeg" and not answer.cookies
    size = Image.open(io.BytesIO(b"".join(answer.streaming_content))).size
    assert max(size) == 240 and there in at_door(badge.token).content.decode()

    first = BadgePhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        his.post(mine, {"photo": a_photo()})
    assert not first.small.storage.exists(first.small.name)
    text = io.BytesIO(b"no photo")
    text.name = "x.jpg"
    assert his.post(mine, {"photo": text}).status_code == 422
    second = BadgePhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        his.post(reverse("cards:remove-photo"))
    assert not BadgePhoto.objects.exists() and not second.file.storage.exists(second.file.name)
    assert Client().get(there).status_code == 404


def test_a_lost_badge_is_ended_in_one_tap_by_its_owner_or_the_office(badge, his, office, lin):
    assert "看看居民扫到什么" in his.get(reverse("cards:mine")).content.decode()
    his.post(reverse("cards:make-new"))
    assert at_door(badge.token).status_code == 404
    newer = badges.alive(lin)
    office.post(reverse("cards:replace", args=[lin.uid]))
    assert at_door(newer.token).status_code == 404
    assert at_door(badges.alive(lin).token).status_code == 200
    assert Badge.objects.filter(user=lin, ended_at=None).count() == 1


def test_looking_at_ones_own_page_makes_nothing(his, lin):
    assert "您还没有工作证" in his.get(reverse("cards:mine")).content.decode()
    assert not Badge.objects.exists()


def test_what_nobody_needs_any_more_goes(badge, lin, bai, noon):
    picture = builders.Picture(full=b"full", small=b"small")
    badges.keep_photo(user=lin, picture=picture, at=NOON)
    badges.make(user=lin, by=bai, at=NOON)
    noon.passes(days=31)
    badges.forget_old(noon.at)
    assert BadgePhoto.objects.exists() and Badge.objects.get().ended_at is None
    lin.postings.update(until_on=TODAY)
    noon.passes(days=1)
    badges.forget_old(noon.at)
    assert not BadgePhoto.objects.exists()
