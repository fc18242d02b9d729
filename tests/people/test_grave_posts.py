"""A grave post, and a code for whoever holds one: one person asks, another one confirms (P17)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts import staff
from accounts.models import Enablement, User
from accounts.two_people import are_two
from grids import roles
from grids.models import Posting
from office.models import Proposal
from tests import builders
from tests.people.conftest import (
    add_post,
    add_staff,
    asked,
    change_post,
    code_on,
    confirm,
    give_code,
    page_of,
    said_to,
    sign_in,
    today,
)

TODAY = timezone.localdate


def test_a_secretary_is_opened_by_two_and_each_knows_half_of_the_code(pages, bai, mai, north):
    ours, theirs = pages(bai), pages(mai)
    answer = add_staff(ours, "sun", "孙立", north, "secretary")

    proposal = asked()
    assert answer["Location"] == page_of(proposal)
    assert not User.objects.filter(username="sun").exists()
    first = code_on(ours.get(page_of(proposal)))
    assert code_on(theirs.get(page_of(proposal))) == ""

    done = confirm(theirs, proposal)

    sun = User.objects.get(username="sun")
    assert sun.postings.get().role == "secretary"
    last = code_on(done)
    assert "no-store" in done["Cache-Control"]
    assert (len(first), len(last)) == (6, 6)
    assert sign_in("sun", first) == sign_in("sun", last) == ""
    assert sign_in("sun", first + last) == "/password/"
    made = {(row.act, row.by, row.confirmed_by) for row in Enablement.objects.all()}
    assert made == {(act, bai, mai) for act in ("opened", "appointed", "coded")}
    assert are_two(bai, sun, TODAY()) and are_two(mai, sun, TODAY())
    assert code_on(theirs.get(page_of(proposal))) == ""


def test_a_code_for_a_secretary_takes_two_and_she_hears_of_it_before(pages, bai, mai, chen):
    ours, theirs = pages(bai), pages(mai)
    give_code(ours, chen)

    assert "麦田" not in said_to(chen)[0] and "不是您要的" in said_to(chen)[0]
    assert "白露提出一件要两个人办的事" in said_to(mai)[0]
    proposal, first = asked(), code_on(ours.get(page_of(asked())))
    assert User.objects.get(pk=chen.pk).check_password("demo-2026")

    last = code_on(confirm(theirs, proposal))
    assert sign_in("chen", "demo-2026") == "" and sign_in("chen", first + last) == "/password/"
    assert len(said_to(chen)) == 2 and "麦田确认了您提出的事" in said_to(bai)[0]


def test_a_refusal_changes_nothing_and_says_why(pages, bai, mai, chen):
    ours, theirs = pages(bai), pages(mai)
    give_code(ours, chen)
    proposal = asked()
    assert theirs.post(page_of(proposal), {"answer": "refuse", "words": ""}).status_code == 422

    theirs.post(page_of(proposal), {"answer": "refuse", "words": "她本人没有要过"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.half_sealed) == ("refused", "")
    assert "她本人没有要过" in ours.get(page_of(proposal)).content.decode()
    assert User.objects.get(pk=chen.pk).check_password("demo-2026")
    assert not Enablement.objects.exists()


def test_nobody_becomes_secretary_alone(pages, bai, mai, chen, north):
    """The takeover of the review: a clerk appoints herself and reads what is confidential."""
    ours = pages(bai)
    add_post(ours, bai, north, "secretary")
    proposal = asked()

    assert confirm(ours, proposal).status_code == 404
    assert not bai.postings.filter(role="secretary").exists()
    confirm(pages(mai), proposal)
    assert bai.postings.filter(role="secretary", area=north).exists()


def test_whom_it_is_about_and_whoever_one_opened_confirm_nothing(pages, bai, mai, street, north):
    ours = pages(bai)
    builders.make_staff("shi", "石立", street, "standing_second")
    add_post(ours, mai, north, "secretary")
    assert pages(mai).get(page_of(asked())).status_code == 404

    puppet = staff.open_account(username="p", name="某甲", by=bai, at=timezone.now())
    builders.make_post(puppet, street, "street_staff")
    page = pages(puppet).get(page_of(asked()))
    assert "请别的同事确认" in page.content.decode()
    assert "请别的同事确认" in confirm(pages(puppet), asked()).content.decode()
    assert mai.postings.count() == 1


def test_without_anybody_to_confirm_the_form_says_what_to_do_and_keeps_what_was_typed(
    pages, bai, chen, north
):
    ours = pages(bai)
    answers = [
        add_staff(ours, "sun", "孙立", north, "secretary"),
        add_post(ours, chen, north, "secretary"),
        give_code(ours, chen),
    ]

    for answer in answers:
        assert "设一位第二确认人" in answer.content.decode()
    assert 'value="孙立"' in answers[0].content.decode()
    assert not Proposal.objects.exists()


def test_a_grave_post_is_handed_over_and_made_longer_by_two(pages, bai, mai, chen, lin, zhou):
    ours, theirs = pages(bai), pages(mai)
    post, until = chen.postings.get(), TODAY() + timedelta(days=3)
    Posting.objects.filter(pk=post.pk).update(until_on=until)

    change_post(ours, post, until_on=(until + timedelta(days=30)).isoformat())
    assert Posting.objects.get(pk=post.pk).until_on == until
    confirm(theirs, asked())
    assert Posting.objects.get(pk=post.pk).until_on == until + timedelta(days=30)

    change_post(ours, post, until_on=until.isoformat(), successor=zhou.pk)
    assert not zhou.postings.filter(role="secretary").exists()
    confirm(theirs, asked())
    assert zhou.postings.get(role="secretary").from_on == until + timedelta(days=1)
    assert Posting.objects.get(pk=post.pk).until_on == until


def test_ending_a_grave_post_and_ordinary_posts_take_one(pages, bai, chen, lin, west):
    ours = pages(bai)
    change_post(ours, chen.postings.get(), until_on=today())
    add_post(ours, lin, west, "grid_worker")

    assert chen.postings.get().until_on == TODAY()
    assert lin.postings.count() == 2 and code_on(give_code(ours, lin))
    assert not Proposal.objects.exists()


def test_the_password_is_asked_again_after_a_quarter_of_an_hour(pages, bai, lin, west):
    ours = pages(bai)
    session = ours.session
    session["since"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()

    page = add_post(ours, lin, west, "grid_worker").content.decode()
    assert 'name="own_password"' in page and lin.postings.count() == 1
    assert code_on(give_code(ours, lin)) == code_on(give_code(ours, lin, own_password="x")) == ""
    assert User.objects.get(pk=lin.pk).check_password("demo-2026")
    assert code_on(give_code(ours, lin, own_password="demo-2026"))


def test_whoever_tries_too_many_passwords_is_told_to_wait(
    pages, bai, lin, settings, standing_clock
):
    settings.GUESSES = dict.fromkeys(settings.GUESSES, 1)
    ours = pages(bai)
    session = ours.session
    session["since"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()

    answers = [give_code(ours, lin, own_password=f"guess-{turn}") for turn in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    said = [answer.content.decode() for answer in answers]
    assert "密码不对" in said[0] and "试得太勤了" in said[1]


def test_what_changed_since_is_not_done_by_halves(pages, bai, mai, chen, north):
    add_staff(pages(bai), "sun", "孙立", north, "secretary")
    proposal, theirs = asked(), pages(mai)
    staff.open_account(username="sun", name="孙二", by=None, at=timezone.now())
    assert "情况变了" in confirm(theirs, proposal).content.decode()

    User.objects.filter(username="sun").update(username="sunny")
    bai.postings.update(until_on=TODAY() - timedelta(days=1))
    assert "现在不管这个区域了" in confirm(theirs, proposal).content.decode()

    bai.postings.update(until_on=None)
    Proposal.objects.update(asked_at=timezone.now() - Proposal.LASTS)
    assert "已经过了一个星期" in confirm(theirs, proposal).content.decode()
    assert not User.objects.filter(username="sun").exists()
    assert Proposal.objects.get().state == "waiting"


def test_the_same_is_asked_once_until_it_is_decided_or_withdrawn(pages, bai, mai, chen, zhou):
    ours = pages(bai)
    for _again in range(2):
        give_code(ours, chen)
    assert Proposal.objects.count() == 1

    assert pages(mai).post(reverse("office:withdraw", args=[asked().uid])).status_code == 404
    ours.post(reverse("office:withdraw", args=[asked().uid]))
    assert Proposal.objects.get().state == "withdrawn"
    give_code(ours, chen)
    assert Proposal.objects.count() == 2


def test_a_standing_second_confirms_agrees_to_exports_and_sees_nothing_else(
    pages, bai, chen, north, street, wang
):
    shi = builders.make_staff("shi", "石立", street, "standing_second")
    theirs = pages(shi)
    give_code(pages(bai), chen)

    assert theirs.get("/")["Location"] == reverse("office:proposals")
    assert code_on(confirm(theirs, asked()))
    exports = theirs.get(reverse("reports:exports"))
    assert exports.status_code == 200 and not exports.context["tables"]
    for closed in ("visits:today", "cases:desk", "admin:index", "search:find"):
        assert theirs.get(reverse(closed)).status_code == 404, closed


def test_those_above_are_told_where_nobody_watches(pages, bai, mai, chen, district):
    boss = builders.make_staff("boss", "区长", district, "street_staff")
    give_code(pages(bai), chen)
    confirm(pages(mai), asked())

    assert "陈芳有了一个要两个人才能给的岗位或登录码" in said_to(boss)[-1]


def test_the_list_costs_the_same_with_one_row_and_with_three(
    pages, bai, mai, chen, qian, lin, north, south, django_assert_num_queries
):
    ours, theirs = pages(bai), pages(mai)
    page = reverse("office:proposals")
    give_code(ours, chen)
    theirs.get(page)
    with django_assert_num_queries(LIST):
        theirs.get(page)
    give_code(ours, qian)
    add_post(ours, lin, north, "secretary")
    with django_assert_num_queries(LIST):
        assert theirs.get(page).content.decode().count("row-link") == 3


LIST = 7


# Each guard taken away is noticed.


def test_without_asking_whether_a_role_is_grave_one_would_do(pages, bai, mai, north, monkeypatch):
    monkeypatch.setattr(roles, "is_grave", lambda role: False)
    add_post(pages(bai), bai, north, "secretary")

    assert bai.postings.filter(role="secretary").exists()


def test_without_asking_who_made_whom_the_puppet_would_confirm(
    pages, bai, chen, street, monkeypatch
):
    puppet = staff.open_account(username="p", name="某甲", by=bai, at=timezone.now())
    builders.make_post(puppet, street, "street_staff")
    monkeypatch.setattr("accounts.two_people.Hands.are_two", lambda *_: True)
    give_code(pages(bai), chen)

    assert code_on(confirm(pages(puppet), asked()))
