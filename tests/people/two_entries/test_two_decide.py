"""Both offices see two entries of one person, and two people decide."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import reauthentication
from notices.models import Notice
from residents import registry
from residents.joining import meetings, workflow
from residents.models import Meeting, Person
from tests import builders
from tests.conftest import NOON
from tests.people.two_entries.conftest import (
    LATER,
    NUMBER,
    OTHER,
    PROPOSAL,
    WHY,
    proposed,
    rewrite,
    send,
    state,
)

pytestmark = pytest.mark.usefixtures("standing_clock")


# Who sees them, and what.


def seen_by(*users):
    return {user.name for user in users if Meeting.objects.visible_to(builders.reader_of(user))}


def test_both_offices_see_it_but_not_who_wrote_the_number(meeting, chen, wu, qian, bai, lin, zhao):
    everybody = chen, wu, qian, bai, lin, zhao
    assert seen_by(*everybody) == {"吴静", "钱立", "白露"}
    assert {each.recipient.name for each in Notice.objects.all()} == {"吴静", "钱立"}

    Person.objects.update(id_number_by=None)  # the rule, and nothing else, keeps it from her
    assert seen_by(*everybody) == {"陈芳", "吴静", "钱立", "白露"}
    Person.objects.filter(pk=meeting.second_id).update(id_number_by=chen)
    proposed(meeting, qian)
    assert seen_by(*everybody) == {"陈芳", "吴静", "钱立", "白露"}


def test_a_number_met_once_is_told_once_and_ends_when_it_is_corrected(meeting, second, chen):
    assert meetings.look(at=LATER) == 0 and Meeting.objects.count() == 1

    rewrite(second, OTHER, by=chen)
    meetings.look(at=LATER)
    assert Meeting.objects.get().state == "gone"
    assert Person.objects.get(pk=second.pk).id_number_state == "confirmed"

    rewrite(second, NUMBER, by=chen)
    assert meetings.look(at=LATER) == 1
    assert Meeting.objects.get().state == "open"


def pages(client, user, meeting, *more):
    client.force_login(user)
    urls = reverse("residents:meetings"), reverse("residents:meeting", args=[meeting.uid]), *more
    return "".join(client.get(url).content.decode() for url in urls)


def test_each_office_reads_its_own_and_of_the_other_what_is_needed(client, meeting, qian, wu, bai):
    theirs = ("张山风", "139****0002", "501")
    ours = ("张三丰", "139****0001", "养猫")

    south, north = pages(client, qian, meeting), pages(client, wu, meeting)
    assert [word in south for word in (*ours, *theirs)] == [True] * 3 + [False] * 3
    assert [word in north for word in (*theirs[:2], *ours)] == [True] * 2 + [False] * 3
    for page in (south, north):
        assert "不一样" in page and NUMBER not in page and "13900000" not in page
    both = pages(client, bai, meeting)
    assert all(word in both for word in (*ours, *theirs[:2]))


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    client, lines, far, home, qian, django_assert_num_queries
):
    for order in range(lines):
        number = builders.make_id_number("19600102", 101 + order)
        builders.make_person(builders.make_door(far, f"{order + 2}01"), "张三丰", id_number=number)
        registry.register(name="张山风", home=home, id_number=number, by=None, at=NOON)
    meetings.look(at=NOON)
    client.force_login(qian)
    client.get(reverse("residents:meetings"))

    with django_assert_num_queries(LIST):
        page = client.get(reverse("residents:meetings"))

    assert len(page.context["rows"]) == lines


LIST = 4


def test_one_proposes_and_somebody_of_the_other_office_agrees(meeting, wu, qian, chen, bai):
    assert send(wu, meeting, "propose", verdict="one", why=WHY).status_code == 422
    assert send(wu, meeting, "propose", **PROPOSAL | {"why": "问过张三丰"}).status_code == 422
    send(wu, meeting, "propose", **PROPOSAL)
    seen = workflow.mark_of(Meeting.objects.get())

    for nobody in (wu, chen):  # the same person, and a colleague at the same desk
        page = send(nobody, meeting, "agree", seen=seen).content.decode()
        assert "要由另一边管登记的同事来点头" in page and state(meeting) == "proposed"
    assert "刚才有人处理过" in send(qian, meeting, "agree", seen="").content.decode()
    assert state(meeting) == "proposed"

    page = send(qian, meeting, "agree", seen=seen).content.decode()

    assert "合成一份了" in page and state(meeting) == "joined"
    first, second = Person.objects.filter(id_number_index=meeting.first.id_number_index).order_by(
        "pk"
    )
    assert (first.status, first.joined_into, first.id_number_state) == ("joined", second, "met")
    assert (second.name, second.remarks, second.id_number_state) == ("张三丰", "", "confirmed")
    assert "刚才有人处理过" in send(bai, meeting, "agree", seen=seen).content.decode()

    assert "和合并以前一样" in send(chen, meeting, "separate").content.decode()
    assert state(meeting) == "open"


def test_the_password_is_asked_again_before_entries_move(meeting, wu, qian, client, monkeypatch):
    proposal = proposed(meeting, wu)
    monkeypatch.setattr(reauthentication, "is_fresh", lambda request, at: False)
    seen = workflow.mark_of(proposal)

    assert send(qian, meeting, "agree", seen=seen).status_code == 422
    assert send(qian, meeting, "agree", seen=seen, password="wrong").status_code == 422
    assert state(meeting) == "proposed"
    send(qian, meeting, "agree", seen=seen, password="demo-2026")
    assert state(meeting) == "joined"
    assert send(qian, meeting, "separate").status_code == 422
    assert state(meeting) == "joined"


def test_what_was_proposed_is_sent_back_or_they_are_two(meeting, wu, qian):
    proposed(meeting, wu)
    send(qian, meeting, "decline")
    assert (state(meeting), Meeting.objects.get().proposed_by) == ("open", None)

    send(qian, meeting, "propose", verdict="two", why=WHY)
    send(wu, meeting, "agree", seen=workflow.mark_of(Meeting.objects.get()))

    assert state(meeting) == "two"
    assert meetings.look(at=LATER) == 0
    rewrite(meeting.first, OTHER, by=qian)
    meetings.look(at=LATER)
    assert set(
        Person.objects.exclude(id_number_index="").values_list("id_number_state", flat=True)
    ) == {"confirmed"}


def test_without_the_second_person_it_would_be_noticed(meeting, wu, monkeypatch):
    """Negative control: the guard of the workflow taken away, the database still refuses oneself."""
    monkeypatch.setattr(workflow, "are_two", lambda *people, **facts: True)
    proposal = proposed(meeting, wu)

    refused = pytest.raises(IntegrityError, match="decided_by_another_than_who_proposed")
    with refused, transaction.atomic():
        workflow.agree(meeting=proposal, seen=workflow.mark_of(proposal), by=wu, at=LATER)
