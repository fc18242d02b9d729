"""A roster with somebody else's number: dry run, taking in, undoing; and what the clock finds (P21)."""

import io
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from residents import registry
from residents.joining import comparing, meetings
from residents.models import Person
from residents.numbers import writing
from residents.roster.register import Register
from tests import builders
from tests.conftest import NOON
from tests.people.no_oracle.conftest import NOBODYS, THEIRS, apart, as_if, plain
from tests.residents.sheets import row, workbook

pytestmark = pytest.mark.usefixtures("midday", "standing_clock")


# A roster: its dry run, every tab, what is handed back, taking in, undoing, the next file.


def rosters(client, community, number, *, times=3):
    """Every page and file a secretary gets of two files with this number in them."""

    def sent():
        pages = []
        fine = row("张三丰", 身份证号=number), row("李四光", door="502")
        faulty = row("张三丰", 身份证号=number), row("李四光", door="502", 手机="1")
        for order, rows in enumerate((faulty, fine, fine)[:times], start=1):
            uid = UUID(int=order)
            data = {"uid": uid, "community": community.pk, "file": workbook(*rows)}
            pages.append(client.post(reverse("residents:imports"), data, follow=True))
            pages += [client.get(url) for url in roster_pages(uid)]
            if rows is faulty:
                pages.append(cells(client.post(of("hand-back-roster", uid))))
            else:
                pages.append(client.post(of("take-in-roster", uid), follow=True))
                pages += [client.get(url) for url in roster_pages(uid)]
            meetings.look(at=timezone.now())
        if times > 1:
            pages.append(client.post(of("undo-roster", UUID(int=2)), follow=True))
        return [each if isinstance(each, list) else plain(each) for each in pages]

    return as_if(sent)


def of(name, uid):
    return reverse(f"residents:{name}", args=[uid])


def roster_pages(uid):
    tabs = ("faulty", "held", "changed", "new", "absent", "left")
    return [reverse("residents:imports"), *(f"{of('roster', uid)}?part={tab}" for tab in tabs)]


def cells(answer):
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    lines = [[cell.value for cell in line] for line in book.active]
    return [
        [str(value).replace(THEIRS, "N").replace(NOBODYS, "N") for value in each] for each in lines
    ]


def test_the_dry_run_of_a_roster_tells_nothing(client, chen, north, building, stranger):
    client.force_login(chen)

    theirs, nobodys = (rosters(client, north, number, times=1) for number in (THEIRS, NOBODYS))

    assert apart(theirs, nobodys) == []
    assert len(theirs) > 8


@pytest.mark.trial("people")
def test_a_line_of_a_roster_tells_nothing_either(client, chen, north, building, stranger):
    client.force_login(chen)

    theirs, nobodys = rosters(client, north, THEIRS), rosters(client, north, NOBODYS)

    assert apart(theirs, nobodys) == []
    assert len(theirs) > 40
    assert not Person.objects.filter(name="张三丰").exists()


def test_a_roster_that_knew_everybody_is_noticed(
    client,
    chen,
    north,
    building,
    stranger,
    monkeypatch,
):
    """Negative control: matching asks everybody, as it did."""
    monkeypatch.setattr(Register, "is_far", lambda register, person: False)
    client.force_login(chen)

    theirs, nobodys = (rosters(client, north, number, times=1) for number in (THEIRS, NOBODYS))
    assert apart(theirs, nobodys) != []


# What the clock finds.


def test_of_two_with_one_number_the_database_takes_one_as_confirmed(home, stranger):
    twin = builders.make_person(home, "张三丰", id_number=NOBODYS)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=twin.pk).update(id_number_index=stranger.id_number_index)
    twin.id_number_state = "waiting"
    twin.save()
    Person.objects.filter(pk=twin.pk).update(id_number_index=stranger.id_number_index)


def test_the_earlier_of_two_is_confirmed_and_the_other_follows_when_it_is_free(home, bai):
    about = {"by": bai, "at": NOON}
    first, second = (
        registry.register(name=name, home=home, id_number=THEIRS, **about)
        for name in ("张三丰", "李四光")
    )

    def states():
        comparing.compare()
        return [Person.objects.get(pk=each.pk).id_number_state for each in (first, second)]

    assert states() == ["confirmed", "met"]
    assert states() == ["confirmed", "met"]
    writing.write_id_number(
        person=first, number=NOBODYS, origin="office", reason="按证件上的号码改过来", **about
    )
    assert states() == ["confirmed", "confirmed"]
