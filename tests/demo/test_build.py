"""Once, all of it or nothing, and never beside real people."""

from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo import build
from demo.models import Street
from demo.world import SMALL
from grids.models import Area
from morality_bank import proof
from residents.models import Person
from tests import builders


def run():
    out = StringIO()
    call_command("demo", small=True, stdout=out)
    return out.getvalue()


def test_it_builds_nothing_where_there_is_no_demo(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="ZERENTIAN_DEMO") as refusal:
        run()

    assert refusal.value.returncode == 1
    assert not Area.objects.exists()


def test_it_never_mixes_with_real_people(wang, settings):
    settings.DEMO = True

    with pytest.raises(CommandError, match="不会和它们混在一起"):
        run()

    assert list(Person.objects.all()) == [wang]


def test_an_account_alone_is_somebody_too(db, settings):
    settings.DEMO = True
    User.objects.create_user("first", "secret-enough", name="第一位")

    with pytest.raises(CommandError):
        run()


def test_stopped_half_way_it_leaves_nothing_begins_again_and_is_built_once(
    db, settings, monkeypatch
):
    settings.DEMO = True

    def stop(world):
        assert Person.objects.count() == 1000
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "STAGES", [*build.STAGES[:8], ("stop", stop)])
        with pytest.raises(CommandError, match="没有留下一半"):
            run()
    assert not Area.objects.exists() and not User.objects.exists()

    assert "1,000 位虚构的居民" in run()
    people = set(Person.objects.values_list("uid", flat=True))

    assert "演示数据已经在了" in run()
    assert set(Person.objects.values_list("uid", flat=True)) == people
    assert Street.objects.count() == 1


@pytest.mark.trial("days")
def test_it_also_stands_when_built_in_the_night_of_a_leap_day(db):
    at = datetime(2028, 2, 29, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))

    build.build(size=SMALL, at=at)

    assert Person.objects.count() == 1000
    assert proof.differences() == []


def test_builders_make_people_like_the_demo_does(db, east):
    """The numbers of tests and demo come from the same unassigned county."""
    assert builders.make_id_number().startswith("150299")
