"""After the clock's jobs nothing is there longer than declared (P10); what has no job is named."""

from datetime import timedelta
from uuid import uuid4

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command

from accounts.models import (
    AccessToken,
    Enablement,
    PaperCode,
    SignInCard,
    SignInCode,
    SignInEvent,
    WorkDevice,
)
from announcements.models import ReadingDay, ReadMark
from foundation.audit import personal_data
from foundation.models import Tally
from foundation.pictures.photos import Picture
from grids.models import Absence, StandIn
from notices import reminders
from notices.models import Dispatch, Notice, Reminder, Slip
from office.models import Badge, BadgePhoto, CardSheet, OrganisationFile, PrintedCard, Proposal
from participation.box import workflow
from reports.exports import requests
from reports.models import Export
from residents.models import Correction, Lookalike, Meeting, ResidentCard, Roster, RosterPage
from tests import builders
from tests.conftest import NOON, TODAY
from tests.reports.conftest import export
from visits.models import MajorChange, Recomputation

LONG_AGO = NOON - timedelta(days=4 * 365)
# Kept until a person decides: nothing removes these yet, and the page does not say so.
NO_JOB_YET = {
    "residents.Person",
    "visits.Visit",
    "cases.Case",
    "cases.Step",
    "cases.Photo",
    "grids.Posting",
    "grids.Handover",
}


@pytest.fixture
def forgotten(chen, bai, north, wang):
    """One row of every kind the clock should have removed long ago."""
    sign_in = {"user_agent": "x", "ip_address": "192.0.2.1", "username": "x", "path_info": "/"}
    SignInCode.objects.create(phone_index="x", code_hash="x", made_at=LONG_AGO, expires_at=LONG_AGO)
    old = {"user": chen, "made_at": LONG_AGO}
    SignInCard.objects.create(**old, code_hash="x", expires_at=LONG_AGO)
    PaperCode.objects.create(**old, code_hash="x", used_at=LONG_AGO)
    WorkDevice.objects.create(user=chen, name="x", registered_at=LONG_AGO, ended_at=LONG_AGO)
    SignInEvent.objects.create(kind="failed", network="192.0.2.1", at=LONG_AGO)
    Tally.objects.create(what="x", who="1", window_at=LONG_AGO)
    AccessToken.objects.create(
        user=chen,
        name="x",
        text_hash="x",
        by="password",
        password_mark="x",
        made_at=LONG_AGO,
        expires_at=LONG_AGO,
    )
    Enablement.objects.create(user=chen, act="coded", by=bai, at=LONG_AGO)
    Proposal.objects.create(kind="code", area=north, asked_by=bai, asked_at=LONG_AGO)
    Session.objects.create(session_key="x", session_data="x", expire_date=LONG_AGO)
    LogEntry.objects.create(user=chen, action_flag=1, action_time=LONG_AGO)
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        more = {"failures_since_start": 1} if log is AccessAttempt else {}
        log.objects.create(**sign_in, **more)
        log.objects.update(attempt_time=LONG_AGO)
    long_ago = LONG_AGO.date()
    Badge.objects.create(user=chen, made_by=bai, made_at=LONG_AGO, ended_at=LONG_AGO)
    BadgePhoto.objects.create(user=wang.user, file="x", small="x", at=LONG_AGO)
    sheet = CardSheet.objects.create(area=north, printed_by=bai, printed_at=LONG_AGO)
    PrintedCard.objects.create(sheet=sheet, user=chen, what="badge")
    days = {"from_on": long_ago, "until_on": long_ago}
    away = Absence.objects.create(user=chen, said_by=chen, said_at=LONG_AGO, **days)
    StandIn.objects.create(absence=away, absent=chen, **days)
    told = {"recipient": chen, "due_at": LONG_AGO}
    notice = Notice.objects.create(key="x", text="x", made_at=LONG_AGO, **told)
    Dispatch.objects.create(notice=notice, way="text", next_try_at=LONG_AGO, **told)
    ReadMark.objects.create(day=ReadingDay.objects.create(day=long_ago, salt="x"), mark="x")
    Slip.objects.create(recipient=chen, event="x", text="x", made_at=LONG_AGO)
    Reminder.objects.create(rule="x", subject="1", period="1", due_at=LONG_AGO, done_at=LONG_AGO)
    change = MajorChange.objects.create(
        person=wang, kind="moved_in", said_at=LONG_AGO, said_by=chen
    )
    builders.log_contact(chen, wang.home, [wang], at=change.said_at + timedelta(days=1))
    Recomputation.objects.create(about="high", asked_at=LONG_AGO, done_at=LONG_AGO, state="done")
    builders.tag(wang, "low_income", expires_on=TODAY - timedelta(days=400))
    builders.make_late_draft(chen, "x", at=LONG_AGO)
    made = {"made_by": chen, "seconded_by": wang.user, "made_at": LONG_AGO}
    ResidentCard.objects.create(person=wang, code_hash="x", expires_at=LONG_AGO, **made)
    rosters(north, chen, wang)
    Meeting.objects.create(
        first=wang,
        second=builders.make_person(wang.home, "孙三"),
        found_at=LONG_AGO,
        state="joined",
        decided_by=chen,
        decided_at=LONG_AGO,
        sealed_before="x",
    )
    Correction.objects.create(
        person=wang, kind="remarks", state="declined", proposed_at=LONG_AGO, decided_at=LONG_AGO
    )
    said_of_us(chen, north)
    ready = export(chen, north)
    Export.objects.filter(pk=ready.pk).update(expires_at=LONG_AGO)


def said_of_us(chen, north):
    feedback = workflow.give(
        client_id=uuid4(),
        kind="complaint",
        subject="person",
        words="x",
        area=north,
        by=chen,
        network="",
        about=chen,
        at=LONG_AGO,
        pictures=[Picture(full=b"full", small=b"small")],
    )
    return feedback.photos.get()


def rosters(north, chen, wang):
    OrganisationFile.objects.create(
        street=north.parent, file_name="a", file_hash="0" * 64, uploaded_at=LONG_AGO
    )
    facts = {
        "community": north,
        "file_hash": "0" * 64,
        "uploaded_by": chen,
        "uploaded_at": LONG_AGO,
    }
    Roster.objects.create(file_name="a", state="checked", **facts)
    done = Roster.objects.create(
        file_name="b", state="taken_in", taken_in_at=LONG_AGO, taken_in_by=chen, **facts
    )
    RosterPage.objects.create(roster=done, part="new", number=1, sealed_lines="x")
    Lookalike.objects.create(
        community=north,
        roster=done,
        person=wang,
        row_key="x",
        line=2,
        sealed_row="x",
        reason="id_number",
        answer="same",
    )


def with_jobs():
    return {each.label for each in personal_data.personal() if each.keep.job}


def overdue():
    return {each.label for each, rows in personal_data.overdue(NOON) if rows}


def run_all_jobs():
    for daily in reminders._dailies:
        if daily.rule in {each.keep.job for each in personal_data.personal()}:
            reminders._acts[daily.rule](None, NOON)
    requests.forget_old(NOON)


def test_the_clock_leaves_nothing_that_should_be_gone(forgotten):
    assert overdue() & with_jobs() == with_jobs()

    run_all_jobs()
    assert overdue() & with_jobs() == set()


def test_every_job_that_is_named_is_on_the_clock():
    known = {daily.rule for daily in reminders._dailies} | set(settings.CELERY_BEAT_SCHEDULE)

    assert {each.keep.job for each in personal_data.personal()} - {""} - known == set()


def test_what_has_an_end_but_no_job_is_known():
    ends = {each.label for each in personal_data.personal() if each.keep.overdue}

    assert ends - with_jobs() == NO_JOB_YET


def test_what_is_in_use_stays(chen, north, wang):
    builders.tag(wang, "low_income", expires_on=TODAY)
    ready = export(chen, north)
    before = {label: apps.get_model(label).objects.count() for label in with_jobs()}
    run_all_jobs()

    assert {label: apps.get_model(label).objects.count() for label in with_jobs()} == before
    ready.refresh_from_db()
    assert ready.state == "ready"


def test_somebody_who_moved_away_long_ago_is_overdue(wang, home):
    ended = wang.residencies
    wang.status = "moved"
    wang.save()
    ended.update(from_on=TODAY - timedelta(days=5 * 365))
    ended.update(until_on=TODAY - timedelta(days=2 * 365))
    assert "residents.Person" not in overdue()

    ended.update(until_on=TODAY - timedelta(days=4 * 365))
    assert "residents.Person" in overdue()


def test_the_command_says_so_and_fails(forgotten, capsys):
    with pytest.raises(SystemExit):
        call_command("field_registry", "--overdue")
    said = capsys.readouterr().out

    assert "accounts.SignInCode: 1 (job tidy)" in said
    assert "cases.Case: 0 (no job yet)" in said


def test_staff_read_the_registry_and_residents_their_own_page(client, chen, lin, wang):
    client.force_login(chen)
    shown = client.get("/privacy/fields/").content.decode()
    assert "residents.Person" in shown and "id_number_sealed" in shown
    client.force_login(lin)
    assert client.get("/privacy/fields/").status_code == 404

    client.force_login(wang.user, by="code")
    mine = client.get("/my/registered/").content.decode()
    assert "身份证号" in mine and "138****0001" in mine and "13800000001" not in mine
    assert "网络安全法" not in mine and "id_number_sealed" not in mine
    assert "/my/registered/" in client.get("/my/").content.decode()


def test_every_number_that_is_sealed_carries_a_lock(client, wang):
    client.force_login(wang.user, by="code")
    told = client.get("/my/registered/").context["told"]
    locked = {field for each in told if each["locked"] for field in each["group"].fields}

    assert {"phone_sealed", "id_number_sealed", "birth_on"} <= locked
    assert "remarks" not in locked


def test_an_account_without_an_entry_reads_it_too(client, zhou):
    client.force_login(zhou)
    assert client.get("/my/registered/").status_code == 200
