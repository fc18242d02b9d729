"""What belongs to the person follows, and nothing else does."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from accounts import sign_in
from cases import need_to_know
from cases.models import Case
from foundation.models import Record
from morality_bank import proof
from morality_bank.models import Account
from notices.models import Notice
from residents.joining import following, workflow
from residents.models import CareTag, Meeting, Person
from residents.roster import workflow as rosters
from tests import builders
from tests.chance import without_chance
from tests.conftest import NOON, TODAY
from tests.people.two_entries.conftest import LATER, NUMBER, PROPOSAL, joined, saved_up, send
from tests.residents.conftest import upload
from tests.residents.sheets import row

pytestmark = pytest.mark.usefixtures("standing_clock")


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
