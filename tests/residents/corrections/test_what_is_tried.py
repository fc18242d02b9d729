"""What somebody tries with a correction, or what meanwhile became otherwise: refused in a sentence."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.models import Record
from grids import roles
from residents import registry
from residents.corrections import workflow
from residents.corrections.acts import More
from residents.models import CareTag, Correction, Person, WrittenNumber
from residents.own.entries import link
from tests import builders
from tests.residents.corrections.said import WHY, decide, proposed, say

pytestmark = pytest.mark.usefixtures("midday")
LIST = "/corrections/"


def stands(person):
    return Person.objects.get(pk=person.pk)


def here_since(**more):
    return {"tenure": "rent", "on": timezone.localdate().isoformat()} | more


def state_of(correction):
    correction.refresh_from_db()
    return correction.state


def test_a_mark_in_a_page_gives_no_number_away(client, wang, lin, chen, settings):
    """Who sees 138****0001 could try ten thousand numbers against a mark that has no key."""
    said = proposed(client, lin, wang, "phone", phone="13900000007")
    client.force_login(chen)
    shown = client.get(LIST).context["lines"][0].mark
    assert shown == workflow.mark_of(said)

    settings.SECRET_KEY = "of another house"

    assert workflow.mark_of(said) != shown


def test_whoever_guesses_a_number_is_answered_as_ever(client, wang, lin, chen):
    true, false = wang.phone, "13800009999"
    answers = [say(client, lin, wang, "phone", phone=phone) for phone in (false, true)]
    sent = {"kind": "phone", "person": str(wang.uid), "note": WHY}
    for phone in (false, true):
        body = sent | {"phone": phone, "client_id": str(uuid4())}
        answers.append(client.post("/api/v1/corrections/propose/", body, "application/json"))

    assert [each.status_code for each in answers] == [302, 302, 201, 201]
    # Whoever decides learns that nothing is to be written.
    right = next(each for each in Correction.objects.open() if each.value["phone"] == true)
    reply = decide(client, chen, right)
    assert reply.status_code == 422 and "登记里已经是这样了" in reply.content.decode()


def test_a_number_that_comes_with_a_move_takes_the_password(client, home, west, lin, chen):
    known = builders.make_person(builders.make_door(west, "202"), "赵六", phone="13900000001")
    new = here_since(phone="13900000005")
    known_moves = proposed(client, lin, home, "moved_in", name="赵六", **new)
    first_number = proposed(client, lin, home, "moved_in", name="孙七", **new)
    client.force_login(chen)
    session = client.session
    session["since"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    lines = client.get(LIST).context["lines"]
    ticked = [f"{line.correction.uid}={line.mark}" for line in lines]

    client.post(LIST, {"ticked": ticked, "do": "accept", "answer": "好"})
    page = reverse("corrections:correction", args=[known_moves.uid])
    seen = client.get(page).context["form"]["seen"].value()
    answers = {"seen": seen, "asked": "1", "do": "accept", "answer": "", "who": str(known.uid)}
    without = client.post(page, answers)

    assert (without.status_code, stands(known).phone) == (422, "13900000001")
    assert [state_of(each) for each in (known_moves, first_number)] == ["open", "open"]
    client.post(page, answers | {"password": "demo-2026"})
    assert (stands(known).phone, stands(known).home) == ("13900000005", home)


def test_a_note_names_nobody_even_by_the_name_they_get(client, wang, home, lin, chen):
    facts = here_since(name="赵六", phone="13900000005")
    assert say(client, lin, home, "moved_in", **facts, note="赵六本人说的").status_code == 422
    said = proposed(client, lin, wang, "phone", phone="13900000007", note="王秀岚本人说的")
    registry.correct(person=wang, name="王秀岚", by=chen, at=timezone.now())

    assert decide(client, chen, said).status_code == 302

    assert WrittenNumber.objects.get(person=wang).reason == "核对登记的时候改的"


def test_nobody_turns_down_what_is_said_of_their_own_home(client, wang, li, home, lin, chen):
    gone = proposed(client, lin, wang, "moved_away", on=timezone.localdate().isoformat())
    wish = proposed(client, lin, home, "no_entry", wish="stay_out")
    new = proposed(client, lin, home, "moved_in", name="赵六", **here_since())
    link(user=chen, person=li, at=timezone.now())

    for said in (gone, wish, new):
        assert decide(client, chen, said).status_code == 422
        assert decide(client, chen, said, "decline", answer="不是这样").status_code == 422
        assert state_of(said) == "open"
    assert "家里人的登记" in say(client, chen, home, "no_entry", wish="stay_out").content.decode()


def test_who_let_a_number_in_stands_on_record_beside_who_wrote_it(client, wang, lin, chen):
    decide(client, chen, proposed(client, lin, wang, "phone", phone="13900000007"))
    say(client, chen, wang, "phone", phone="13900000008")

    last, first = Record.objects.filter(about=wang.uid).order_by("-pk")[:2]
    bodies = [json.loads(row.body) for row in (first, last)]
    assert [(body["by"], sorted(body["changes"])) for body in bodies] == [
        (str(lin.uid), ["accepted_by", "account_phone", "phone"]),
        (str(chen.uid), ["phone"]),
    ]


def test_another_account_of_the_same_person_is_no_other_person(client, wang, lin, chen, west):
    said = proposed(client, lin, wang, "remarks", remarks="耳背")
    both = builders.make_person(builders.make_door(west, "202"), "林晓")
    link(user=lin, person=both, at=timezone.now())
    link(user=chen, person=both, at=timezone.now())

    assert "要另一位同事来看" in decide(client, chen, said).content.decode()
    assert (state_of(said), stands(wang).remarks) == ("open", "")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_family_that_left_the_door_is_not_joined(client, wang, home, west, lin, chen, is_there):
    head = builders.make_person(home, "张伯", relation="head")
    said = proposed(client, lin, wang, "household", relation="child", head=str(head.uid))
    if not is_there:
        to = builders.make_door(west, "202")
        move = {"to": to, "tenure": "own", "on": timezone.localdate()}
        registry.move(person=head, **move, by=chen, at=timezone.now())

    reply = decide(client, chen, said)

    joined = stands(wang).household is not None
    assert (reply.status_code, joined, state_of(said)) == (
        (302, True, "accepted") if is_there else (422, False, "open")
    )


def test_a_need_that_is_gone_does_not_end_once_more(client, wang, lin, chen):
    builders.tag(wang, "low_income")
    first = proposed(client, lin, wang, "tag", need="low_income", ends="on")
    second = proposed(client, lin, wang, "tag", need="low_income", ends="on")
    assert decide(client, chen, first).status_code == 302
    ended = decide(client, chen, second)
    CareTag.objects.all().delete()

    assert [ended.status_code, decide(client, chen, second).status_code] == [422, 422]
    assert state_of(second) == "open"


def test_somebody_may_have_left_before_the_register_knew_them(client, home, west, lin, chen):
    """A roster has everybody live where they live since the day it was taken in."""
    at, long_ago = timezone.now(), timezone.localdate() - timedelta(days=40)
    names = ("died", "moved_away", "moved_in")
    left = {name: registry.register(name="赵六", home=home, by=chen, at=at) for name in names}
    other = builders.make_door(home.grid, "202")
    day = {"on": long_ago.isoformat()}
    said = [proposed(client, lin, left[kind], kind, **day) for kind in ("died", "moved_away")]
    said.append(proposed(client, lin, other, "moved_in", **here_since(name="赵六") | day))

    answers = [decide(client, chen, each) for each in said[:2]]
    answers.append(decide(client, chen, said[2], who=str(left["moved_in"].uid)))

    today = timezone.localdate()
    lived = {name: stands(left[name]).residencies.get(dwelling=home) for name in names}
    assert [each.status_code for each in answers] == [302] * 3
    assert [(each.from_on, each.until_on) for each in lived.values()] == [(today, today)] * 3
    assert stands(left["moved_in"]).residencies.get(until_on=None).from_on == long_ago


def test_whoever_died_moves_in_nowhere(client, wang, home, west, lin, chen):
    to, today = builders.make_door(west, "202"), timezone.localdate()
    by_file = workflow.propose(
        client_id=uuid4(),
        kind="moved_in",
        value=here_since(),
        person=wang,
        dwelling=to,
        by=lin,
        at=timezone.now(),
        origin="roster",
    )
    at_door = proposed(client, lin, home, "moved_in", name="王秀兰", **here_since())
    registry.died(person=wang, on=today, by=chen, at=timezone.now())

    about = {"by": chen, "at": timezone.now()}
    for said, more in ((by_file, More()), (at_door, More(person=wang))):
        seen = workflow.mark_of(Correction.objects.with_all().get(pk=said.pk))
        with pytest.raises(workflow.Gone):
            workflow.accept(correction=said, seen=seen, more=more, **about)

    assert (stands(wang).status, stands(wang).home) == ("died", home)


def test_what_is_written_while_one_waits_was_not_seen(client, wang, lin, chen, monkeypatch):
    """Another writes the entry after the page was sent, and before it is held."""
    said = proposed(client, lin, wang, "remarks", remarks="耳背")
    held = workflow._locked

    def late(model, pk):
        Person.objects.filter(pk=wang.pk).update(remarks="养狗")
        return held(model, pk)

    monkeypatch.setattr(workflow, "_locked", late)

    with pytest.raises(workflow.MovedOn):
        seen = workflow.mark_of(Correction.objects.with_all().get(pk=said.pk))
        workflow.accept(correction=said, seen=seen, by=chen, at=timezone.now())


def test_a_program_says_whom_or_which_door_and_not_both(client, wang, home, lin):
    client.force_login(lin)
    body = {"client_id": str(uuid4()), "kind": "remarks", "remarks": "耳背"}
    body |= {"person": str(wang.uid), "door": home.pk}

    reply = client.post("/api/v1/corrections/propose/", body, "application/json")

    assert (reply.status_code, list(reply.json()["fields"])) == (400, ["door"])


def test_how_many_needs_wait_is_for_who_sees_care(client, wang, home, lin, monkeypatch):
    tag = {"source": "上门", "purpose": "探访", "expires_on": timezone.localdate().isoformat()}
    proposed(client, lin, wang, "tag", need="low_income", **tag)
    there = f"/today/door/{home.pk}/"
    assert len(client.get(there).context["waiting"]) == 1
    worker = roles.ROLES["grid_worker"]
    without = replace(worker, duties=worker.duties - {roles.Duty.SEE_CARE})

    monkeypatch.setitem(roles.ROLES, "grid_worker", without)

    assert client.get(there).context["waiting"] == []
