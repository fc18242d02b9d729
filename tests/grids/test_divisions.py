"""The national register comes in: on PostgreSQL here, and once more on SQLite at the end."""

import lzma
import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from grids.divisions import register
from grids.divisions.file import WrongFile
from grids.models import Area, DivisionFile
from residents.models import Person
from tests import builders
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
FIRST = [
    "15,草原省,",
    "1502,某市,15",
    "150299,河东试验区,1502",
    "150298,河西区,1502",
    "150299020,和平街道,150299",
    "150298030,平安街道,150298",
    "150299020100,北苑社区居委会,150299020",
    "150299020101,南苑社区居委会,150299020",
    "150298030001,西里社区居委会,150298030",
]


@pytest.fixture
def take_in(tmp_path):
    def take_in(lines, year=2023, **options):
        path = written(tmp_path, lines)
        return register.take_in(path=path, year=year, at=NOON, **options)

    return take_in


def written(folder, lines, name="divisions-2023.csv"):
    path = folder / name
    path.write_bytes("\n".join(["code,name,parent", *lines, ""]).encode())
    return path


def swapped(line, by):
    assert line in FIRST
    return [by if each == line else each for each in FIRST if each != line or by]


def everything():
    return list(Area.objects.order_by("pk").values())


def test_every_line_becomes_an_area_below_its_parent(take_in):
    assert take_in(FIRST).created == 9

    community = Area.objects.get(code="150299020100")
    assert community.path == "15/1502/150299/150299020/150299020100/"
    assert community.parent.code == "150299020"
    assert list(Area.objects.order_by("path").values_list("level", flat=True))[:4] == [
        "province",
        "city",
        "district",
        "township",
    ]


def test_the_second_run_changes_nothing(take_in):
    take_in(FIRST)
    before = everything()

    outcome = take_in(FIRST)

    assert (outcome.changes, outcome.rows) == (0, 9)
    assert everything() == before
    assert DivisionFile.objects.get().rows == 9


def test_the_order_of_the_lines_does_not_matter(take_in):
    take_in(FIRST[::-1])

    assert Area.objects.filter(path__startswith="15/1502/150299/150299020/").count() == 3


def test_a_new_year_brings_and_renames_and_ends_places(take_in):
    take_in(FIRST)
    lines = swapped(
        "150299020101,南苑社区居委会,150299020", "150299020102,东苑社区居委会,150299020"
    )
    lines = [line.replace("平安街道", "长安街道") for line in lines]

    outcome = take_in(lines, year=2024)

    assert (outcome.created, outcome.renamed, outcome.retired) == (1, 1, 1)
    assert Area.objects.get(code="150298030").name == "长安街道"
    assert Area.objects.get(code="150299020102").valid_from == date(2024, 1, 1)
    assert Area.objects.get(code="150299020101").valid_to == date(2023, 12, 31)


def test_the_code_of_a_place_that_is_gone_is_not_given_to_another(take_in):
    take_in(FIRST)
    take_in(FIRST[:-1], year=2024)
    before = everything()

    with pytest.raises(WrongFile) as wrong:
        take_in(swapped(FIRST[-1], "150298030001,别处社区,150298030"), year=2025)

    [fault] = wrong.value.faults
    assert (fault.line, "cannot become 别处社区" in fault.reason) == (10, True)
    assert everything() == before


def test_a_corrected_file_of_the_same_year_takes_its_mistake_back(take_in):
    take_in(FIRST)
    take_in(FIRST[:-1], year=2024)

    assert take_in(FIRST, year=2024).reopened == 1
    assert Area.objects.get(code="150298030001").valid_to is None


def test_what_was_ended_by_hand_stays_ended_and_is_named(take_in):
    take_in(FIRST)
    Area.objects.filter(code="150298030001").update(valid_to=date(2023, 6, 30))

    assert take_in(FIRST, year=2024).ended_here == ["150298030001"]
    assert Area.objects.get(code="150298030001").valid_to == date(2023, 6, 30)


def test_a_name_changed_here_stays_and_the_register_name_follows(take_in):
    take_in(FIRST)
    Area.objects.filter(code="150299020100").update(name="北苑社区")

    take_in([line.replace("北苑社区", "北苑新社区") for line in FIRST], year=2024)

    community = Area.objects.get(code="150299020100")
    assert (community.name, community.register_name) == ("北苑社区", "北苑新社区居委会")


def test_grids_and_places_made_here_survive(take_in, north, east, street):
    own = builders.make_area("community", "150299020900", "自设社区", parent=street)

    outcome = take_in([line for line in FIRST if "北苑" not in line])
    take_in([line for line in FIRST if "北苑" not in line], year=2024)

    assert not Area.objects.filter(pk__in=[own.pk, north.pk, east.pk], valid_to__isnull=False)
    assert outcome.recognised == 3
    assert Area.objects.get(code="1502").path == "15/1502/"


def test_a_place_that_is_gone_while_grids_hang_below_it_is_named(take_in, east):
    take_in(FIRST)

    outcome = take_in(swapped(FIRST[6], None), year=2024)

    assert outcome.still_held == ["150299020100"]
    assert Area.objects.get(pk=east.pk).valid_to is None


def test_a_community_under_another_street_takes_its_people_along(take_in, bai, wang, east):
    take_in(FIRST)
    street = Area.objects.get(code="150298030")
    new = builders.make_staff("new", "新街", street, "street_staff")

    outcome = take_in(swapped(FIRST[6], "150299020100,北苑社区居委会,150298030"), year=2024)

    assert outcome.moved == 1
    assert Area.objects.get(pk=east.pk).path.startswith("15/1502/150298/150298030/150299020100/")
    assert not Person.objects.visible_to(builders.reader_of(bai)).exists()
    assert list(Person.objects.visible_to(builders.reader_of(new))) == [wang]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("15029902010x,坏社区,150299020", "not of 2, 4, 6, 9 or 12 digits"),
        ("15029902,坏社区,150299", "not of 2, 4, 6, 9 or 12 digits"),
        ("１５０２９９０２０１０９,坏社区,150299020", "not of 2, 4, 6, 9 or 12 digits"),
        ("150299020109,,150299020", "150299020109 has no name"),
        ("150299020109,坏\x00社区,150299020", "not plain"),
        ("150299020109,坏社区", "2 fields instead of 3"),
        ("150299020109,坏社区,150299020,?", "4 fields instead of 3"),
        ("", "0 fields instead of 3"),
        ('150299020109,"坏社区,150299020', "unexpected end of data"),
        ("150299020109,坏社区,150299", "“150299” is not one level above 150299020109"),
        ("150299020109,坏社区,150299029", "150299029, above 150299020109, is not known"),
        ("150299020100,坏社区,150299020", "150299020100 stands on line 8 already"),
        (f"150299020109,{'长' * 400},150299020", "longer than 1000 bytes"),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_taken_in(take_in, line, reason):
    with pytest.raises(WrongFile) as wrong:
        take_in([*FIRST, line])

    [fault] = wrong.value.faults
    assert fault.line == 11
    assert reason in fault.reason
    assert not Area.objects.exists()


def test_all_faulty_lines_are_named_up_to_twenty(take_in):
    with pytest.raises(WrongFile) as wrong:
        take_in(["15,草原省,", "x,?,", *FIRST, "y,?,", *["z,?,"] * 30])

    assert [fault.line for fault in wrong.value.faults] == [3, *range(13, 32)]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    path = tmp_path / "gbk.csv"
    path.write_bytes("code,name,parent\n15,草原省,\n".encode("gbk"))

    with pytest.raises(WrongFile) as wrong:
        register.take_in(path=path, year=2023, at=NOON)

    assert str(wrong.value.faults[0]) == "line 2: not UTF-8"


def test_a_packed_file_is_read_and_one_that_is_cut_off_is_refused(take_in, tmp_path):
    whole = lzma.compress(written(tmp_path, FIRST).read_bytes())
    packed = tmp_path / "divisions-2023.csv.xz"
    packed.write_bytes(whole[:-20])
    with pytest.raises(WrongFile, match="faulty"):
        register.take_in(path=packed, year=2023, at=NOON)
    assert not Area.objects.exists()

    packed.write_bytes(whole)
    assert register.take_in(path=packed, year=2023, at=NOON).created == 9


def test_a_code_that_is_something_else_here_is_refused(take_in, north):
    Area.objects.create(level="grid", code="150299020101", name="误编网格", parent=north)

    with pytest.raises(WrongFile) as wrong:
        take_in(FIRST)

    assert str(wrong.value.faults[0]) == "line 9: 150299020101 is a grid here, not a community"


def test_when_the_last_step_fails_nothing_is_kept_or_the_next_run_makes_the_rest(
    take_in, monkeypatch
):
    """On SQLite each step is by itself, so that nobody waits for all of them."""
    take_in(FIRST)
    before, lines = everything(), [*FIRST[:-1], "150299020777,新社区,150299020"]

    def broken(*anything):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(register, "retire", broken)
        with pytest.raises(RuntimeError):
            take_in(lines, year=2024)

    is_whole = connection.vendor == "postgresql"
    assert (everything() == before) is is_whole
    outcome = take_in(lines, year=2024)
    assert (outcome.created, outcome.retired) == (int(is_whole), 1)
    assert Area.objects.get(code="150299020777").valid_to is None


def test_only_the_place_asked_for_and_what_it_hangs_under(take_in):
    take_in(FIRST, under="150299")

    assert sorted(Area.objects.values_list("code", flat=True)) == [
        "15",
        "1502",
        "150299",
        "150299020",
        "150299020100",
        "150299020101",
    ]


def test_taking_in_a_part_ends_nothing_elsewhere(take_in):
    take_in(FIRST)

    outcome = take_in(FIRST[:-2], year=2024, under="150299")

    assert outcome.retired == 1
    assert Area.objects.get(code="150298030001").valid_to is None


def test_a_place_that_is_not_in_the_file_cannot_be_asked_for(take_in):
    with pytest.raises(WrongFile, match="150297 is not in the file"):
        take_in(FIRST, under="150297")


def test_an_excerpt_begins_at_its_cities_and_the_whole_file_puts_the_province_above(take_in, east):
    take_in(FIRST[1:])
    assert Area.objects.get(code="1502").parent is None

    assert take_in(FIRST).moved == 1
    assert Area.objects.get(pk=east.pk).path.startswith("15/1502/150299/150299020/150299020100/")


def test_a_file_that_would_end_a_tenth_of_all_places_needs_a_second_word(take_in):
    many = [f"1502980301{n:02d},{n}社区,150298030" for n in range(60)]
    take_in([*FIRST, *many])

    with pytest.raises(WrongFile, match="60 of 69 known places"):
        take_in(FIRST, year=2024)
    assert take_in(FIRST, year=2024, retire_many=True).retired == 60


def test_an_older_year_never_follows_a_newer(take_in):
    take_in(FIRST, year=2024)

    with pytest.raises(WrongFile, match="2023 is older"):
        take_in(FIRST, year=2023)


def test_the_command_tells_rows_seconds_and_memory(tmp_path, capsys):
    call_command("import_divisions", written(tmp_path, FIRST))
    call_command("import_divisions", written(tmp_path, FIRST))

    first, figures, again, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("9 created, 0 renamed")
    assert figures.startswith("9 rows in ") and figures.endswith(" MB of memory")
    assert again == "Nothing to do."


def test_the_command_names_the_faulty_line(tmp_path):
    with pytest.raises(CommandError, match="Nothing was taken in(.|\n)*line 2: .*15x"):
        call_command("import_divisions", written(tmp_path, ["15x,?,"]))


def test_the_command_wants_to_know_the_year(tmp_path):
    with pytest.raises(CommandError, match="Say --year"):
        call_command("import_divisions", written(tmp_path, FIRST, name="register.csv"))


@pytest.mark.slow
def test_all_of_this_holds_on_sqlite_too(tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'areas.sqlite3'}"}

    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nomigrations"]

    done = subprocess.run(
        [*command, "-k", "not sqlite", __file__], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout[-2000:]
