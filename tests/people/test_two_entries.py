"""Two entries of one person become one, when both offices say so; and are separated exactly."""

import random
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from accounts import reauthentication, sign_in
from cases import need_to_know
from cases.models import Case
from foundation.audit import trail
from foundation.models import Record
from morality_bank import deeds, joining, proof
from morality_bank.models import Account
from notices.models import Notice
from residents import registry
from residents.joining import following, meetings, workflow
from residents.models import CareTag, Meeting, Person
from residents.numbers import writing
from residents.roster import workflow as rosters
from tests import builders
from tests.chance import without_chance
from tests.conftest import NOON, TODAY, SignedInClient
from tests.residents.conftest import upload
from tests.residents.sheets import row

pytestmark = pytest.mark.usefixtures("standing_clock")

NUMBER, OTHER = (builders.make_id_number("19500102", order) for order in (901, 903))
WHY = "打电话问过本人，看过证件"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def first(far):
    """张三丰 in the south, confirmed long ago, with somebody behind the same door."""
    door = builders.make_door(far, "101")
    builders.make_person(door, "南家人")
    return builders.make_person(
        door, "张三丰", id_number=NUMBER, phone="13900000001", remarks="养猫"
    )


@pytest.fixture
def second(home, chen):
    """Entered in the north by its secretary with the same number."""
    builders.make_person(home, "北家人")
    return registry.register(
        name="张山风", home=home, id_number=NUMBER, phone="13900000002", by=chen, at=NOON
    )


@pytest.fixture
def wu(north):
    """Another one at the desk of the north."""
    return builders.make_staff("wu", "吴静", north, "community_staff")


@pytest.fixture
def meeting(first, second, wu, qian):
    meetings.look(at=NOON)
    return Meeting.objects.get()


def rewrite(person, number, *, by):
    """Another number for an entry, as the office types it."""
    why = {"origin": "office", "reason": "按证件上的号码改过来"}
    writing.write_id_number(person=person, number=number, **why, by=by, at=LATER)


def proposed(meeting, by, *, kept="first", taken=(), verdict="one"):
    kept = getattr(meeting, kept) if verdict == "one" else None
    facts = {"verdict": verdict, "kept": kept, "taken": list(taken), "why": WHY}
    return workflow.propose(meeting=meeting, by=by, at=NOON, **facts)


def joined(meeting, wu, qian, **facts):
    meeting = proposed(meeting, wu, **facts)
    workflow.agree(meeting=meeting, seen=workflow.mark_of(meeting), by=qian, at=LATER)
    return Meeting.objects.get(pk=meeting.pk)


def separated(meeting, by):
    return workflow.separate(meeting=meeting, by=by, at=LATER + timedelta(days=2))


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


# Two people decide, through the pages.


def send(user, meeting, what, **data):
    client = SignedInClient()
    client.force_login(user)
    return client.post(reverse(f"residents:{what}-meeting", args=[meeting.uid]), data, follow=True)


def state(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


PROPOSAL = {"verdict": "one", "kept": "second", "name": "first", "why": WHY}


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


# What follows, and what does not.


def saved_up(bank, person, points):
    """An account with more in it than one transfer holds."""
    account = builders.make_account(bank, person, points % 10_000)
    for _number in range(points // 10_000):
        builders.move(bank.accounts.get(kind="issuer"), account, 10_000)
    return account


def test_what_is_the_persons_follows_and_nobody_else_moves(
    meeting, first, second, wu, qian, zhao, chen, lin, south, home
):
    others = {each.pk: each.home_id for each in Person.objects.filter(name__endswith="家人")}
    tag = builders.tag(first, "dementia")
    visit = builders.log_contact(zhao, first.home, [first], at=NOON)
    case = builders.make_case(qian, first.grid, reporter=first, at=NOON)
    account = saved_up(builders.make_bank(south), first, 10_500)

    joined(meeting, wu, qian, kept="second")

    second.refresh_from_db()
    assert (CareTag.objects.get(pk=tag.pk).person, list(visit.people.all())) == (second, [second])
    assert Case.objects.get(pk=case.pk).reporter == second
    assert (second.tier, second.last_contact_on) == ("high", TODAY)
    mine = Account.objects.get(person=second)
    account.refresh_from_db()
    assert (account.balance, mine.balance) == (0, 10_500)
    assert proof.differences() == []
    assert {
        each.pk: each.home_id for each in Person.objects.filter(name__endswith="家人")
    } == others
    assert (second.home, second.phone) == (home, "13900000002")
    assert Record.objects.filter(about__in=[first.uid, second.uid], kind="changed").count() == 4


def test_no_way_to_sign_in_crosses_over(meeting, first, second, wu, qian):
    theirs, ours = (builders.confirm(person) for person in (first, second))
    joined(meeting, wu, qian, kept="second")

    for person, user in ((first, theirs), (second, ours)):
        person.refresh_from_db()
        assert person.user == user
        assert list(sign_in.still_opens(sign_in.opened_by(person.phone))) == [user]


def test_who_is_named_on_a_confidential_matter_stays_and_no_page_shows_there_is_one(
    meeting, first, second, wu, qian
):
    user = builders.confirm(first)
    Notice.objects.all().delete()

    def played(case):
        told = []
        with transaction.atomic():
            if case:
                mine = {"reporter": first, "confidential": True, "channel": "phone"}
                made = builders.make_case(user, first.grid, at=NOON, **mine)
                named = need_to_know.names_of(made)
            for by, what, data in STEPS:
                data = {key: value() if callable(value) else value for key, value in data.items()}
                told.append(send({"wu": wu, "qian": qian}[by], meeting, what, **data))
                if case:
                    made.refresh_from_db()
                    assert (made.reporter, need_to_know.names_of(made)) == (first, named)
            transaction.set_rollback(True)
        return [without_chance(page.content.decode()) for page in told]

    with_one, without = played(True), played(False)
    assert [hide_badge(page) for page in with_one] == [hide_badge(page) for page in without]


def hide_badge(page):
    """Of the inbox and the desk: qian receives confidential matters, and is told of one."""
    lines = page.splitlines()
    return [line for line in lines if "unseen" not in line and 'class="count"' not in line]


STEPS = [
    ("wu", "propose", PROPOSAL),
    ("qian", "agree", {"seen": lambda: workflow.mark_of(Meeting.objects.get())}),
    ("wu", "separate", {}),
]


def test_a_reporter_who_followed_would_be_noticed(meeting, first, wu, qian):
    """Negative control: were confidential matters to follow like others, their reporter would change."""
    mine = {"reporter": first, "confidential": True, "channel": "phone"}
    made = builders.make_case(qian, first.grid, at=NOON, **mine)
    following.rows("cases.Case", "reporter")
    try:
        joined(meeting, wu, qian, kept="second")
    finally:
        following.rows("cases.Case", "reporter", stays=models.Q(confidential=True))

    assert Case.objects.get(pk=made.pk).reporter != first


# Separated exactly.

# What is only ever added to; their sums are compared instead.
ADDED_TO = {
    "foundation.Record",
    "foundation.RecordHead",
    "morality_bank.Transfer",
    "notices.Notice",
}


def everything():
    """Every row of every table of ours, points by their sums."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if model._meta.app_label in settings.HOUSE_APPS and label not in ADDED_TO:
            tables[label] = list(model._base_manager.order_by("pk").values())
    tables["morality_bank.Account"] = {
        each.pk: (each.person_id, each.balance, each.available, each.coming)
        for each in Account.objects.all()
        if each.balance or each.coming or each.debits_pending
    }
    for deed in tables["morality_bank.Deed"]:
        del deed["transfer_id"]  # held anew
    return tables


def furnish(chance, people, staff):
    """Whatever may belong to either of two people, drawn by chance."""
    for person, worker, bank, rule in people:
        for kind in chance.sample(["dementia", "low_income", "bereaved"], chance.randrange(3)):
            until = TODAY + timedelta(days=chance.choice([30, 300]))
            builders.tag(person, kind, at=NOON, expires_on=until)
        for _number in range(chance.randrange(3)):
            both = [each[0] for each in people] if chance.random() < 0.3 else [person]
            builders.log_contact(worker, person.home, both, at=NOON)
        for secret in (False, True):
            if chance.random() < 0.5:
                facts = {"reporter": person, "confidential": secret, "channel": "counter"}
                builders.make_case(staff, person.grid, at=NOON, **facts)
        if chance.random() < 0.6:
            saved_up(bank, person, chance.choice([0, 7, 25_000]))
        if chance.random() < 0.5:
            builders.make_deed(worker, person, rule, at=NOON)


DAILY = range(6)


@pytest.mark.parametrize(
    "seeds", [DAILY, pytest.param(range(6, 30), marks=pytest.mark.trial("joinings"))]
)
def test_joined_and_separated_every_table_is_as_it_was(
    seeds, first, second, wu, qian, zhao, lin, north, south, chen
):
    meetings.look(at=NOON)
    banks = [builders.make_bank(each) for each in (north, south)]
    rules = [builders.make_rule(bank) for bank in banks]
    worlds = changed = 0
    for seed in seeds:
        chance = random.Random(seed)
        with transaction.atomic():
            people = [(second, lin, banks[0], rules[0]), (first, zhao, banks[1], rules[1])]
            furnish(chance, people, chen)
            for bank, person in zip(banks, (first, second), strict=True):
                if chance.random() < 0.3:  # somebody who lived there before
                    builders.make_account(bank, person, chance.choice([0, 12]))
            before, found = everything(), Meeting.objects.get()
            side, taken = (
                chance.choice(["first", "second"]),
                chance.choice([[], ["name"], ["name", "remarks"]]),
            )
            held = joined(found, wu, qian, kept=side, taken=taken)
            assert proof.differences() == []
            changed += everything() != before
            separated(held, wu)
            assert proof.differences() == []
            after = everything()
            assert {name for name in before if before[name] != after[name]} == set(), seed
            worlds += 1
            transaction.set_rollback(True)
    assert (worlds, changed) == (len(seeds), len(seeds))


def test_what_came_since_stays_with_the_entry_that_stayed(
    meeting, first, second, wu, qian, lin, chen
):
    tag = builders.tag(first, "dementia")
    held = joined(meeting, wu, qian, kept="second", taken=["remarks"])
    second.refresh_from_db()
    registry.correct(person=second, name="张三峰", by=chen, at=LATER)
    later = builders.log_contact(lin, second.home, [second], at=LATER)
    new = builders.tag(second, "bereaved", at=LATER)

    separated(held, wu)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.name, second.remarks, first.status) == ("张三峰", "", "here")
    assert CareTag.objects.get(pk=tag.pk).person == first
    assert (list(later.people.all()), CareTag.objects.get(pk=new.pk).person) == ([second], second)
    assert (first.tier, second.tier) == ("high", "key")


def test_points_that_were_spent_cannot_go_back_and_nothing_else_does(
    meeting, first, second, wu, qian, south
):
    bank = builders.make_bank(south)
    builders.make_account(bank, first, 30)
    held = joined(meeting, wu, qian, kept="second")
    builders.move(Account.objects.get(person=second), bank.accounts.get(kind="issuer"), 20)
    before = everything()

    with pytest.raises(joining.PointsSpent):
        separated(held, wu)

    assert everything() == before


def test_a_month_is_full_also_with_the_deeds_of_the_other_entry(
    meeting, first, second, wu, qian, zhao, lin, south
):
    rule = builders.make_rule(builders.make_bank(south), most_a_month=1)
    waits = builders.make_deed(zhao, first, rule, at=NOON)
    joined(meeting, wu, qian, kept="second")
    waits.refresh_from_db()
    assert waits.account.person == second and waits.account.coming == 10

    deeds.post(deed=waits, by=qian, at=LATER)
    assert (Account.objects.get(person=second).balance, proof.differences()) == (10, [])


def test_after_thirty_days_it_is_too_late_and_what_it_took_is_forgotten(meeting, wu, qian):
    held = joined(meeting, wu, qian)
    late = LATER + timedelta(days=30)
    meetings.forget_old(at=late - timedelta(seconds=1))
    assert Meeting.objects.get().sealed_before

    with pytest.raises(workflow.TooLate):
        workflow.separate(meeting=held, by=wu, at=late)
    meetings.forget_old(at=late)
    assert not Meeting.objects.get().sealed_before


def test_when_the_last_step_fails_nothing_is_kept(meeting, wu, qian, monkeypatch):
    held, before = proposed(meeting, wu), everything()

    def full(*args):
        raise OSError("no room")

    monkeypatch.setattr(trail, "_append", full)
    with pytest.raises(OSError, match="no room"):
        workflow.agree(meeting=held, seen=workflow.mark_of(held), by=qian, at=LATER)

    assert everything() == before


# Elsewhere.


def test_a_roster_neither_finds_the_entry_that_ended_nor_tells_of_a_meeting(
    meeting, first, second, wu, qian, home, north
):
    joined(meeting, wu, qian, kept="second")
    there = {"楼号": str(home.building.number), "单元": "1"}
    file = upload(north, row("张山风", door="701", 身份证号=NUMBER, **there))
    rosters.check(roster=file, at=LATER)
    rosters.agree(roster=file, by=None, at=LATER)
    rosters.take_in(roster=file, at=LATER)

    second.refresh_from_db()
    assert file.findings["new"] == 0 and second.home.door == "701"

    first.refresh_from_db()
    assert (first.status, first.joined_into) == ("joined", second)


def test_the_office_changes_the_entry_that_stays_only(
    client, meeting, first, second, wu, qian, bai
):
    joined(meeting, wu, qian, kept="second")
    client.force_login(bai)

    def page(person):
        return client.get(
            reverse("admin:residents_person_change", args=[person.pk])
        ).content.decode()

    assert "_save" in page(second)
    assert "_save" not in page(first) and "已并入另一份登记" in page(first)


def references():
    """Whatever names a person in any table of ours."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in settings.HOUSE_APPS:
            for field in model._meta.concrete_fields:
                if field.remote_field and field.remote_field.model is Person:
                    yield model._meta.label, field.name


def test_of_every_reference_to_a_person_somebody_said_whether_it_follows():
    assert set(references()) - following.declared() == set()
    assert following.declared() - set(references()) == set()
    assert len(set(references())) > 8


def test_a_reference_nobody_judged_is_noticed(monkeypatch):
    monkeypatch.delitem(following._followers, ("cases.Case", "reporter"))

    assert set(references()) - following.declared() == {("cases.Case", "reporter")}
