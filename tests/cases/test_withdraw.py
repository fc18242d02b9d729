"""A resident takes a report back while nobody has taken it on."""

from datetime import timedelta

import pytest

from cases import desk, notifications, timeline, workflow
from cases.models import Case, Status, Step
from notices import quiet_hours
from notices.models import Notice, Reminder
from tests import builders


def take_back(client, case, version=None):
    return client.post(
        f"/my/cases/{case.uid}/withdraw/", {"version": version or case.version}, follow=True
    )


def test_it_leaves_the_desk_and_the_clock(as_user, wang, chen, from_phone, now):
    case = from_phone()
    assert Reminder.objects.filter(subject=str(case.uid), done_at=None).exists()

    page = take_back(as_user(wang), case)

    assert "收回了，社区不再办这件事" in page.content.decode()
    assert not Reminder.objects.filter(subject=str(case.uid), done_at=None).exists()
    assert desk.counts(builders.reader_of(chen), now)["reported"] == 0
    assert (
        timeline.steps(case, list(case.steps.all()), builders.reader_of(chen))[-1]["title"]
        == "反映人收回了"
    )


def test_what_somebody_has_taken_on_is_not_taken_back(as_user, wang, lin, chen, from_phone, now):
    case = builders.bring(from_phone(), "accepted", desk=chen, worker=lin, at=now)
    client = as_user(wang)

    assert "收回这件事" not in client.get(f"/my/cases/{case.uid}/").content.decode()
    assert "社区已经在办了，收不回来" in take_back(client, case).content.decode()
    assert Case.objects.get().status == Status.ACCEPTED


def test_a_desk_that_was_faster_by_a_moment_wins(as_user, wang, lin, chen, from_phone, now):
    seen = from_phone()
    builders.bring(seen, "accepted", desk=chen, worker=lin, at=now)

    assert "收不回来" in take_back(as_user(wang), seen).content.decode()


def test_pressing_twice_is_taking_back_once(as_user, wang, from_phone):
    case, client = from_phone(), as_user(wang)
    take_back(client, case)

    assert "收不回来" not in take_back(client, case).content.decode()
    assert Step.objects.filter(action="withdraw").count() == 1


def test_nothing_is_kept_when_the_last_step_fails(wang, from_phone, now, monkeypatch):
    case = from_phone()

    def fail(*args, **kwargs):
        raise OSError("gone")

    monkeypatch.setattr(notifications, "forget", fail)
    with pytest.raises(OSError, match="gone"):
        workflow.withdraw(case=case, version=case.version, by=wang.user, at=now)

    assert (Case.objects.get().status, Step.objects.count()) == (Status.REPORTED, 1)


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 30, "0"])
def test_a_made_up_version_changes_nothing(version, as_user, wang, from_phone):
    case = from_phone()
    answer = as_user(wang).post(f"/my/cases/{case.uid}/withdraw/", {"version": version})

    assert answer["Location"] == f"/my/cases/{case.uid}/"
    assert Case.objects.get().status == Status.REPORTED


def test_taken_back_by_mistake_it_is_written_again_with_the_same_words(as_user, wang, from_phone):
    case, client = from_phone(words="三楼的灯不亮", place="3号楼"), as_user(wang)
    page = take_back(client, case).content.decode()
    assert f"/my/report/?again={case.uid}" in page

    again = client.get(f"/my/report/?again={case.uid}").context["form"]

    assert again["words"].value() == "三楼的灯不亮" and again["place"].value() == "3号楼"
    assert again["category"].value() == (case.category.parent_id or case.category_id)


@pytest.mark.parametrize("uid", ["x", "00000000-0000-4000-8000-000000000000"])
def test_what_is_nobodys_or_anothers_is_an_empty_form(uid, as_user, wang, li, from_phone):
    case = from_phone(words="要说给社区的事")

    assert as_user(wang).get("/my/report/", {"again": uid}).status_code == 200
    assert (
        "要说给社区的事"
        not in as_user(li).get("/my/report/", {"again": str(case.uid)}).content.decode()
    )


def test_whoever_filed_it_by_mistake_takes_it_back_before_anybody_hears_of_it(
    as_user, lin, chen, east, now
):
    case = builders.make_case(lin, east, at=now)
    told = Notice.objects.get(recipient=chen)
    assert told.due_at == quiet_hours.outside_quiet_hours(now + timedelta(seconds=10))
    page, client = f"/cases/{case.uid}/take-back/", as_user(lin)

    done = client.post(page, {"version": case.version}, follow=True).content.decode()

    assert f"{case.number} 收回了" in done
    assert (Case.objects.get().status, Notice.objects.count()) == (Status.WITHDRAWN, 0)
    taken_on = builders.bring(
        builders.make_case(lin, east, at=now), "accepted", desk=chen, worker=lin, at=now
    )
    client.post(f"/cases/{taken_on.uid}/take-back/", {"version": taken_on.version})
    taken_on.refresh_from_db()
    assert taken_on.status == Status.ACCEPTED


def test_what_hurts_somebody_is_not_taken_back_by_staff(lin, east, now):
    """Nor does it wait until anybody hears of it."""
    case = builders.make_case(lin, east, at=now)
    assert workflow.may(case, "take_back", builders.reader_of(lin, now.date()))

    case.category.harm = True
    assert not workflow.may(case, "take_back", builders.reader_of(lin, now.date()))
