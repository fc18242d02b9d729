"""No form and no file tells who is registered where its sender may not look.

The same is sent twice: with what is somebody else's, and with what is nobody's. What comes back
must be the same, byte for byte, at once and after the clock compared the numbers.
"""

import difflib
import io
import re
from uuid import UUID

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from office.changelog import WHY
from residents import registry
from residents.joining import comparing, meetings
from residents.models import Person
from residents.numbers import writing
from residents.person_forms import PersonForm
from residents.roster.register import Register
from tests import builders, neighbourhood
from tests.access.test_admin_walk import ROWS
from tests.access.test_borrowed_ids import (
    THINGS,
    names_things,
    offered,
    office_form,
    office_pages,
)
from tests.access.walk import NO_NUMBER, fingerprint
from tests.chance import without_chance
from tests.conftest import NOON
from tests.residents.sheets import row, workbook
from tests.residents.test_admin import words

pytestmark = pytest.mark.usefixtures("midday", "standing_clock")

# Of one birth date and sex, which a number tells by itself.
THEIRS, NOBODYS = (builders.make_id_number("19500102", order) for order in (901, 903))
PHONE = "13900000001"


def person_page(name, *args):
    return reverse(f"admin:residents_person_{name}", args=args)


@pytest.fixture
def stranger(district):
    """Somebody of another street, whom nobody of ours may see."""
    door = builders.make_door(neighbourhood.grid_abroad(district), "901")
    return builders.make_person(door, "远方人", id_number=THEIRS, phone=PHONE)


# The office's own form for a person: the pages, the questions to the database, the next morning.


KEY = 7_000_001  # of whoever is entered
DRAWN = ("residents_person", "residents_residency", "django_admin_log")


def as_if(sent):
    """What `sent()` gives, and nothing of it stays; what the next one enters has the same keys."""
    with connection.cursor() as cursor:
        before = [last_of(table, cursor) for table in DRAWN]
        for table in DRAWN:
            count_from(table, KEY, cursor)
        with transaction.atomic():
            given = sent()
            transaction.set_rollback(True)
        for table, last in zip(DRAWN, before, strict=True):
            count_from(table, last + 1, cursor)
    return given


def last_of(table, cursor):
    cursor.execute(f"SELECT last_value FROM {table}_id_seq")
    return cursor.fetchone()[0]


def count_from(table, key, cursor):
    cursor.execute("SELECT setval(%s, %s, false)", [f"{table}_id_seq", key])


def apart(theirs, nobodys):
    """The lines in which two lists of answers differ."""
    assert len(theirs) == len(nobodys)
    pairs = (
        (str(each).split("\\n") for each in both) for both in zip(theirs, nobodys, strict=True)
    )
    lines = [
        line for one, other in pairs for line in difflib.unified_diff(list(one), list(other), n=0)
    ]
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


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


def plain(page):
    """Without the moment of a change, which passes, and what is sealed anew for every page."""
    body = re.sub(r"<time[^<]*</time>|sm4\.[\w.-]+", "", page.content.decode())
    return page.status_code, without_chance(body)


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


# Every field of every form of the office.

TOLD = {
    ("accounts.User", "username"): "a name to sign in with is one in the whole house",
    ("grids.Area", "code"): "codes of areas are public",
}


def pairs_of(form, model, theirs):
    """Each field with what is another's and what is nobody's."""
    for name, field in names_things(form):
        rows = getattr(field, "queryset", None)
        kinds = THINGS.get(rows.model._meta.label, ()) if rows is not None else ()
        for kind in kinds[-1:]:
            yield name, (theirs[kind], NO_NUMBER)
    other = model.objects.get(pk=theirs[ROWS[model._meta.label]])
    for name, field in form.fields.items():
        value = getattr(other, name, None)
        if isinstance(field, forms.CharField) and isinstance(value, str) and value:
            if not has_twin(other, name, value):
                yield name, (value, like(value))


def has_twin(other, name, value):
    """Whether somebody else's thing is called the same: then the answer may be about that one."""
    if name not in {field.name for field in other._meta.fields}:
        return False
    return type(other).objects.filter(**{name: value}).exclude(pk=other.pk).exists()


def like(value):
    """Another value of the same shape that nobody has."""
    if re.fullmatch(r"\d{17}[\dX]", value):
        return NOBODYS
    if value.isdecimal():
        return str(int(value) + 7).zfill(len(value))
    return f"{value[:-1]}乙"


def answered(walk, url, data, value):
    """What comes back, without what was typed."""
    status, where, body = fingerprint(walk._ask("bai", "POST", url, data))
    where = re.sub(r"[0-9a-f-]{36}|\d+", "#", where)  # a key of ours is new each time
    return status, where, body.replace(value, "…") if isinstance(value, str) else body


def told_apart(walk, world):
    """{(model, field): the lines in which the answers differ}"""
    theirs, found = world.places["elsewhere"].things, {}
    for page in office_pages(world, walk):
        form, inlines = office_form(walk._ask("bai", "GET", page).context)
        model = form._meta.model
        if not ROWS.get(model._meta.label):
            continue
        sent = offered(form) | inlines
        for name, values in pairs_of(form, model, theirs):
            answers = [
                answered(walk, page, sent | {form.add_prefix(name): value}, value)
                for value in values
            ]
            found.setdefault((model._meta.label, name), []).extend(apart(*answers))
    return found


def test_no_field_of_any_form_of_the_office_tells_anothers_from_nothing(walk, world):
    found = told_apart(walk, world)

    assert {name for name, lines in found.items() if lines} - set(TOLD) == set()
    assert set(found) >= {
        ("residents.Person", "id_number"),
        ("residents.Person", "phone"),
        ("residents.Person", "home"),
        ("residents.CareTag", "person"),
        ("grids.Posting", "user"),
    }
    print(f"\n{len(found)} fields, told apart 0, {len(TOLD)} with a reason")


# A roster: its dry run, every tab, what is handed back, taking in, undoing, the next file.


def rosters(client, community, number):
    """Every page and file a secretary gets of two files with this number in them."""

    def sent():
        pages = []
        fine = row("张三丰", 身份证号=number), row("李四光", door="502")
        faulty = row("张三丰", 身份证号=number), row("李四光", door="502", 手机="1")
        for order, rows in enumerate((faulty, fine, fine), start=1):
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

    assert apart(rosters(client, north, THEIRS), rosters(client, north, NOBODYS)) != []


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
