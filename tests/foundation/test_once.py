"""An id that a client made: the same again is answered with the first row, anything else refused."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case
from foundation import once
from foundation.audit import personal_data
from morality_bank import ledger
from morality_bank.models import Deed, Transfer
from tests import builders
from tests.conftest import NOON
from tests.waiting import Meeting
from visits.models import Visit

LATER = NOON + timedelta(seconds=9)


@pytest.fixture
def rule(north):
    return builders.make_rule(builders.make_bank(north), "楼道清扫", points=10)


@pytest.fixture
def send(request, lin, east, home, wang):
    """A client's arrival of one kind: send(id, by=…, at=…, **what it says)."""

    def contact(client_id, *, by=lin, at=NOON, **said):
        return builders.log_contact(by, home, [wang], client_id=client_id, at=at, **said)

    def report(client_id, *, by=lin, at=NOON, **said):
        return builders.make_case(by, east, client_id=client_id, at=at, **said)

    def deed(client_id, *, by=lin, at=NOON, **said):
        rule = request.getfixturevalue("rule")
        return builders.make_deed(by, wang, rule, client_id=client_id, at=at, **said)

    def transfer(client_id, *, by=lin, at=NOON, reason="换了一盏灯"):
        bank = request.getfixturevalue("rule").bank
        sides = {"debit": bank.accounts.get(kind="issuer")}
        sides["credit"] = builders.make_account(bank, wang)
        facts = {"amount": 3, "reason": reason, "source": "test", "by": by, "at": at}
        return ledger.post(key=client_id, **sides, **facts)

    return locals()[request.param]


KINDS = {
    "contact": (Visit, {"note": "说冷"}),
    "report": (Case, {"words": "别的事。"}),
    "deed": (Deed, {"note": "扫到五楼"}),
    "transfer": (Transfer, {"reason": "别的事"}),
}
kind_and_send = pytest.mark.parametrize(
    ("model", "otherwise", "send"),
    [(*facts, name) for name, facts in KINDS.items()],
    indirect=["send"],
)


@kind_and_send
def test_the_same_again_is_answered_with_the_first_row(db, model, otherwise, send):
    client_id = uuid4()
    first = send(client_id)

    assert send(client_id, at=LATER) == first
    assert model.objects.count() == 1


@kind_and_send
def test_other_content_is_refused_and_the_first_row_stands(db, model, otherwise, send):
    client_id = uuid4()
    first = send(client_id)

    with pytest.raises(once.Conflict) as refusal:
        send(client_id, **otherwise)

    assert (refusal.value.earlier, model.objects.count()) == (first, 1)


@kind_and_send
def test_somebody_else_with_the_same_words_learns_only_that_it_is_taken(
    db, model, otherwise, send, east
):
    client_id, colleague = uuid4(), builders.make_staff("gao", "高岩", east, "grid_worker")
    send(client_id)

    with pytest.raises(once.Conflict) as refusal:
        send(client_id, by=colleague)

    assert (refusal.value.earlier, refusal.value.args) == (None, (None,))


@kind_and_send
def test_without_asking_who_sent_it_they_would_be_shown_it(
    db, model, otherwise, send, east, monkeypatch
):
    """Negative control."""
    says = once.Sent._says
    monkeypatch.setattr(
        once.Sent, "_says", lambda sent, name, row: name == sent.by or says(sent, name, row)
    )
    client_id, colleague = uuid4(), builders.make_staff("gao", "高岩", east, "grid_worker")

    assert send(client_id) == send(client_id, by=colleague)


@kind_and_send
def test_the_answer_is_there_for_ninety_days_and_more(db, model, otherwise, send):
    send(uuid4())

    keep = next(each.keep for each in personal_data.personal() if each.model is model)
    overdue = keep.overdue(NOON + timedelta(days=180)) if keep.overdue else model.objects.none()
    assert (overdue.count(), keep.job) == (0, "")


def test_no_two_conflicts_have_the_same_code():
    codes = [kind.code for kind in (once.Conflict, *once.Conflict.__subclasses__())]

    own = {"already_logged", "already_reported", "already_taken_in"}
    own |= {"already_given", "already_proposed", "boundary_change_already_made"}
    own |= {"already_asked", "already_uploaded", "organisation_already_uploaded"}
    assert Counter(codes) == Counter(own) + Counter(id_already_used=2)  # keys of the ledger


def test_content_is_compared_by_value(lin, wang, rule):
    client_id = uuid4()
    first = builders.make_deed(lin, wang, rule, client_id=client_id, at=NOON)

    typed = {"happened_on": NOON.date().isoformat(), "client_id": str(client_id)}
    sent = once.Sent(
        Deed(rule=rule, taken_by=lin, **typed), by="taken_by_id", content=("happened_on", "rule_id")
    )
    assert sent.before() == first


# Two first arrivals.


def at_once(acts):
    """How often they ended how; all of them look for the id before one of them writes."""

    def one(act):
        try:
            with transaction.atomic():
                act()
            return "done"
        except Exception as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


@pytest.fixture
def everybody_looks_first(monkeypatch):
    before, looked, here = once.Sent.before, Meeting(10), threading.local()

    def look(sent):
        found = before(sent)
        if not hasattr(here, "looked"):
            here.looked = True
            looked.wait()
        return found

    monkeypatch.setattr(once.Sent, "before", look)


race = pytest.mark.parametrize("send", ["contact", "report"], indirect=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@race
def test_ten_first_arrivals_are_one_row(send, everybody_looks_first):
    client_id = uuid4()

    ended = at_once([lambda: send(client_id)] * 10)

    assert ended == {"done": 10}
    assert (Visit.objects.count() or Case.objects.count()) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@race
def test_of_ten_who_say_different_things_one_is_first(send, everybody_looks_first):
    client_id, says = uuid4(), next(iter(KINDS[send.__name__][1]))

    ended = at_once([lambda n=n: send(client_id, **{says: f"第{n}句"}) for n in range(10)])

    ended.pop("done")
    assert [(issubclass(error, once.Conflict), n) for error, n in ended.items()] == [(True, 9)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@race
def test_without_a_second_look_they_would_meet_the_database(
    send, everybody_looks_first, monkeypatch
):
    """Negative control."""
    monkeypatch.setattr(
        once.Sent,
        "write",
        lambda sent, insert=None, loses=(): (insert and insert() or sent.row, True),
    )
    client_id = uuid4()

    assert at_once([lambda: send(client_id)] * 10) == {"done": 1, IntegrityError: 9}


@pytest.mark.django_db
def test_an_insert_that_fails_for_another_reason_says_so(lin, home):
    visit = Visit(client_id=uuid4(), by=lin, outcome="rescheduled", occurred_at=NOON)

    with pytest.raises(IntegrityError):
        once.Sent(visit, by="by_id", content=()).write()
