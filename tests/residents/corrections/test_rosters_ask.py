"""A roster never writes over what somebody corrected by hand since; it is asked about instead."""

from datetime import timedelta

import pytest
from django.utils import timezone

from residents import registry
from residents.models import CareTag, Correction, Person
from residents.numbers import writing
from residents.roster.writing import undoing
from tests import builders
from tests.conftest import NOON, TODAY
from tests.residents.corrections.said import decide
from tests.residents.sheets import row

pytestmark = pytest.mark.usefixtures("midday")
NUMBER = builders.make_id_number("19500102", 1)
OLD = {"身份证号": NUMBER, "手机": "13900000001", "备注": "养猫", "关爱标签": "低保"}
LATER = NOON + timedelta(days=1)


@pytest.fixture
def corrected(take_in, chen, building, east):
    """张三丰 came by a roster; since then Chen wrote a phone, a remark, an end and a new home."""
    take_in(row(**OLD))
    person = Person.objects.get()
    about = {"person": person, "by": chen, "at": LATER}
    registry.correct(remarks="养狗", **about)
    tag = {"kind": "low_income", "source": "社区", "purpose": "探访"}
    registry.tag(expires_on=TODAY, **tag, **about)
    writing.write_phone(phone="13900000002", origin="counter", reason="本人来换的", **about)
    home = builders.make_door(east, "101", building=building)
    registry.move(to=home, tenure="own", on=TODAY, **about)
    return person


def entry(person):
    person = Person.objects.get(pk=person.pk)
    return person.phone, person.remarks, person.home.door


def test_what_was_corrected_since_stays_and_is_asked(client, take_in, corrected, chen, lin):
    taken = take_in(row(**OLD), by=chen, at=LATER + timedelta(days=1))

    assert entry(corrected) == ("13900000002", "养狗", "101")
    asked = {each.kind: each for each in Correction.objects.open()}
    assert asked.keys() == {"phone", "remarks", "tag", "moved_in"}
    assert taken.findings["corrected"] == 4 and taken.findings["changed"] == 0
    client.force_login(chen)
    page = client.get(f"/imports/{taken.uid}/").content.decode()
    assert "4 处登记是后来手工改过的" in page
    assert taken.file_name in client.get("/corrections/").content.decode()

    for kind in ("phone", "moved_in", "tag"):
        assert decide(client, chen, asked[kind]).status_code == 302
    decide(client, chen, asked["remarks"], "decline", answer="手工改的对")
    assert entry(corrected) == ("13900000001", "养狗", "501")
    assert CareTag.objects.get().expires_on > timezone.localdate()

    take_in(row(**OLD | {"手机": "13900000002"}), by=chen, at=NOON + timedelta(days=9))
    assert [each.kind for each in Correction.objects.open()] == ["phone"]  # declined once is enough


def test_a_roster_newer_than_the_correction_is_written(take_in, corrected, chen):
    newer = LATER + timedelta(days=1)

    take_in(row(**OLD), by=chen, at=newer, made_on=newer.date())

    assert entry(corrected) == ("13900000001", "养猫", "501")
    assert not Correction.objects.exists()


def test_undoing_the_roster_takes_its_questions_back_unless_they_were_answered(
    client, take_in, corrected, chen
):
    taken = take_in(row(**OLD), by=chen, at=LATER + timedelta(days=1))
    undoing.agree(roster=taken, by=chen, at=LATER + timedelta(days=2))
    undoing.undo(roster=taken, at=LATER + timedelta(days=2))
    assert not Correction.objects.exists()

    taken = take_in(row(**OLD), by=chen, at=LATER + timedelta(days=3))
    decide(client, chen, Correction.objects.get(kind="remarks"), "decline", answer="不是")
    undoing.agree(roster=taken, by=chen, at=LATER + timedelta(days=4))
    with pytest.raises(undoing.BuiltOn):
        undoing.undo(roster=taken, at=LATER + timedelta(days=4))


def test_without_a_door_nobody_can_tell_where_they_live(take_in, dry_run, corrected):
    found = dry_run(row(**OLD | {"门牌": None, "楼号": None, "单元": None}))

    assert [each.column for each in found.faults] and not found.plan.people
    assert entry(corrected)[2] == "101"


def test_whoever_was_changed_by_nobody_is_written_as_ever(take_in, chen):
    take_in(row(**OLD))
    take_in(row(**OLD | {"备注": "养狗"}), by=chen)

    assert (Person.objects.get().remarks, Correction.objects.count()) == ("养狗", 0)
