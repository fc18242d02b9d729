"""What is heard at the door is proposed; whoever keeps the register writes it, or says why not."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from foundation.models import Record
from grids import roles
from notices import reminders
from notices.models import Notice
from residents import registry
from residents.models import CareTag, Correction, Person, WrittenNumber
from residents.own.entries import link
from tests import builders
from tests.residents.corrections.said import WHY, decide, page_of, proposed, say

pytestmark = pytest.mark.usefixtures("midday")
LIST = "/corrections/"


def stands(person):
    return Person.objects.get(pk=person.pk)


def test_a_phone_is_proposed_at_the_door_and_written_by_who_proposed_it(client, wang, lin, chen):
    said = proposed(client, lin, wang, "phone", phone="139 0000 0007")

    assert stands(wang).phone == "13800000001"  # nothing is written yet
    assert decide(client, chen, said).status_code == 302

    written = WrittenNumber.objects.get(person=wang)
    assert (stands(wang).phone, written.origin, written.written_by) == ("13900000007", "door", lin)
    assert (written.reason, written.confirmed_at) == (WHY, None)
    wang.user.refresh_from_db()
    assert not wang.user.phone_index  # what it opened is closed, as decision 17 says
    told = Notice.objects.get(recipient=lin)
    assert told.text == "您提的一条登记更正改好了。" and "王秀兰" not in told.sentence


def test_the_password_is_asked_where_a_way_in_ends(client, wang, lin, chen):
    said = proposed(client, lin, wang, "phone", phone="13900000007")
    client.force_login(chen)
    session = client.session
    session["since"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    page = reverse("corrections:correction", args=[said.uid])
    seen = {"seen": client.get(page).context["form"]["seen"].value(), "asked": "1"}

    reply = client.post(page, seen | {"do": "accept", "answer": ""})

    assert (reply.status_code, stands(wang).phone) == (422, "13800000001")
    client.post(page, seen | {"do": "accept", "answer": "", "password": "demo-2026"})
    assert stands(wang).phone == "13900000007"


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("name", {"name": "王秀岚"}, lambda wang: stands(wang).name == "王秀岚"),
        ("remarks", {"remarks": "耳背"}, lambda wang: stands(wang).remarks == "耳背"),
        ("household", {"relation": "head"}, lambda wang: stands(wang).household is not None),
        (
            "tag",
            {"need": "low_income", "source": "上门", "purpose": "探访", "expires_on": "2099-01-01"},
            lambda wang: not CareTag.objects.filter(person=wang).exists(),
        ),
        ("died", {"on": "2026-01-01"}, lambda wang: stands(wang).status == "died"),
        ("moved_away", {"on": "2026-01-01"}, lambda wang: stands(wang).status == "moved"),
    ],
)
def test_each_kind_ends_in_the_act_of_the_register(client, wang, lin, chen, kind, typed, told):
    reply = say(client, lin, wang, kind, **typed)
    if kind == "tag":  # ten years at most, in a sentence
        assert reply.status_code == 422 and told(wang)
        reply = say(client, lin, wang, kind, **typed | {"expires_on": _in_a_year()})
    said = Correction.objects.get()
    before = Record.objects.count()

    assert (reply.status_code, decide(client, chen, said).status_code) == (302, 302)

    said.refresh_from_db()
    assert (said.state, said.decided_by) == ("accepted", chen)
    assert told(wang) or CareTag.objects.get(person=wang).kind == "low_income"
    assert Record.objects.count() > before


def _in_a_year():
    return (timezone.localdate() + timedelta(days=365)).isoformat()


def test_a_wish_not_to_come_in_holds_before_anybody_decided(client, home, lin, zhou, chen, wang):
    said = proposed(client, lin, home, "no_entry", wish="stay_out")

    assert "这家请我们不要进屋" in client.get(f"/today/door/{home.pk}/").content.decode()
    decide(client, chen, said)
    home.refresh_from_db()
    assert home.no_entry_since == timezone.localdate()
    assert say(client, zhou, home, "no_entry", wish="come_in").status_code == 404


def test_somebody_who_moved_in_is_the_one_the_register_knows_or_somebody_new(
    client, home, west, lin, chen
):
    known = builders.make_person(builders.make_door(west, "202"), "赵六", phone="13900000001")
    facts = {"name": "赵六", "tenure": "rent", "on": timezone.localdate().isoformat()}
    first = proposed(client, lin, home, "moved_in", **facts, phone="13900000005")
    second = proposed(client, lin, home, "moved_in", **facts)

    assert decide(client, chen, first).status_code == 422  # there is one of that name
    decide(client, chen, first, who="new")
    decide(client, chen, second, who=str(known.uid))

    new = Person.objects.exclude(pk=known.pk).get(name="赵六")
    assert (new.home, new.phone, stands(known).home) == (home, "13900000005", home)
    assert WrittenNumber.objects.get(person=new).written_by == lin


def test_it_is_declined_with_a_word_and_taken_back_while_it_is_open(client, wang, lin, chen, zhou):
    first = proposed(client, lin, wang, "remarks", remarks="耳背")
    second = proposed(client, lin, wang, "remarks", remarks="养狗")

    assert decide(client, chen, first, "decline").status_code == 422  # why?
    assert decide(client, chen, first, "decline", answer="问过本人，不是").status_code == 302
    client.force_login(zhou)
    away = reverse("corrections:withdraw", args=[second.uid])
    assert client.post(away).status_code == 404
    client.force_login(lin)
    assert "问过本人，不是" in client.get("/corrections/mine/").content.decode()
    client.post(away)

    states = Correction.objects.order_by("pk").values_list("state", flat=True)
    assert (list(states), stands(wang).remarks) == (["declined", "withdrawn"], "")
    assert decide(client, chen, second).status_code == 302  # too late: it says so
    assert stands(wang).remarks == ""


def test_what_was_not_seen_is_not_accepted(client, wang, lin, chen):
    said = proposed(client, lin, wang, "remarks", remarks="耳背")
    page = reverse("corrections:correction", args=[said.uid])
    client.force_login(chen)
    seen = client.get(page).context["form"]["seen"].value()
    registry.correct(person=wang, remarks="养狗", by=chen, at=timezone.now())

    reply = client.post(page, {"seen": seen, "asked": "1", "do": "accept", "answer": "好"})

    assert reply.status_code == 422 and "登记刚刚变过" in reply.content.decode()
    assert (stands(wang).remarks, "好" in reply.content.decode()) == ("养狗", True)
    assert "提的时候是：没有" in reply.content.decode()


def test_nobody_decides_their_own_or_that_of_their_home(client, wang, li, lin, chen, north):
    builders.make_post(chen, wang.grid, "grid_worker")
    said = proposed(client, lin, wang, "remarks", remarks="耳背")
    link(user=chen, person=li, at=timezone.now())

    assert "家里人的登记" in decide(client, chen, said).content.decode()
    assert (stands(wang).remarks, Correction.objects.get().state) == ("", "open")
    with pytest.raises(IntegrityError, match="correction_from_a_door"), transaction.atomic():
        Correction.objects.update(state="accepted", decided_by=lin, decided_at=timezone.now())


def test_several_are_decided_at_once_and_what_needs_its_page_stays(client, wang, li, lin, chen):
    proposed(client, lin, wang, "remarks", remarks="耳背")
    proposed(client, lin, li, "remarks", remarks="养狗")
    proposed(client, lin, li, "phone", phone="13900000007")
    client.force_login(chen)
    lines = client.get(LIST).context["lines"]
    ticked = [f"{line.correction.uid}={line.mark}" for line in lines]

    assert client.post(LIST, {"do": "accept", "answer": ""}).status_code == 422
    reply = client.post(LIST, {"ticked": ticked, "do": "accept", "answer": "好"}, follow=True)

    assert [stands(wang).remarks, stands(li).remarks] == ["耳背", "养狗"]
    assert "2 条办好了" in reply.content.decode() and "1 条没有办" in reply.content.decode()
    assert [each.kind for each in Correction.objects.open()] == ["phone"]


def test_a_list_asks_the_same_with_one_and_with_three(
    client, home, lin, chen, django_assert_num_queries
):
    tag = {"source": "上门", "purpose": "探访", "expires_on": _in_a_year()}
    for n in (1, 3):
        while Correction.objects.count() < n:
            person = builders.make_person(home, f"张{n}三")
            builders.tag(person, "low_income")
            proposed(client, lin, person, "tag", **tag | {"need": "disability"})
        client.force_login(chen)
        client.get(LIST)
        with django_assert_num_queries(5):
            assert len(client.get(LIST).context["lines"]) == n


def test_the_form_that_is_sent_twice_is_one_and_other_words_are_refused(client, wang, lin):
    twice = {"client_id": str(uuid4()), "remarks": "耳背"}

    assert [say(client, lin, wang, "remarks", **twice).status_code for _ in "12"] == [302, 302]
    reply = say(client, lin, wang, "remarks", **twice | {"remarks": "养狗"})

    assert (reply.status_code, Correction.objects.count()) == (422, 1)
    assert "这张表已经提过别的了" in reply.content.decode()
    same = say(client, lin, wang, "name", name="王秀兰")
    assert "登记里已经是这样了" in same.content.decode()


def test_whoever_keeps_the_register_writes_on_her_own_page(client, wang, chen, lin):
    client.force_login(chen)
    page = client.get(reverse("corrections:person", args=[wang.uid])).content.decode()
    assert "改哪一项" in page and "13800000001" not in page
    typed = {"client_id": str(uuid4()), "phone": "13900000007"}

    for _ in "12":  # a double tap
        assert say(client, chen, wang, "phone", **typed, asked="1").status_code == 302

    written = WrittenNumber.objects.get(person=wang)
    assert (written.written_by, written.origin) == (chen, "office")
    assert Correction.objects.get().state == "accepted"
    client.force_login(lin)
    page = client.get(reverse("corrections:person", args=[wang.uid])).content.decode()
    assert "哪里和登记不一样" in page


def test_needs_are_for_who_sees_care(client, wang, lin, chen, monkeypatch):
    tag = {"need": "bereaved", "source": "上门", "purpose": "探访", "expires_on": _in_a_year()}
    said = proposed(client, lin, wang, "tag", **tag)
    client.force_login(chen)
    page = client.get(LIST).content.decode()
    assert "需要多关心" in page and "计生" not in page

    secretary = roles.ROLES["secretary"]
    without = replace(secretary, duties=secretary.duties - {roles.Duty.SEE_CARE})
    monkeypatch.setitem(roles.ROLES, "secretary", without)

    assert "需要多关心" not in client.get(LIST).content.decode()
    assert client.get(reverse("corrections:correction", args=[said.uid])).status_code == 404
    assert client.get(f"{page_of(wang)}?kind=tag").status_code == 302


def test_whoever_decides_hears_in_the_morning_how_many_wait(client, wang, lin, chen, qian):
    proposed(client, lin, wang, "remarks", remarks="耳背")
    morning = (timezone.localtime() + timedelta(days=1)).replace(hour=9)

    for _ in "12":
        reminders.sweep(morning)

    told = Notice.objects.filter(text__contains="登记更正")
    assert [(each.recipient, each.values) for each in told] == [(chen, {"n": 1})]
