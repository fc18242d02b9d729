"""The box from the page it stands under to the answer, with an account and without one."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation import rate_limits
from notices import reminders
from notices.models import Notice
from office.cards import badges
from office.onboarding import opening
from participation.box import forgetting, notifications, workflow
from participation.models import Concern, Feedback, FeedbackDeadline, Round
from tests import builders
from tests.access.walk import fingerprint
from tests.conftest import NOON, TODAY, SignedInClient

NEW, TRACK, DESK = (reverse(f"feedback:{name}") for name in ("new", "track", "desk"))
SAID = {"kind": "suggestion", "subject": "page", "words": "字太小。", "word": "向阳花开"}


def browser(user=None, by="password"):
    client = SignedInClient()
    if user:
        client.force_login(user, by=by)
    return client


def told(user):
    rows = Notice.objects.filter(recipient=user, key__startswith="feedback:").order_by("pk")
    return list(rows.values_list("text", flat=True))


def local(year, month, day, hour, minute):
    return datetime(year, month, day, hour, minute, tzinfo=NOON.tzinfo)


def test_without_an_account_from_the_foot_of_a_page_to_the_second_answer(
    clock, north, chen, bai, lin
):
    anybody = browser()
    assert NEW in anybody.get("/sign-in/").text and NEW not in browser(lin).get("/today/").text
    page = anybody.get(NEW, headers={"referer": "http://testserver/sign-in/?next=/my/"})
    form = page.context["form"]
    sent = SAID | {"client_id": form["client_id"].value(), "page": form["page"].value()}
    assert "name" not in form.fields and "phone" not in form.fields
    assert anybody.post(NEW, sent | {"area": north.code, "word": "短"}).status_code == 422
    there = anybody.post(NEW, sent | {"area": north.code})
    feedback = Feedback.objects.get()
    assert there.url == reverse("feedback:one", args=[feedback.uid])
    assert (feedback.page, feedback.by) == ("accounts:sign-in", None)
    assert "向阳花开" not in feedback.word
    assert anybody.post(NEW, sent | {"area": north.code}).url == there.url  # a second tap

    # Five working days, explained; the secretary is told that something waits, and no more.
    shown = anybody.get(there.url).text
    assert feedback.number in shown and "由社区书记答复，最晚" in shown
    first = feedback.rounds.get()
    assert first.due_at == local(2026, 3, 17, 17, 30)
    assert (told(chen), told(bai)) == ([notifications.NEW], [])

    # Shown exactly as it will be read, then sent.
    secretary, page = browser(chen), reverse("feedback:answer", args=[first.uid])
    words = "<b>下周</b>改大一号。\n谢谢您。"
    look = secretary.post(page, {"words": words, "step": "look"}).text
    assert "&lt;b&gt;下周&lt;/b&gt;改大一号。<br>谢谢您。" in look
    assert not Round.objects.get().has_ended
    assert secretary.post(page, {"words": words, "step": "change"}).status_code == 200
    assert secretary.post(page, {"words": words, "step": "send"}).url == DESK
    assert secretary.post(page, {"words": "再说", "step": "send"}).status_code == 409
    assert "&lt;b&gt;下周&lt;/b&gt;改大一号。<br>谢谢您。" in anybody.get(there.url).text

    # Whoever comes back without that session needs number and word; a stranger gets 404.
    other = browser()
    assert other.get(there.url).status_code == 404
    wrong = [{"number": feedback.number, "word": "猜一猜"}, {"number": "AAAA-AAAA", "word": "猜猜"}]
    answers = [other.post(TRACK, each) for each in wrong]
    assert {answer.status_code for answer in answers} == {422}
    typed = {"number": feedback.number.lower().replace("-", " "), "word": "向阳花开"}
    assert other.post(TRACK, typed).url == there.url
    clock.now = NOON + timedelta(minutes=31)
    assert other.get(there.url).status_code == 404
    assert other.post(TRACK, typed).url == there.url

    # Not satisfied, once: the street answers, and Chen finds what she left.
    secretary, left = browser(chen), [DESK, f"{DESK}?tab=answered", reverse("feedback:year")]
    left.append(reverse("feedback:round", args=[first.uid]))
    before = [fingerprint(secretary.get(each)) for each in left]
    assert "谢谢您。" in before[-1][2]
    again = reverse("feedback:object", args=[feedback.uid])
    assert other.post(again, {"words": "还是小，陈芳没看过吧。"}).url == there.url
    assert other.post(again, {"words": "还要说"}).status_code == 409
    second = feedback.rounds.get(number=2)
    assert (second.tier, told(bai)) == ("street", [notifications.NEW])
    assert [fingerprint(secretary.get(each)) for each in left] == before
    street = browser(bai)
    opened = street.get(reverse("feedback:round", args=[second.uid])).text
    assert "还是小" in opened and "下周" in opened
    page = reverse("feedback:answer", args=[second.uid])
    assert street.post(page, {"words": "看过了，明天改。", "step": "send"}).url == DESK
    assert "看过了，明天改。" in other.get(there.url).text
    assert again not in other.get(there.url).text


def test_with_an_account_by_page_and_by_program(clock, give, wang, li, chen, bai, mei, lin, east):
    client = browser(wang.user, "code")
    badge = badges.make(user=lin, by=chen, at=NOON)
    assert f"{NEW}?badge={badge.token}" in client.get(f"/w/{badge.token}/").text
    form = client.get(f"{NEW}?badge={badge.token}").context["form"]
    assert "word" not in form.fields and form["area"].value() == east.parent.code
    sent = {**SAID, "kind": "complaint", "subject": "person", "area": east.parent.code}
    sent |= {"client_id": str(uuid4()), "badge": badge.token, "page": ""}
    page = client.post(NEW, sent).url
    feedback = Feedback.objects.get()
    assert list(Concern.objects.values_list("user", "since")) == [(lin.pk, 1)]
    assert browser(li.user, "code").get(page).status_code == 404  # a spouse is a stranger

    api, desk = reverse("api:give-feedback"), reverse("api:feedback")
    said = {"client_id": str(uuid4()), "kind": "suggestion", "subject": "other", "words": "好。"}
    answers = [client.post(api, said, "application/json") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    twisted = client.post(api, said | {"words": "不好。"}, "application/json")
    assert (twisted.status_code, twisted.json()["code"]) == (409, "already_given")
    mine = client.get(reverse("api:my-feedback")).json()["items"]
    assert {each["number"] for each in mine} >= {feedback.number}
    secretary = browser(chen)
    lines = secretary.get(desk).json()["items"]
    assert [line["words"] for line in lines] == ["字太小。", "好。"]
    assert "王秀兰" not in secretary.get(reverse("feedback:round", args=[lines[0]["uid"]])).text
    answer = reverse("api:answer-feedback", args=[lines[0]["uid"]])
    assert secretary.post(answer, {"answer": "说过他了。"}, "application/json").status_code == 200
    twice = secretary.post(answer, {"answer": "又"}, "application/json").json()["code"]
    assert twice == "already_answered"
    assert told(wang.user) == [notifications.ANSWERED] and told(lin) == []
    again = reverse("api:object-to-answer", args=[feedback.uid])
    went = client.post(again, {"words": "没有说。"}, "application/json").json()
    assert [each["answerer"] for each in went["rounds"]] == ["community", "street"]
    refused = client.post(again, {"words": "没有说。"}, "application/json")
    assert refused.json()["code"] == "no_more_objections"

    # Answered by Bai: a second person of the office looks again, not Bai.
    about_chen = give("不好。", who="陈芳", by=wang.user, kind="complaint", subject="person")
    workflow.answer(round_=about_chen.rounds.get(), words="知道了。", by=bai, at=NOON)
    second = workflow.object_to(feedback=about_chen, words="光知道没有用。", at=NOON)
    seeing = [user for user in (bai, mei, chen) if told_of(second, user)]
    assert (second.tier, seeing) == ("second", [mei])


def told_of(opened, user):
    return Notice.objects.filter(about=opened.about, recipient=user).exists()


def test_late_ones_are_told_of_wait_for_the_office_and_are_forgotten(clock, give, chen, bai, north):
    opening.say_open(street=north.parent, on=TODAY, by=bai, at=NOON)
    FeedbackDeadline.objects.create(area=north, amount=2, basis="社区承诺两天答复")
    late = give("桌子太高。").rounds.get()
    assert late.due_at == local(2026, 3, 12, 17, 30)
    reminders.sweep(local(2026, 3, 11, 9, 1))
    reminders.sweep(late.due_at + timedelta(minutes=1))
    reminders.sweep(late.due_at + timedelta(minutes=2))
    soon = [notifications.NEW, notifications.DUE_SOON, notifications.IS_OVERDUE]
    assert (told(chen), told(bai)) == (soon, [notifications.IS_OVERDUE])
    waits = {user: notifications.waiting(builders.reader_of(user), NOON) for user in (chen, bai)}
    assert waits[chen].values == {"n": 1} and waits[bai] is None  # her first page says it is late
    clock.now = late.due_at + timedelta(days=1)
    office = browser(bai)
    assert "意见箱" in office.get(f"{DESK}?tab=late").text
    waiting = office.get(reverse("pending:line", args=["late-feedback"])).text
    assert reverse("feedback:round", args=[late.uid]) in waiting and "桌子" not in waiting
    workflow.answer(round_=late, words="换矮的。", by=chen, at=clock.now)
    assert not Notice.objects.filter(about=late.about, read_at=None).exists()
    year = office.get(reverse("feedback:year")).context["lines"][0]
    assert (year.given, year.answered, year.in_time, year.days) == (1, 1, 0, 3.2)
    forgetting.forget_old(NOON + timedelta(days=3 * 365 - 1))
    assert Feedback.objects.count() == 1
    forgetting.forget_old(NOON + timedelta(days=3 * 365 + 1))
    assert Feedback.objects.count() == 0


def test_so_many_and_no_more(give, wang):
    for _time in range(workflow.AN_HOUR):
        give(by=wang.user)
    with pytest.raises(rate_limits.TooOften):
        give(by=wang.user)
    give(network="192.0.2.9")


def test_a_list_asks_as_often_for_three_as_for_one(give, chen, wang, django_assert_num_queries):
    secretary = browser(chen)
    give()
    secretary.get(DESK)
    with CaptureQueriesContext(connection) as one:
        secretary.get(DESK)
    for _more in range(2):
        give()
    with django_assert_num_queries(len(one)):
        secretary.get(DESK)
    own = browser(wang.user, "code")
    give(by=wang.user)
    own.get(NEW)
    with CaptureQueriesContext(connection) as one:
        own.get(NEW)
    give(by=wang.user)
    with django_assert_num_queries(len(one)):
        own.get(NEW)


def test_an_oracle_is_none(give, north):
    """Wrong word, no number: the same page; and few tries for one number."""
    feedback = give()
    anybody = browser()
    for _time in range(10):
        anybody.post(TRACK, {"number": feedback.number, "word": "猜一猜"})
    right = anybody.post(TRACK, {"number": feedback.number, "word": "向阳花开"})
    assert right.status_code == 422  # even the right word has to wait until tomorrow now
