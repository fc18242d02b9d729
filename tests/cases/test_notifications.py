"""Who is told what, in which words, and until when it calls them."""

from datetime import timedelta

import pytest

from cases import notifications, workflow
from cases.models import Case
from notices import reminders
from notices.models import Notice, Reminder
from tests import builders
from tests.conftest import NOON

DUE = NOON.replace(day=17, hour=17, minute=30)
SOON = NOON.replace(day=16, hour=9)


def told(user):
    """About cases; what the morning adds up stands in tests/notices/test_mornings.py."""
    notices = Notice.objects.filter(recipient=user, key__startswith="case:").order_by("pk")
    return [notice.sentence.split("：")[0] for notice in notices]


def from_phone(wang, east, **facts):
    return builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang, **facts)


def test_a_report_is_told_to_the_community_and_to_nobody_above_or_beside(
    wang, lin, chen, qian, bai, staff, east
):
    from_phone(wang, east)

    assert told(chen) == told(staff) == ["新来一件"]
    assert told(bai) == told(qian) == told(lin) == []


def test_a_community_without_anybody_is_helped_from_above(wang, bai, east):
    from_phone(wang, east)

    assert told(bai) == ["新来一件"]


def test_a_confidential_report_is_told_to_its_receiver_alone(wang, lin, chen, bai, staff, east):
    from_phone(wang, east, confidential=True)

    assert told(chen) == ["有一件保密的事请您亲自受理"]
    assert told(staff) == told(bai) == told(lin) == []


def test_the_whole_way_is_told_to_whoever_is_next(wang, li, lin, chen, east):
    case = builders.bring(from_phone(wang, east), "handled", desk=chen, worker=lin, at=NOON)
    case = workflow.rework(case=case, version=case.version, note="还闪", by=chen, at=NOON)
    case = workflow.handle(case=case, version=case.version, note="换了", by=lin, at=NOON)
    workflow.close(case=case, version=case.version, answer="灯换好了", by=chen, at=NOON)

    assert told(lin) == ["请您去办", "请您再办一办"]
    assert told(chen) == [
        "新来一件",
        "办好了，等您答复",
        "办好了，等您答复",
    ]
    assert told(wang.user) == ["您反映的事有答复了。"]
    assert told(li.user) == []


def test_a_worker_who_filed_it_hears_the_end(lin, chen, east):
    builders.bring(builders.make_case(lin, east, at=NOON), "closed", desk=chen, worker=lin, at=NOON)

    assert told(lin) == ["您上报的有答复了"]


def test_to_a_resident_a_confidential_case_is_not_even_mentioned(wang, lin, chen, east):
    case = from_phone(wang, east, confidential=True)
    builders.bring(case, "closed", desk=chen, worker=lin, at=NOON)

    [notice] = Notice.objects.filter(recipient=wang.user)
    assert notice.sentence == "您有一条社区通知。"
    assert notice.link == f"/my/cases/{case.uid}/"


@pytest.mark.parametrize("confidential", [False, True])
def test_no_notice_says_who_or_where_or_in_which_words(confidential, wang, lin, chen, east):
    case = from_phone(
        wang, east, words="隔壁老赵半夜打人", place="3号楼402", confidential=confidential
    )
    case = builders.bring(case, "handled", desk=chen, worker=lin, at=NOON)
    workflow.close(case=case, version=case.version, answer="已劝开老赵", by=chen, at=NOON)
    reminders.sweep(DUE)

    everything = " ".join(f"{n.sentence} {n.values}" for n in Notice.objects.all())
    assert Notice.objects.count() >= 4
    for word in ("老赵", "打人", "402", "劝开", "王秀兰"):
        assert word not in everything
    assert ("路灯" in everything) == (not confidential)


def test_a_notice_says_what_it_is_about_and_until_when(wang, chen, east):
    from_phone(wang, east)

    [notice] = Notice.objects.filter(recipient=chen)
    assert notice.sentence == "新来一件：路灯不亮，最晚 03-17 17:30 答复（20260310-0001）。"


def test_to_the_resident_not_even_the_category(wang, lin, chen, east):
    builders.bring(from_phone(wang, east), "closed", desk=chen, worker=lin, at=NOON)

    [notice] = Notice.objects.filter(recipient=wang.user)
    assert (notice.sentence, notice.values) == ("您反映的事有答复了。", {})


def unread(user):
    notices = Notice.objects.filter(recipient=user, read_at__isnull=True).order_by("pk")
    return [notice.sentence.split("：")[0] for notice in notices]


def test_what_has_moved_on_calls_nobody_any_more(wang, lin, chen, staff, east):
    case = from_phone(wang, east)
    other = builders.make_case(lin, east, at=NOON)
    assert unread(chen) == unread(staff) == ["新来一件", "新来一件"]

    case = builders.bring(case, "handled", desk=chen, worker=lin, at=NOON)
    assert unread(chen) == unread(staff) == ["新来一件", "办好了，等您答复"]
    assert unread(lin) == []

    workflow.close(case=case, version=case.version, answer="灯换好了", by=chen, at=NOON)
    assert unread(chen) == unread(staff) == ["新来一件"]
    assert unread(wang.user) == ["您反映的事有答复了。"]
    assert Notice.objects.filter(recipient=chen, values__number=other.number).count() == 1


def test_when_it_becomes_confidential_nobody_keeps_its_category(wang, chen, staff, east):
    case = from_phone(wang, east)
    workflow.accept(case=case, version=1, confidential=True, by=staff, at=NOON)

    assert told(staff) == []
    assert told(chen) == ["有一件保密的事请您亲自受理"]


def test_reminders_fire_once_and_reach_handler_and_desk(wang, lin, zhou, chen, bai, east):
    builders.bring(from_phone(wang, east), "dispatched", desk=chen, worker=lin, at=NOON)
    before = Notice.objects.count()

    for moment in (SOON - timedelta(minutes=1), SOON, SOON, DUE, DUE + timedelta(days=1)):
        reminders.sweep(moment)

    notices = Notice.objects.filter(key__startswith="case:").order_by("pk")
    late = [(n.recipient.username, n.text) for n in notices[before:]]
    assert sorted(late) == sorted(
        (who, text)
        for who in ("chen", "lin")
        for text in (notifications.DUE_SOON, notifications.IS_OVERDUE)
    )


def test_where_nobody_swept_meanwhile_only_that_it_is_late_is_said(wang, chen, east):
    from_phone(wang, east)
    reminders.sweep(DUE + timedelta(hours=1))

    assert told(chen) == ["新来一件", "过期了"]
    assert not Reminder.objects.waiting().filter(rule__startswith="case-").exists()


def test_before_it_is_dispatched_only_the_desk_is_reminded(wang, lin, chen, staff, east):
    from_phone(wang, east)
    reminders.sweep(SOON)

    assert len(told(chen)) == len(told(staff)) == 2
    assert told(lin) == []


def test_of_a_confidential_case_only_the_named_are_reminded(wang, lin, chen, bai, staff, east):
    case = from_phone(wang, east, confidential=True)
    builders.bring(case, "dispatched", desk=chen, worker=lin, at=NOON)
    for moment in (SOON, DUE):
        reminders.sweep(moment)

    assert len(told(chen)) == len(told(lin)) == 3
    assert told(staff) == told(bai) == []


@pytest.mark.parametrize("end", ["closed", "referred"])
def test_an_ended_case_reminds_nobody(end, wang, lin, chen, east):
    builders.bring(from_phone(wang, east), end, desk=chen, worker=lin, at=NOON)
    assert not Reminder.objects.waiting().filter(rule__startswith="case-").exists()


def test_a_moved_deadline_reminds_at_the_new_time_only(lin, chen, east):
    case = builders.make_case(lin, east, at=NOON)
    case = workflow.accept(case=case, version=1, priority="urgent", by=chen, at=NOON)

    waiting = Reminder.objects.waiting().filter(subject=str(case.uid))
    assert [(r.rule, r.due_at) for r in waiting] == [("case-overdue", case.due_at)]
    assert case.due_at == NOON.replace(day=11, hour=17, minute=30)


def test_a_reminder_that_is_out_of_date_does_nothing(lin, chen, east):
    case = builders.make_case(lin, east, at=NOON)
    Case.objects.filter(pk=case.pk).update(due_at=DUE + timedelta(days=3))
    before = told(chen)

    reminders.sweep(DUE)

    assert told(chen) == before
