"""manage.py appoint_first: how the first two people of a street office come to be."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Enablement, User
from foundation.models import Record
from grids.models import Area, Posting
from grids.roles import Duty
from tests.builders import reader_of

TWO = {"second_username": "mai", "second_name": "麦田"}


def appoint_first(username="bai", name="白露", area="150299020", **second):
    out = io.StringIO()
    call_command("appoint_first", username=username, name=name, area=area, stdout=out, **second)
    return out.getvalue()


def codes_of(cards):
    return re.findall(r"登录码：(\w{12})\n", cards)


def test_two_cards_lead_to_two_passwords_and_both_open_the_office(street, client):
    codes = codes_of(appoint_first(**TWO))

    for username, code in zip(("bai", "mai"), codes, strict=True):
        sent = client.post("/sign-in/", {"username": username, "password": code})
        assert sent["Location"] == "/password/"
        client.post("/sign-out/")
        reader = reader_of(User.objects.get(username=username), timezone.localdate())
        assert reader.holds(Duty.ADMINISTER) and reader.holds(Duty.STAND_SECOND)
    assert not Enablement.objects.exists()


def test_both_accounts_posts_and_codes_are_on_record(street):
    appoint_first(**TWO)

    things = [row.thing.split(":")[0] for row in Record.objects.all()]
    assert sorted(things) == ["accounts.user"] * 4 + ["grids.posting"] * 2


def test_two_calls_give_other_codes(street):
    first, again = appoint_first(**TWO), appoint_first("bo", "薄云")

    assert len({*codes_of(first), *codes_of(again)}) == 3


def test_an_empty_house_begins_with_a_district_or_a_street_of_one(db):
    """What the product brings along is enough for one command."""
    with pytest.raises(CommandError, match="150271 内蒙古自治区 包头市 包头稀土高新"):
        appoint_first(area="稀土高新", **TWO)
    for wrong in ({"area": "150271020"}, {"area": "999999"}, {"area": "150271", "area_name": "x"}):
        with pytest.raises(CommandError, match="--area-name"):
            appoint_first(**wrong, **TWO)
    assert not Area.objects.exists() and not User.objects.exists()

    appoint_first(area="150271020", area_name="民馨路街道", **TWO)
    street = Area.objects.get(code="150271020")
    assert (street.level, street.path, street.parent.register_name) == (
        "township",
        "15/1502/150271/150271020/",
        "包头稀土高新技术产业开发区",
    )
    appoint_first("bo", "薄云", area="150271", **{"second_username": "ci", "second_name": "慈"})
    assert Area.objects.count() == 4


def test_one_alone_opens_no_house_and_joins_one_that_is_open(street):
    with pytest.raises(CommandError, match="要开两个人"):
        appoint_first()
    assert not User.objects.exists()

    appoint_first(second_as="standing_second", **TWO)
    roles = dict(Posting.objects.values_list("user__username", "role"))
    assert roles == {"bai": "street_staff", "mai": "standing_second"}
    appoint_first("bo", "薄云")


@pytest.mark.parametrize("area", ["150299020100", "1", "150299020100001"])
def test_an_area_without_a_street_office_is_refused_and_nobody_is_made(east, area):
    with pytest.raises(CommandError):
        appoint_first(area=area, **TWO)

    assert not User.objects.exists()


def test_a_name_in_use_is_refused_and_so_is_nobody_by_name(street, bai):
    with pytest.raises(CommandError, match="已经有人用了"):
        appoint_first("bo", "薄云", second_username="bai", second_name="白露")
    with pytest.raises(CommandError, match="姓名"):
        appoint_first("bo", "薄云", second_username="mai")

    assert not User.objects.filter(username__in=["bo", "mai"]).exists()
