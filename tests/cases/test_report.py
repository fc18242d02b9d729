"""A problem comes in, once."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cases import intake
from cases.models import Case, CaseNumber, Photo, Step
from foundation.pictures.photos import Picture
from foundation.rate_limits import TooOften
from grids.boundaries import move_building
from notices.models import Notice, Reminder
from tests import builders
from tests.conftest import NOON

PICTURES = [Picture(full=b"one", small=b"1"), Picture(full=b"two", small=b"2")]


def from_phone(wang, east, **facts):
    facts = {"at": NOON} | facts
    return builders.make_case(wang.user, east, channel="phone", reporter=wang, **facts)


def test_a_report_is_numbered_titled_and_due(lin, east):
    case = builders.make_case(lin, east, at=NOON, words="三楼的灯不亮。老人看不见台阶。\n请来修")

    assert (case.number, case.title) == ("20260310-0001", "三楼的灯不亮")
    assert case.due_at == NOON.replace(day=17, hour=17, minute=30)
    assert (case.status, case.version) == ("reported", 1)


def test_a_long_first_sentence_is_cut_for_the_title():
    assert intake.title_of("灯" * 80) == "灯" * 29 + "…"
    assert intake.title_of("？") == "？"


def test_a_street_counts_all_its_communities_and_every_day_anew(lin, zhao, east, far):
    numbers = [
        builders.make_case(lin, east, at=NOON).number,
        builders.make_case(zhao, far, at=NOON).number,
        builders.make_case(lin, east, at=NOON).number,
        builders.make_case(lin, east, at=NOON + timedelta(days=1)).number,
    ]

    assert numbers == ["20260310-0001", "20260310-0002", "20260310-0003", "20260311-0001"]


def test_a_resend_returns_the_first_case_and_tells_nobody_twice(lin, chen, east):
    client_id = uuid4()

    first = builders.make_case(lin, east, at=NOON, client_id=client_id)
    again = builders.make_case(lin, east, at=NOON + timedelta(minutes=1), client_id=client_id)

    assert first == again
    assert Step.objects.count() == Notice.objects.count() == 1


def test_an_id_somebody_else_used_is_refused(lin, zhou, east):
    client_id = uuid4()
    builders.make_case(lin, east, at=NOON, client_id=client_id)

    with pytest.raises(intake.AlreadyReported):
        builders.make_case(zhou, east, at=NOON, client_id=client_id)


def test_a_resident_reports_five_times_an_hour_and_a_worker_as_often_as_needed(wang, lin, east):
    for _ in range(5):
        from_phone(wang, east)
        builders.make_case(lin, east, at=NOON)
    builders.make_case(lin, east, at=NOON)

    with pytest.raises(TooOften):
        from_phone(wang, east)
    from_phone(wang, east, at=NOON + timedelta(hours=1))
    assert Case.objects.count() == 12


def test_a_refused_report_uses_up_no_number(wang, east):
    for _ in range(5):
        from_phone(wang, east)
    with pytest.raises(TooOften):
        from_phone(wang, east)

    assert CaseNumber.objects.get().last == 5


@pytest.mark.parametrize(
    "broken", ["cases.notifications.remind", "cases.notifications.to_triagers", "cases.photos.keep"]
)
def test_nothing_is_kept_when_the_last_step_fails(broken, lin, chen, east, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("gone")

    monkeypatch.setattr(broken, fail)
    with pytest.raises(OSError, match="gone"):
        builders.make_case(lin, east, at=NOON)

    kept = [m.objects.count() for m in (Case, Step, Notice, Reminder, CaseNumber)]
    assert kept == [0, 0, 0, 0, 0]


def test_no_picture_stays_on_disk_when_a_row_cannot_be_written(lin, east, monkeypatch, tmp_path):
    save = Photo.save

    def save_only_the_first(photo, *args, **kwargs):
        if Photo.objects.exists():
            raise OSError("disk full")
        save(photo, *args, **kwargs)

    monkeypatch.setattr(Photo, "save", save_only_the_first)
    with pytest.raises(OSError, match="disk full"):
        builders.make_case(lin, east, at=NOON, pictures=PICTURES)

    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    assert not Case.objects.exists()


def test_a_case_at_a_door_moves_with_its_building_and_one_in_the_street_stays(
    lin, zhou, home, east, west
):
    at_door = builders.make_case(lin, east, at=NOON, dwelling=home)
    in_street = builders.make_case(lin, east, at=NOON)

    move_building(building=home.building, to=west, by=None, at=NOON)

    assert list(Case.objects.visible_to(builders.reader_of(zhou))) == [at_door]
    assert list(Case.objects.visible_to(builders.reader_of(lin))) == [in_street]
