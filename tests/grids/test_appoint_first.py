"""manage.py appoint_first: how the first person of a street office comes to be."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from grids.roles import Duty
from tests.builders import reader_of


def appoint_first(username="bai", name="白露", area="150299020"):
    out = io.StringIO()
    call_command("appoint_first", username=username, name=name, area=area, stdout=out)
    return out.getvalue()


def test_the_password_is_told_once_and_opens_the_office(street, client):
    password = re.search(r"：(\S{16})$", appoint_first().strip())[1]

    bai = User.objects.get(username="bai")
    assert bai.check_password(password)
    assert reader_of(bai, timezone.localdate()).holds(Duty.ADMINISTER)


def test_two_calls_give_two_passwords(street):
    assert appoint_first()[-17:] != appoint_first("bo")[-17:]


@pytest.mark.parametrize("area", ["150299020100", "1", "150299020100001"])
def test_an_area_without_a_street_office_is_refused_and_nobody_is_made(east, area):
    with pytest.raises(CommandError):
        appoint_first(area=area)

    assert not User.objects.exists()


def test_a_name_in_use_is_refused(street, bai):
    with pytest.raises(CommandError, match="已经有人用了"):
        appoint_first("bai")
