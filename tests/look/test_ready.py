"""/ready/: what this phone can do. What a browser answers is looked at in the trial
`offline-install` (tests/ops/test_offline_install.py); here, what it is given."""

import re

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
SENTENCES = re.compile(r'<(?:p|div) data-when="([^"]+)"( hidden)?>')


def test_it_tells_the_time_and_nothing_of_the_house(client, east, django_assert_num_queries):
    before = timezone.now().timestamp() * 1000
    with django_assert_num_queries(0):
        answer = client.get("/ready/")

    assert before - 1 <= int(answer["X-Now"]) <= timezone.now().timestamp() * 1000
    assert "no-store" in answer["Cache-Control"]
    for area in (east, east.parent, east.parent.parent):
        assert area.name not in answer.text and area.code not in answer.text
    assert client.head("/ready/")["X-Now"]


@pytest.mark.parametrize(("secure", "seen"), [(False, "no"), (True, "yes")])
def test_without_scripts_it_says_how_the_address_is_and_what_cannot_be_seen(client, secure, seen):
    page = client.get("/ready/", secure=secure).text
    ticks = page.split("data-tick=")[1:]
    shown = [[when for when, hidden in SENTENCES.findall(tick) if not hidden] for tick in ticks]

    assert shown == [[seen], ["unseen"], ["unseen"], ["unseen"], ["unseen"]]
    assert "这个浏览器不运行脚本" in page.partition("<noscript>")[2].partition("</noscript>")[0]


def test_each_state_the_script_knows_has_one_sentence_and_one_mark(client):
    page = client.get("/ready/").text
    for tick in page.split("data-tick=")[1:]:
        sentences = [when for when, _ in SENTENCES.findall(tick)]
        marks = " ".join(re.findall(r'<span class="badge[^"]*" data-when="([^"]+)"', tick)).split()

        assert len(set(sentences)) == len(sentences)
        assert set(sentences) <= set(marks) and len(set(marks)) == len(marks)
