"""Open matters of whoever is away: her stand-in does them; what is confidential goes elsewhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from cases import need_to_know, notifications, workflow
from cases.models import Case, HarmReceiver, Step
from grids import handing_over
from grids.models import Handover, Posting
from grids.standing_in import absences
from notices import reminders
from notices.models import Notice
from tests import builders
from tests.conftest import NOON, TODAY

LAST = TODAY + timedelta(days=4)


def away(user, stand_in):
    days = {"from_on": TODAY, "until_on": LAST}
    return absences.say(uid=uuid4(), user=user, stand_in=stand_in, by=user, at=NOON, **days)


def sent(case, lin, chen):
    return builders.bring(case, "dispatched", desk=chen, worker=lin, at=NOON)


def mine(user, day=TODAY):
    reader = builders.reader_of(user, day)
    return set(Case.objects.visible_to(reader).in_hands_of(reader))


def test_whoever_stands_in_has_her_matters_and_may_do_them_that_long(lin, zhou, chen, east):
    case = sent(builders.make_case(chen, east, at=NOON), lin, chen)
    secret = builders.make_case(chen, east, at=NOON, confidential=True)
    secret = sent(secret, lin, chen)
    need_to_know.name(secret, [zhou])  # for another reason: it is not his to do
    away(lin, zhou)

    assert mine(zhou) == {case}
    assert mine(zhou, LAST + timedelta(days=1)) == set()
    assert mine(lin) == {case, secret}
    assert not workflow.may(secret, "handle", builders.reader_of(zhou))
    case = workflow.handle(case=case, version=case.version, note="换了灯", by=zhou, at=NOON)
    workflow.rework(case=case, version=case.version, note="还不亮", by=chen, at=NOON)
    told = Notice.objects.filter(about=case.about, text=notifications.AGAIN)
    assert [notice.recipient for notice in told] == [zhou]


def test_a_name_from_before_counts_by_no_post_that_is_only_lent(lin, zhao, far, east, north, chen):
    """Zhao was named in the north once and works in the south; for a week he is lent the north."""
    post = builders.make_post(zhao, north, "community_staff", until_on=TODAY - timedelta(days=1))
    secret = builders.make_case(chen, east, at=NOON, confidential=True)
    need_to_know.name(secret, [zhao])
    builders.make_post(zhao, north.parent, "street_staff")  # above both, so he may stand in
    Posting.objects.filter(user=zhao, role="street_staff").update(until_on=LAST)
    assert post.area == north and secret in Case.objects.visible_to(builders.reader_of(zhao))
    Posting.objects.filter(user=zhao, role="street_staff").delete()
    away(lin, None)
    assert secret not in Case.objects.visible_to(builders.reader_of(zhao))


def test_a_secret_goes_to_the_second_receiver_while_the_secretary_is_away(wang, chen, bai, north):
    facts = {"channel": "phone", "reporter": wang, "confidential": True}
    before = builders.make_case(wang.user, wang.grid, at=NOON, **facts)
    HarmReceiver.objects.create(community=north, user=bai)
    assert need_to_know.triagers(before, on=TODAY) == [chen]
    assert need_to_know.forsaken(on=TODAY) == []
    hu = builders.make_staff("hu", "胡月", north, "community_staff")
    away(chen, hu)

    new = builders.make_case(wang.user, wang.grid, at=NOON, **facts)
    assert need_to_know.triagers(new, on=TODAY) == [bai]
    assert need_to_know.forsaken(on=TODAY) == [before]  # what waits is found at eight
    reminders.sweep(NOON)
    assert need_to_know.triagers(before, on=TODAY) == [bai]
    assert not Case.objects.visible_to(builders.reader_of(hu)).exists()
    case = workflow.accept(case=new, version=1, by=bai, at=NOON)
    back = LAST + timedelta(days=1)
    assert case in need_to_know.forsaken(on=back)  # and is the secretary's again
    assert not workflow.may(case, "dispatch", builders.reader_of(bai, back))


def test_a_handover_moves_nothing_before_the_yes_and_then_all_of_it(
    lin, zhou, chen, bai, east, wang, as_user
):
    case = sent(builders.make_case(chen, east, at=NOON), lin, chen)
    secret = sent(builders.make_case(chen, east, at=NOON, confidential=True), lin, chen)
    post, tomorrow = lin.postings.get(), TODAY + timedelta(days=1)
    asked = {"user": lin, "to": zhou, "posts": [post], "on": tomorrow, "by": bai, "at": NOON}
    row = handing_over.ask(uid=uuid4(), **asked)
    assert [(part.slug, n) for part, n in handing_over.open_matters(row)][0] == ("cases", 1)
    with pytest.raises(handing_over.AlreadyAsked):
        handing_over.ask(uid=uuid4(), **asked)
    post.refresh_from_db()
    assert post.until_on is None and mine(zhou) == set()
    with pytest.raises(handing_over.Decided):
        handing_over.accept(handover=row, by=lin, at=NOON)

    handing_over.accept(handover=row, by=zhou, at=NOON)
    assert mine(lin) == {case, secret}  # until the day
    reminders.sweep(NOON + timedelta(days=1))
    case.refresh_from_db()
    secret.refresh_from_db()
    assert (case.handler, secret.handler) == (zhou, lin)
    assert mine(zhou, tomorrow) == {case}
    assert case.steps.last().action == Step.HANDED_OVER
    assert Notice.objects.filter(about=secret.about, key__contains=":lost:").exists()
    assert [p.user for p in Posting.objects.on(tomorrow).filter(area=east)] == [zhou]
    page = as_user(chen).get(reverse("cases:case", args=[case.uid])).content.decode()
    assert "岗位交接，换了经办人" in page


def test_what_takes_two_is_not_handed_over_by_one_and_no_means_no(lin, zhou, chen, qian, bai, shen):
    asked = {"on": TODAY, "by": bai, "at": NOON, "uid": uuid4()}
    with pytest.raises(handing_over.TakesTwo):
        handing_over.ask(user=chen, to=qian, posts=[chen.postings.get()], **asked)
    with pytest.raises(handing_over.NotThem):
        handing_over.ask(user=lin, to=shen, posts=[lin.postings.get()], **asked)
    with pytest.raises(handing_over.NothingChosen):
        handing_over.ask(user=lin, to=zhou, posts=[chen.postings.get()], **asked)
    assert not Handover.objects.exists()
    row = handing_over.ask(user=lin, to=zhou, posts=[lin.postings.get()], **asked)
    handing_over.decline(handover=row, by=zhou, at=NOON)
    assert Notice.objects.filter(recipient=bai, text=handing_over.DECLINED).count() == 1
    assert lin.postings.get().until_on is None
    with pytest.raises(handing_over.Decided):
        handing_over.accept(handover=row, by=zhou, at=NOON)
