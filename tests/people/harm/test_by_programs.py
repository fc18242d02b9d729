"""Without a browser, too, whoever is hurt reads who will be told, and leaves one of them out."""

from uuid import uuid4

import pytest

from cases.models import Case
from residents.own import entries
from tests import builders
from tests.api.conftest import Program
from tests.people.harm.conftest import SAID, named
from tests.people.test_own_entry import link


def names(answer):
    return {each["name"]: each["uid"] for each in answer.json()["items"]}


def report(hurt, **facts):
    return {"client_id": str(uuid4()), "category": hurt.pk, "words": SAID} | facts


def fault(answer):
    [(field, [said])] = answer.json()["fields"].items()
    return answer.status_code, field, said["code"]


@pytest.fixture
def hers(wang):
    return Program(wang.user, by="code")


def test_a_resident_reads_the_names_and_leaves_one_out(hers, hurt, both, staff, mei, lin):
    told = names(hers.get("my/cases/receivers/"))
    assert set(told) == {staff.name, mei.name}

    sent = report(hurt, kept_from=told[staff.name])
    assert hers.post("my/cases/report/", sent).status_code == 201
    assert named(Case.objects.get()) == {"mei"}
    # A resend is the same report, whoever receives by now.
    both_gone = hers.post("my/cases/report/", sent)
    assert (both_gone.status_code, Case.objects.count()) == (200, 1)
    # Only one who would be told, and only of this.
    stranger = report(hurt, kept_from=str(lin.uid))
    lamp = report(builders.make_category("公共设施"), kept_from=told[mei.name])
    faults = [fault(hers.post("my/cases/report/", each)) for each in (stranger, lamp)]
    assert faults == [(400, "kept_from", "unknown"), (400, "kept_from", "not_here")]
    assert hers.post("my/cases/report/", report(hurt)).status_code == 201


@pytest.mark.parametrize("guarded", [True, False])
def test_nobody_of_her_home_is_named(
    guarded, hers, both, staff, mei, home, pages, texts, clock, monkeypatch
):
    """Mei of the street office lives behind the same door, and has said so by the code."""
    builders.make_person(home, "梅芳", phone="16400000012")
    link(pages(mei), texts, "16400000012")
    if not guarded:
        monkeypatch.setattr(entries, "are_close", lambda me, person: False)

    told = names(hers.get("my/cases/receivers/"))
    assert set(told) == ({staff.name} if guarded else {staff.name, mei.name})


def test_staff_read_the_names_out_before_they_report(hurt, both, staff, mei, lin, zhou, wang):
    hers, place = Program(lin), "cases/receivers/"
    told = names(hers.get(place, reporter=str(wang.uid), door=wang.home_id))
    assert set(told) == {staff.name, mei.name} == set(names(hers.get(place, area=wang.grid.code)))
    facts = {"door": wang.home_id, "reporter": str(wang.uid)}

    asked = hers.post("cases/report/", report(hurt, **facts))
    assert fault(asked) == (400, "kept_from", "required")
    assert not Case.objects.exists()
    sent = report(hurt, kept_from=told[staff.name], **facts)
    assert hers.post("cases/report/", sent).status_code == 201
    assert "staff" not in named(Case.objects.get())
    # What is not theirs is not there, and where must be said.
    assert fault(Program(zhou).get(place, area=wang.grid.code)) == (400, "area", "unknown")
    assert fault(hers.get(place)) == (400, "area", "required")
