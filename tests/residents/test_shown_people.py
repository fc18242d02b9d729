"""Pages show of people what masks.py says, also of those who live elsewhere by now."""

import pytest
from django.utils import timezone

from morality_bank import deeds
from notices.models import Notice
from residents import registry
from tests import builders
from tests.chance import without_chance

pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def deed(lin, wang, north):
    rule = builders.make_rule(builders.make_bank(north), "楼道清扫", 10)
    return builders.make_deed(lin, wang, rule, at=timezone.now())


@pytest.fixture
def moves_away(wang, far, chen):
    """Wang moves into the other community, where Chen has no post."""

    def moves_away():
        door, now = builders.make_door(far, "4902"), timezone.now()
        registry.move(person=wang, to=door, tenure="own", on=now.date(), by=chen, at=now)

    return moves_away


@pytest.mark.parametrize("page", ["deeds", "refuse", "case"])
def test_who_lives_elsewhere_by_now_is_masked(page, client, chen, wang, deed, east, moves_away):
    case = builders.make_case(wang.user, east, at=timezone.now(), reporter=wang, channel="phone")
    url = {
        "deeds": "/deeds/",
        "refuse": f"/deeds/{deed.uid}/refuse/",
        "case": f"/cases/{case.uid}/",
    }
    client.force_login(chen)
    assert "王秀兰" in client.get(url[page]).content.decode()

    moves_away()

    text = client.get(url[page]).content.decode()
    assert "王秀兰" not in text and "王**" in text
    assert "4902" not in without_chance(text)


def test_the_desk_chooses_by_building_and_masked_phone(client, chen, wang):
    client.force_login(chen)
    at_counter = client.post("/desk/new/", {"look": "1", "find": "wxl"}).content.decode()
    for_a_deed = client.post("/deeds/new/", {"q": "wxl"}).content.decode()

    for text in (at_counter, for_a_deed):
        assert str(wang.home.building) in text and "138****0001" in text
        assert str(wang.home) not in text


def test_who_goes_there_reads_the_door(client, lin, wang):
    client.force_login(lin)

    assert str(wang.home) in client.post("/deeds/new/", {"q": "wxl"}).content.decode()


def test_a_notice_names_nobody(deed, chen):
    deeds.post(deed=deed, by=chen, at=timezone.now())

    rows = Notice.objects.all()
    assert [row for row in rows if "王秀兰" in row.sentence or "王秀兰" in str(row.values)] == []
    assert any("王**" in row.sentence for row in rows)
