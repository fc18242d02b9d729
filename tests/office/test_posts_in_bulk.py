"""Several posts in one form: looked at first, all of them or none, and one gesture for what takes two."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from grids.models import Posting
from office.models import Proposal
from tests import builders
from tests.conftest import SignedInClient

pytestmark = pytest.mark.usefixtures("midday")

GIVE, LEAVE = "posts:give", "posts:leave"


@pytest.fixture
def ping(street):
    """Bai's colleague, who can be the second person."""
    return builders.make_staff("ping", "平安", street, "street_staff")


@pytest.fixture
def theirs(ping):
    client = SignedInClient()
    client.force_login(ping)
    return client


def ask(client, name, form, **more):
    return client.post(reverse(name), form | more, follow=True)


def agree(client, name, form):
    """The preview, and then the yes to what it showed."""
    page = ask(client, name, form)
    assert page.status_code == 200, page.context.get("refused") or page.context["posts_form"].errors
    return page, ask(client, name, form, seen=page.context["preview"].digest)


def given(people, posts, **days):
    form = {"people": [user.pk for user in people], "from_on": timezone.localdate(), "lines": 3}
    for n, (role, area) in enumerate(posts):
        form |= {f"role{n}": role, f"area{n}": area.pk}
    return form | days


def left(users, last_day, what="end", **more):
    posts = [post.pk for user in users for post in user.postings.all()]
    return {"posts": posts, "last_day": last_day, "what": what} | more


def test_several_people_get_the_same_post_and_one_person_several(office, lin, zhou, north, west):
    until = timezone.localdate() + timedelta(days=30)
    posts = [("community_staff", north), ("campaign_helper", west)]
    page = ask(office, GIVE, given([lin, zhou], posts))
    assert page.status_code == 422 and page.text.count("下沉队员的岗位要写结束日期") == 2
    assert not lin.postings.filter(area=north).exists()

    page, done = agree(office, GIVE, given([lin, zhou], posts, until_on=until))

    assert len(page.context["preview"].at_once) == 4 and "办好了 4 个岗位" in done.text
    got = Posting.objects.filter(until_on=until).values_list("user__username", "role")
    assert sorted(got) == [
        (u, r) for u in ("lin", "zhou") for r in ("campaign_helper", "community_staff")
    ]
    again = ask(office, GIVE, given([lin, zhou], posts[:1]))
    assert again.status_code == 422 and again.text.count("在那里已经有这个岗位") == 2


def test_what_is_half_written_is_said_beside_it_and_more_lines_keep_it(office, lin, north, south):
    form = given([lin], [("secretary", north)]) | {"role1": "secretary"}
    assert "还要选区域" in ask(office, GIVE, form).text
    page = ask(office, GIVE, form, more="1")
    assert len(page.context["posts_form"].pairs()) == 6 and page.status_code == 200
    assert page.context["posts_form"]["role0"].value() == "secretary"
    both = ask(office, GIVE, given([lin], [("audit_admin", north.parent), ("secretary", north)]))
    assert both.text.count("在一个人手里") == 2


def test_what_takes_two_is_one_list_and_one_gesture(office, lin, zhou, north, ping, theirs):
    form = given([lin, zhou], [("secretary", north), ("community_staff", north)])
    page, done = agree(office, GIVE, form)

    assert [len(page.context["preview"].at_once), len(page.context["preview"].asked)] == [2, 2]
    assert "2 个岗位提出来了" in done.text
    [told] = ping.notices.filter(about__startswith="proposals-together")
    assert not Posting.objects.filter(role="secretary", user__in=[lin, zhou]).exists()
    assert told.link in theirs.get(reverse("office:proposals")).text
    theirs.post(told.link, {"which": theirs.get(told.link).context["form"]["which"].initial})
    assert Posting.objects.filter(role="secretary", user__in=[lin, zhou]).count() == 2
    assert not ping.notices.filter(pk=told.pk, read_at=None).exists()


def test_the_preview_of_an_end_names_who_loses_what_and_what_nobody_has(
    office, home, lin, zhou, bai, chen, wang
):
    for confidential in (False, True):  # the secret one is not said
        case = builders.make_case(lin, home.grid, at=timezone.now())
        case = builders.bring(case, "dispatched", desk=chen, worker=lin, at=timezone.now())
        Case.objects.filter(pk=case.pk).update(confidential=confidential)
    today = timezone.localdate()
    own = ask(office, LEAVE, left([lin, bai], today))
    assert own.status_code == 422 and "这是您自己的岗位，请同事来办" in own.text
    assert (
        "白" not in [row[0] for row in own.context["refused"]] and len(own.context["refused"]) == 1
    )
    assert lin.postings.get().until_on is None  # nothing half done

    page, done = agree(office, LEAVE, left([lin, zhou, chen], today))

    looked = page.context["preview"]
    assert looked.loses[0][1] and {name for name, _places in looked.loses} == {
        "林晓",
        "周平",
        "陈芳",
    }
    assert page.context["without"] == [
        "北苑第一网格从那天起没有网格员。",
        "北苑第二网格从那天起没有网格员。",
        "北苑社区从那天起没有书记：没有人受理保密的事，也没有人审定好事。",
        "林晓手里有 1 件没办结的事，从那天起就看不到了，要另外派人。",
    ]
    ends = Posting.objects.filter(user__in=[lin, zhou, chen]).values_list("until_on", flat=True)
    assert set(ends) == {today} and "办好了 3 个岗位" in done.text
    over = ask(office, LEAVE, left([lin], today + timedelta(days=5)))
    assert over.status_code == 422 and "本来就到" in over.text


def test_posts_move_together_and_a_grave_one_when_the_second_person_says_so(
    office, lin, zhou, chen, north, south, far, ping, theirs
):
    today = timezone.localdate()
    worker, _done = agree(office, LEAVE, left([lin, zhou], today, "move", to=far.pk))
    moved = Posting.objects.filter(area=far, user__in=[lin, zhou], role="grid_worker")
    assert [post.from_on for post in moved] == [today + timedelta(days=1)] * 2
    assert zhou.postings.order_by("pk").first().until_on == today
    assert "从那天起没有网格员" in worker.text

    page, _done = agree(office, LEAVE, left([chen], today, "move", to=south.pk))
    proposal = Proposal.objects.get(kind="move")
    assert (chen.postings.get().until_on, proposal.area) == (None, south)
    there = reverse("office:proposal", args=[proposal.uid])
    assert north.name in theirs.get(there).text
    theirs.post(there, {"answer": "confirm"})
    assert chen.postings.get(area=south).role == "secretary"
    assert chen.postings.get(area=north).until_on == today
    twice = ask(office, LEAVE, left([chen], today + timedelta(days=9), "move", to=south.pk))
    assert twice.status_code == 422 and "在那里已经有这个岗位" in twice.text


def test_who_looked_too_long_ago_looks_once_more_and_an_old_yes_gives_nothing(
    office, bai, lin, zhou, west, east, north, theirs
):
    today = timezone.localdate()
    form = left([lin], today + timedelta(days=3))
    seen = ask(office, LEAVE, form).context["preview"].digest
    builders.make_post(zhou, east, "grid_worker")

    page = ask(office, LEAVE, form, seen=seen)

    assert page.status_code == 409 and "照现在的样子重新算的" in page.text
    assert lin.postings.get().until_on is None
    # Of a community that ended since: the second person's yes gives nothing there.
    agree(office, GIVE, given([lin], [("secretary", north)]))
    type(north).objects.filter(pk=north.pk).update(valid_to=today - timedelta(days=1))
    there = reverse("office:proposal", args=[Proposal.objects.get().uid])
    assert "提出以后情况变了" in theirs.post(there, {"answer": "confirm"}).text
    assert not lin.postings.filter(area=north).exists()


def test_the_lists_ask_no_more_for_more_posts(office, lin, west, django_assert_num_queries):
    there = reverse(LEAVE) + f"?area={west.parent_id}&role=grid_worker"
    with django_assert_num_queries(7):
        office.get(there)
    for n in range(3):
        builders.make_staff(f"more{n}", "多多", west, "grid_worker")
    with django_assert_num_queries(7):
        page = office.get(there)
    assert page.text.count("多多") == 3 and "陈芳" not in page.text
