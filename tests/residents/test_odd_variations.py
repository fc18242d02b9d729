"""Cells, files and names of the kinds that went wrong, each with the end its sentence gives it.

A few of each every day; two hundred of each, in every form of file, in the trial "odd-files".
"""

import random

import pytest
from django.urls import reverse

from grids.models import Building, Compound
from residents.models import Person
from residents.roster import workflow
from residents.search import finders
from tests import builders
from tests.conftest import TODAY
from tests.forms import FORMS
from tests.residents.sheets import HEADERS, row
from tests.residents.test_admin import words
from tests.residents.test_search import titles
from tests.residents.variations import (
    aloud,
    calls,
    days,
    flats,
    keyboards,
    notes,
    people,
    programs,
    tables,
)
from tests.residents.variations.ends import differences, ordinary

FIND = reverse("search:find")
OF_CELLS = {
    f"{module.__name__.rpartition('.')[2]}-{kind.__name__}": kind
    for module in (days, calls, flats, notes, people)
    for kind in module.KINDS
}


@pytest.fixture
def compounds(north, east):
    """槐荫里 and 柳荫里, with thirty buildings each."""
    for name in ("槐荫里", "柳荫里"):
        compound = Compound.objects.create(community=north, name=name)
        Building.objects.bulk_create(
            Building(compound=compound, number=number, **east.columns()) for number in range(1, 31)
        )
    return north


def test_a_few_cells_of_each_kind_end_as_their_sentence_says(compounds):
    chance = random.Random(20)

    drawn = [kind(chance) for kind in OF_CELLS.values() for _ in range(5)]

    assert differences(drawn, compounds) == []


def test_a_line_that_ends_otherwise_is_noticed(compounds):
    """The control: the same lines, each with the end of another one."""
    chance = random.Random(20)
    drawn = [kind(chance) for kind in (days.a_year, days.a_day_in_words, calls.a_mobile)]
    drawn[0].ends, drawn[1].ends, drawn[2].ends = drawn[1].ends, drawn[2].ends, drawn[0].ends

    assert len(differences(drawn, compounds)) == 3


def in_text(variation):
    """Whether a table of text can say it: it has no formats, no kinds of numbers, no counts."""
    values = variation.cells.values()
    is_count = type(variation.cells.get(days.BIRTH)) is int
    plain = all(type(each) in (str, int, type(None)) for each in values)
    return plain and not variation.format and not is_count


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("form", [*FORMS, "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("kind", OF_CELLS)
def test_two_hundred_cells_of_each_kind_end_as_their_sentence_says(kind, form, compounds):
    chance = random.Random(f"{kind} {form}")
    drawn = [OF_CELLS[kind](chance) for _ in range(200)]
    if form not in FORMS:
        drawn = [each for each in drawn if in_text(each)]

    assert not drawn or differences(drawn, compounds, form=form) == []


def of_a_program(seed, community):
    """What differs in a file of another program: (what, expected, found)."""
    chance = random.Random(seed)
    drawn = [ordinary(number) | {"备注": "住_校 & <养狗>"} for number in range(6)]
    struck, hidden = chance.sample(range(2, 8), 2)
    rows = [HEADERS, *([str(line.get(head, "")) for head in HEADERS] for line in drawn)]
    file = programs.Program(chance).file(rows, struck={struck}, hidden={hidden})
    found = workflow.dry_run(file, community=community, by=None, on=TODAY).reading
    expected = {
        "people": [
            (line, each["姓名"], f"槐荫里 1-1-{each['门牌']}", each["备注"])
            for line, each in enumerate(drawn, 2)
            if line != struck
        ],
        "asked": {struck},
        "hidden": {hidden},
        "faults": [],
    }
    read = {
        "people": [(row.line, row.name, row.whole, row.remarks) for row in found.rows],
        "asked": {line for _sheet, line in found.asked},
        "hidden": {line for _sheet, line in found.hidden},
        "faults": [(fault.spot, fault.sentence) for fault in found.faults],
    }
    return [(what, expected[what], read[what]) for what in expected if expected[what] != read[what]]


def programs_differ(seeds, community):
    return {seed: wrong for seed in seeds if (wrong := of_a_program(seed, community))}


def test_a_few_files_of_other_programs_are_read_as_plain_ones(compounds):
    assert programs_differ(range(6), compounds) == {}


@pytest.mark.trial("odd-files")
def test_two_hundred_files_of_other_programs_are_read_as_plain_ones(compounds):
    assert programs_differ(range(200), compounds) == {}


def of_tables(seed, form, community):
    """What differs in a file of many sheets: (what, expected, found)."""
    chance = random.Random(seed)
    drawn = tables.some_tables(chance)
    file = drawn.as_file(form)
    found = workflow.dry_run(file, community=community, by=None, on=TODAY).reading
    (*_, only) = drawn.book.sheetnames[:1]
    read = {
        "people": {(row.sheet or only, row.name) for row in found.rows},
        "faulty": {(fault.sheet or only, fault.line) for fault in found.faults},
        "struck": {(sheet or only, line) for sheet, line in found.asked},
        "hidden": {(sheet or only, line) for sheet, line in found.hidden},
        "asked": {each.sheet for each in found.questions if not each.line},
        "unread": {sheet for sheet, _rows in found.unread},
    }
    return [
        (what, sorted(getattr(drawn, what)), sorted(read[what]))
        for what in read
        if getattr(drawn, what) != read[what]
    ]


def tables_differ(seeds, form, community):
    return {seed: wrong for seed in seeds if (wrong := of_tables(seed, form, community))}


@pytest.mark.parametrize("form", FORMS)
def test_a_few_files_of_many_sheets_are_read_whole(form, compounds):
    assert tables_differ(range(2), form, compounds) == {}


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_files_of_many_sheets_are_read_whole(form, compounds):
    assert tables_differ(range(200), form, compounds) == {}


def not_found(home, lin, names):
    """(name, reading) of whom no search by it finds, or whose surname is not read first as such."""
    missed = []
    for name, own, readings in names:
        person = builders.make_person(home, name)
        if not person.pinyin.startswith(own):
            missed.append((name, own, person.pinyin))
        missed += [(name, each) for each in readings if titles(lin, each) != [name]]
        person.delete()
    return missed


def polyphonic(chance, count):
    """Each surname once, with a given name that may have readings of its own, then more."""
    surnames = list(aloud.SURNAMES)
    chance.shuffle(surnames)
    for number in range(count):
        surname, given = surnames[number % len(surnames)], chance.choice(list(aloud.GIVEN))
        own = aloud.SURNAMES[surname].split()[0]
        yield surname + given, own, aloud.readings(surname, given)


@pytest.mark.usefixtures("often")
def test_a_few_names_are_found_as_they_are_read(home, lin):
    drawn = list(polyphonic(random.Random(3), 4))

    assert not_found(home, lin, drawn) == []


@pytest.mark.trial("odd-files")
@pytest.mark.usefixtures("often")
def test_two_hundred_names_are_found_as_they_are_read(home, lin):
    whole = [(name, text.split()[0], text.split()) for name, text in aloud.WHOLE.items()]

    assert not_found(home, lin, [*whole, *polyphonic(random.Random(3), 200)]) == []


def id_number_as_typed(chance, number):
    """In groups, in full width, with a small x and with marks nobody sees."""
    blank = chance.choice(["", "", *keyboards.BLANKS, "-"])
    typed = blank.join([number[:6], number[6:14], number[14:]])
    typed = chance.choice([typed, typed.lower()])
    way = chance.choice([keyboards.widened, keyboards.with_unseen, lambda _chance, same: same])
    return way(chance, typed).replace("\t", " ")


def entered_otherwise(seed, count, office, home):
    """Whose numbers the form of the office keeps otherwise, or the search box does not find."""
    chance, wrong = random.Random(seed), []
    for number in range(count):
        phone = chance.choice([calls.a_mobile, calls.a_landline])(chance)
        known = builders.make_id_number(f"{1950 + number % 50}0102", number % 1000)
        typed = str(phone.cells["手机"]), id_number_as_typed(chance, known)
        if typed[0].startswith(("'", "`")) or typed[0][-2:] in (".0", "00"):
            typed = phone.ends[0]["phone"], typed[1]  # a spreadsheet's, not a keyboard's
        facts = words(
            name=ordinary(number)["姓名"], home=home.pk, phone=typed[0], id_number=typed[1]
        )
        page = office.post(reverse("admin:residents_person_add"), facts)
        person = Person.objects.order_by("pk").last()
        kept = (person.phone, person.id_number) if page.status_code == 302 else page.status_code
        if kept != (phone.ends[0]["phone"], known):
            wrong.append((typed, kept))
            continue
        for text in typed:
            found = office.post(FIND, {"words": text}).context.get("groups") or []
            if [row.title for group in found for row in group.rows] != [person.name]:
                wrong.append((text, person.name, found))
    return wrong


@pytest.fixture
def often(monkeypatch):
    """Nobody is told to search less."""
    monkeypatch.setattr(finders, "A_MINUTE", 10**6)
    monkeypatch.setattr(finders, "A_DAY", 10**6)


@pytest.mark.usefixtures("midday", "often")
def test_a_few_numbers_are_kept_and_found_however_they_are_typed(office, home):
    assert entered_otherwise(1, 4, office, home) == []


@pytest.mark.trial("odd-files")
@pytest.mark.usefixtures("midday", "often")
def test_two_hundred_numbers_are_kept_and_found_however_they_are_typed(office, home):
    assert entered_otherwise(1, 200, office, home) == []


def remarks_that_stay(count, take_in, dry_run):
    """Whose remark a later file changes that says there is none."""
    chance = random.Random(5)
    rows = [(ordinary(n)["姓名"], ordinary(n)["门牌"]) for n in range(count)]
    take_in(*(row(name, door, 备注="养了一只狗") for name, door in rows))
    nothing = [notes.no_remark(chance).cells["备注"] for _ in rows]
    later = zip(rows, nothing, strict=True)
    return dry_run(*(row(name, door, 备注=none) for (name, door), none in later)).plan.changed


def test_a_file_that_says_no_remark_changes_none(take_in, dry_run):
    assert remarks_that_stay(20, take_in, dry_run) == []
