"""Take in, decide: the pages of workers and presidents."""

import json
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from foundation import sealing
from morality_bank import deeds
from morality_bank.models import Deed
from tests import builders

pytestmark = pytest.mark.usefixtures("midday")

DEEDS, NEW = reverse("morality_bank:deeds"), reverse("morality_bank:take-in")


def to(name, deed):
    return reverse(f"morality_bank:{name}", args=[deed.uid])


def form(chosen, **facts):
    today = timezone.localdate().isoformat()
    return {"client_id": str(uuid4()), "rule": chosen.pk, "happened_on": today, "note": ""} | facts


def for_person(person, **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{NEW}?person={person.uid}{query}"


@pytest.fixture
def deed(lin, wang, rule):
    return builders.make_deed(lin, wang, rule, at=timezone.now())


@pytest.fixture
def worker(client, lin):
    client.force_login(lin)
    return client


@pytest.fixture
def president(client, chen):
    client.force_login(chen)
    return client


def test_a_worker_takes_in_a_deed(worker, wang, rule):
    contact = uuid4()

    answer = worker.post(
        for_person(wang, contact=contact), form(rule, note="扫到五楼"), follow=True
    )

    assert "存好了：王秀兰，楼道清扫，10 分，等行长审定。" in answer.content.decode()
    assert Deed.objects.get().contact == contact


def test_a_double_tap_is_one_deed(worker, wang, rule):
    filled_in = form(rule)

    for _ in range(2):
        assert worker.post(for_person(wang), filled_in).status_code == 302

    assert Deed.objects.count() == 1


def test_whoever_took_it_in_takes_it_back_while_nobody_has_decided(
    worker, lin, zhou, wang, chen, rule
):
    """Pressed twice it is taken back once; a resend does not revive it; the month counts it no more."""
    rule.most_a_month = 1
    rule.save()
    filled_in = form(rule)
    page = worker.post(for_person(wang), filled_in, follow=True).content.decode()
    deed = Deed.objects.get()
    assert to("take-back", deed) in page

    for _ in range(2):
        assert "收回了" in worker.post(to("take-back", deed), follow=True).content.decode()
    again = worker.post(for_person(wang), filled_in, follow=True).content.decode()

    deed.refresh_from_db()
    assert (deed.state, deed.account.credits_pending) == ("withdrawn", 0) and "没有再存" in again
    other = builders.make_deed(lin, wang, rule, at=timezone.now())
    with pytest.raises(deeds.NotYourDeed):
        deeds.take_back(deed=other, by=zhou, at=timezone.now())
    deeds.post(deed=other, by=chen, at=timezone.now())
    with pytest.raises(deeds.AlreadyDecided):
        deeds.take_back(deed=other, by=lin, at=timezone.now())


def test_the_id_of_the_form_survives_a_mistake(worker, wang, rule):
    filled_in = form(rule, happened_on="")

    answer = worker.post(for_person(wang), filled_in)

    assert answer.status_code == 422
    assert answer.context["form"]["client_id"].value() == filled_in["client_id"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"rule": ""}, "请点一下是哪一种好事。"),
        ({"rule": "999999"}, "这个事项已经不用了，请另选一个。"),
        ({"happened_on": "2020-01-01"}, "日期要在最近 60 天以内，不能是将来。"),
        ({"happened_on": "2199-01-01"}, "日期要在最近 60 天以内，不能是将来。"),
        ({"note": "长" * 201}, "200"),
        ({"client_id": "nonsense"}, "这一页的编号不对"),
    ],
)
def test_mistakes_are_named_and_nothing_is_kept(worker, wang, rule, facts, sentence):
    answer = worker.post(for_person(wang), form(rule, **facts))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Deed.objects.exists()


def test_a_full_month_is_said_beside_the_rule(worker, wang, bank):
    rule = builders.make_rule(bank, "义诊", most_a_month=1)
    worker.post(for_person(wang), form(rule))

    answer = worker.post(for_person(wang), form(rule))

    assert answer.context["form"].errors["rule"] == ["这个事项每人每月最多 1 次，这个月已经满了。"]


def test_people_are_found_by_name_and_by_sound(worker, wang, li):
    for word in ("秀兰", "wangxiu", "Wang Xiu", "wxl"):
        assert worker.post(NEW, {"q": word}).context["found"].people == [wang]


def test_the_fragment_is_what_the_page_includes(worker, wang):
    fragment = worker.post(NEW, {"q": "秀兰"}, headers={"HX-Request": "true"}).content.decode()

    assert fragment.strip() in worker.post(NEW, {"q": "秀兰"}).content.decode()


def test_coming_from_a_door_its_people_are_offered(worker, home, wang, li, lin):
    found = worker.get(NEW, {"door": home.pk}).context["found"].people

    assert set(found) == {wang, li}


@pytest.mark.parametrize("query", [{"q": "孙"}, {"q": "sun"}, {"door": "0"}, {"door": "9" * 40}])
def test_people_of_other_grids_are_not_found(worker, sun, query):
    assert worker.post(f"{NEW}?{urlencode(query)}", query).context["found"].people == []


def test_a_name_in_the_address_is_not_read(worker, wang):
    assert worker.get(NEW, {"q": "秀兰"}).context["found"].people == []


def test_a_person_out_of_reach_is_a_missing_person(worker, sun, rule):
    missing = f"{NEW}?person={uuid4()}"

    for url in (for_person(sun), missing, f"{NEW}?person=x"):
        assert worker.get(url).status_code == 404
        assert worker.post(url, form(rule)).status_code == 404
    assert not Deed.objects.exists()


def test_a_community_without_rules_says_what_to_do(worker, wang, bank):
    assert "这个社区还没有积分事项" in worker.get(for_person(wang)).content.decode()


def test_the_president_posts_from_the_list(president, deed):
    answer = president.post(to("post", deed), follow=True)

    assert "已入账：王秀兰，楼道清扫，10 分。" in answer.content.decode()
    assert answer.context["deeds"] == []


def test_refusing_asks_why_and_keeps_nothing_without(president, deed):
    assert president.get(to("refuse", deed)).status_code == 200
    assert president.post(to("refuse", deed), {"why": "  "}).status_code == 422
    deed.refresh_from_db()
    assert deed.state == "pending"


def test_a_refused_deed_is_in_the_list_with_its_reason(president, deed):
    president.post(to("refuse", deed), {"why": "没有人看见"})

    page = president.get(DEEDS, {"show": "decided"}).content.decode()
    assert "没有人看见" in page
    assert "未通过" in page


def test_deciding_again_says_so(president, deed):
    president.post(to("post", deed))

    answer = president.post(to("post", deed), follow=True)

    assert "这件好事已经有人审定了。" in answer.content.decode()


def test_own_takings_wait_without_a_button(president, chen, wang, rule):
    own = builders.make_deed(chen, wang, rule, at=timezone.now())

    page = president.get(DEEDS).content.decode()

    assert "您自己存的好事，要由别人审定。" in page
    assert to("post", own) not in page


def test_a_worker_sees_own_takings_only_and_decides_nothing(worker, deed, chen, wang, rule):
    builders.make_deed(chen, wang, rule, at=timezone.now())

    page = worker.get(DEEDS)

    assert [shown for shown, _ in page.context["deeds"]] == [deed]
    assert worker.post(to("post", deed)).status_code == 404
    assert worker.post(to("refuse", deed), {"why": "x"}).status_code == 404


def test_another_communitys_president_finds_nothing(client, qian, deed):
    client.force_login(qian)

    assert client.get(DEEDS).context["deeds"] == []
    for name in ("post", "refuse"):
        assert client.post(to(name, deed), {"why": "x"}).status_code == 404


def test_residents_and_people_without_a_post_find_no_such_page(client, wang, gao):
    for user in (wang.user, gao):
        client.force_login(user)
        assert client.get(DEEDS).status_code == client.get(NEW).status_code == 404


@pytest.mark.parametrize("show", ["waiting", "decided", "mine"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(
    president, chen, lin, wang, rule, show, rows, django_assert_num_queries
):
    for _ in range(rows):
        by = chen if show == "mine" else lin
        made = builders.make_deed(by, wang, rule, at=timezone.now())
        if show == "decided":
            president.post(to("post", made))
    president.get(DEEDS)  # shows the messages

    with django_assert_num_queries({"waiting": 7, "decided": 6, "mine": 5}[show]):
        # session, user, posts, deeds, how many wait; which entry is one's own (two), the year
        president.get(DEEDS, {"show": show})


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_people_takes_two_queries(worker, home, rows, django_assert_num_queries):
    for _ in range(rows):
        builders.make_person(home, "王小田")

    with django_assert_num_queries(5):  # session, user, posts, streets, people
        assert len(worker.post(NEW, {"q": "小田"}).context["found"].people) == rows


def test_all_pages_of_deeds_can_be_reached(president, deed, lin, wang, rule, monkeypatch):
    monkeypatch.setattr("morality_bank.views.deciding.SHOWN", 2)
    deeds = [deed, *(builders.make_deed(lin, wang, rule, at=timezone.now()) for _ in range(4))]

    seen, url = [], DEEDS
    while url:
        page = president.get(url)
        seen += [shown for shown, _ in page.context["deeds"]]
        url = page.context["next"] and f"{DEEDS}{page.context['next']}"

    assert seen == deeds


def test_words_typed_before_the_session_ended_are_in_the_form_again(worker, wang, lin, rule):
    typed = form(rule, note="扫到五楼")
    session = worker.session
    fields = {name: [value] for name, value in typed.items()}
    words = {"page": for_person(wang), "owner": lin.pk, "fields": fields}
    session["kept"] = sealing.seal(json.dumps(words), context=drafts.CONTEXT)
    session.save()

    shown = worker.get(for_person(wang)).context["form"]

    assert (shown["note"].value(), shown["client_id"].value()) == ("扫到五楼", typed["client_id"])
