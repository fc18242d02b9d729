"""Large rosters go through the worker: claimed once, killed safely, started again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.tasks import work_on_what_waits
from foundation.work import queue, waking
from residents import tasks
from residents.models import Person, Roster
from residents.roster import workflow
from residents.roster.writing import undoing
from tests.residents.conftest import upload
from tests.residents.pages import post, url
from tests.residents.sheets import row

pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def waiting(building, north, chen):
    return upload(north, row(), by=chen, at=timezone.now())


@pytest.fixture
def woken(monkeypatch):
    """How often the worker was called, instead of calling it."""
    calls = []
    monkeypatch.setattr(waking, "wake", lambda task: calls.append(1))
    return calls


def test_a_large_roster_waits_for_the_worker_and_the_page_says_so(
    client, chen, north, building, monkeypatch, woken
):
    monkeypatch.setattr(workflow, "IN_REQUEST", 1)

    page = post(client, chen, north, row(), row("李四光")).content.decode()

    found = Roster.objects.get()
    assert (found.state, woken) == ("to_check", [1])
    assert "正在排队检查" in page
    assert f'hx-get="{url("roster-progress", found)}"' in page


def test_the_progress_page_leads_to_the_result(client, chen, waiting):
    client.force_login(chen)
    assert "正在排队检查" in client.get(url("roster-progress", waiting)).content.decode()

    tasks.work_on_rosters()

    answer = client.get(url("roster-progress", waiting))
    assert (answer.status_code, answer["HX-Redirect"]) == (204, url("roster", waiting))


def test_the_worker_checks_and_after_a_yes_takes_in(waiting, chen):
    tasks.work_on_rosters()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.claimed_at) == ("checked", None)

    workflow.agree(roster=waiting, by=chen, at=timezone.now())
    tasks.work_on_rosters()

    waiting.refresh_from_db()
    assert waiting.state == "taken_in"
    assert Person.objects.count() == 1


def test_two_workers_never_have_the_same_roster(waiting):
    now = timezone.now()

    assert waiting.claim(now)
    assert not waiting.claim(now)


def test_what_a_killed_worker_left_is_started_again(waiting):
    """It died after the claim: the row says claimed, and nobody works on it."""
    now = timezone.now()
    waiting.claim(now)
    tasks.work_on_rosters()
    waiting.refresh_from_db()
    assert waiting.state == "to_check"

    later = now + Roster.CLAIM_LASTS + timedelta(seconds=1)
    queue.work_on(waiting, at=later)

    waiting.refresh_from_db()
    assert waiting.state == "checked"


def test_a_worker_killed_while_writing_leaves_nothing_and_the_next_one_finishes(
    waiting, chen, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    workflow.check(roster=waiting, at=timezone.now())
    workflow.agree(roster=waiting, by=chen, at=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(workflow.taking.writer.stays, "write_tags", die)
        with pytest.raises(Killed):
            queue.work_on(waiting, at=timezone.now())
    assert not Person.objects.exists()

    later = timezone.now() + Roster.CLAIM_LASTS + timedelta(seconds=1)
    queue.work_on(waiting, at=later)

    assert Roster.objects.get().state == "taken_in"
    assert Person.objects.count() == 1


def test_a_roster_that_always_fails_is_given_up_and_the_others_go_on(
    waiting, north, chen, monkeypatch
):
    monkeypatch.setattr(workflow, "dry_run", lambda *a, **k: 1 / 0)
    for _ in range(5):
        Roster.objects.update(claimed_at=None)
        tasks.work_on_rosters()

    waiting.refresh_from_db()
    assert waiting.state == "refused"
    assert (waiting.sealed_file, waiting.findings["refusal"]) == ("", workflow.WENT_WRONG)


def test_an_undo_that_is_given_up_says_so_and_may_be_asked_again(client, take_in, chen, building):
    taken = take_in(row(), by=chen, at=timezone.now())
    undoing.agree(roster=taken, by=chen, at=timezone.now())

    queue.kind_of(taken).end(taken, queue.WENT_WRONG)
    client.force_login(chen)
    assert "撤销没有做完" in client.get(url("roster", taken)).text

    undoing.agree(roster=taken, by=chen, at=timezone.now())
    undoing.undo(roster=taken, at=timezone.now())
    assert (taken.state, Person.objects.exists()) == ("undone", False)


def test_a_broker_that_is_away_does_not_stop_an_upload(client, chen, north, building, monkeypatch):
    monkeypatch.setattr(workflow, "IN_REQUEST", 0)

    def away(**options):
        raise OperationalError("nobody there")

    monkeypatch.setattr(work_on_what_waits, "apply_async", away)

    assert post(client, chen, north, row()).status_code == 200

    tasks.work_on_rosters()
    assert Roster.objects.get().state == "checked"
