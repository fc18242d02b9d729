"""Whoever enters a number of somebody registered elsewhere reads the same as for nobody's (P21)."""

import re

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from office.changelog import WHY
from residents.joining import meetings
from residents.models import Person
from residents.person_forms import PersonForm
from tests import builders
from tests.people.no_oracle.conftest import KEY, NOBODYS, THEIRS, apart, as_if, person_page, plain
from tests.residents.test_admin import words

pytestmark = pytest.mark.usefixtures("midday", "standing_clock")


def entering(client, home, number):
    """Every page the office sees of somebody it enters with this number, that day and the next."""
    facts = words(name="张三丰", home=home.pk, id_number=number, phone="13800000009")

    def sent():
        pages = [client.post(person_page("add"), facts, follow=True)]
        made = Person.objects.get(pk=KEY)
        for _day in range(2):
            pages += [client.get(url) for url in pages_of(made)]
            meetings.look(at=timezone.now())
        return [plain(page) for page in pages]

    return as_if(sent)


def pages_of(person):
    yield from (person_page(name, person.pk) for name in ("change", "history"))
    yield from (person_page("changelist"), person_page("changelist") + "?q=张三丰")


def changing(client, person, number):
    def sent():
        facts = words(home=person.home_id, id_number=number, **{WHY: "按证件上的号码改过来"})
        pages = [client.post(person_page("change", person.pk), facts, follow=True)]
        for _day in range(2):
            pages += [client.get(url) for url in pages_of(person)]
            meetings.look(at=timezone.now())
        return [plain(page) for page in pages]

    return as_if(sent)


def test_whoever_is_entered_or_changed_looks_the_same(client, bai, home, wang, stranger):
    client.force_login(bai)

    assert apart(entering(client, home, THEIRS), entering(client, home, NOBODYS)) == []
    assert apart(changing(client, wang, THEIRS), changing(client, wang, NOBODYS)) == []


def test_the_database_is_asked_the_same(client, bai, home, stranger):
    client.force_login(bai)

    def asked(number):
        with CaptureQueriesContext(connection) as queries:
            entering(client, home, number)
        return [re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", each["sql"]) for each in queries]

    client.get(person_page("add"))
    theirs, nobodys = asked(THEIRS), asked(NOBODYS)
    until = next(i for i, sql in enumerate(theirs) if "id_number_state" in sql and "EXISTS" in sql)
    assert until > 20 and theirs[:until] == nobodys[:until]


def test_a_number_waits_until_the_morning_whoever_else_has_it(client, bai, home, stranger):
    client.force_login(bai)
    made = {}
    for name, number in (("张三丰", THEIRS), ("李四光", NOBODYS)):
        facts = words(name=name, home=home.pk, id_number=number)
        client.post(person_page("add"), facts)
        made[name] = Person.objects.get(name=name)

    def shown():
        pages = [client.get(person_page("change", each.pk)) for each in made.values()]
        return ["待核" in page.content.decode() for page in pages]

    assert shown() == [True, True]
    assert {each.id_number_by for each in made.values()} == {bai}

    meetings.look(at=timezone.now())

    assert shown() == [False, False]
    states = [Person.objects.get(pk=each.pk).id_number_state for each in made.values()]
    assert states == ["met", "confirmed"]


def test_whom_the_office_sees_anyway_it_is_told_of(client, bai, home, wang):
    """Control: the same answer for somebody in sight would only make a second entry."""
    builders.make_person(home, "别人", id_number=THEIRS)
    client.force_login(bai)

    page = client.post(person_page("change", wang.pk), words(home=home.pk, id_number=THEIRS))

    assert "已经登记在另一位居民名下" in page.content.decode()


def test_a_form_that_asked_the_whole_house_is_noticed(client, bai, home, stranger, monkeypatch):
    """Negative control: as it was."""

    def clean(form):
        if Person.objects.with_id_number(form.cleaned_data["id_number"]).exists():
            raise forms.ValidationError("已经登记在另一位居民名下")
        return form.cleaned_data["id_number"]

    monkeypatch.setattr(PersonForm, "clean_id_number", clean)
    client.force_login(bai)

    with pytest.raises(Person.DoesNotExist):
        entering(client, home, THEIRS)
