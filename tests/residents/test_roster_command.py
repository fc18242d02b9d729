"""manage.py import_roster: a dry run by itself, --commit writes."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from residents import by_hand
from residents.models import Person, Roster
from tests.residents.sheets import row, workbook

CODE = "150299020100"


@pytest.fixture
def run(tmp_path, building):
    def run(*rows, commit=False, code=CODE, **options):
        path = tmp_path / "名册.xlsx"
        path.write_bytes(workbook(*rows).getvalue())
        out, err = io.StringIO(), io.StringIO()
        call_command(
            "import_roster",
            str(path),
            community=code,
            commit=commit,
            stdout=out,
            stderr=err,
            **options,
        )
        return out.getvalue()

    return run


def test_without_commit_nothing_is_written(run):
    said = run(row())

    assert "新增 1" in said
    assert "什么都没有写" in said
    assert not Person.objects.exists()
    assert not Roster.objects.exists()


def test_with_commit_it_is_written_and_recorded(run):
    assert "写好了" in run(row(), commit=True)

    assert Person.objects.count() == 1
    taken = Roster.objects.get()
    assert (taken.state, taken.uploaded_by, taken.file_name) == ("taken_in", None, "名册.xlsx")


def test_the_second_time_there_is_nothing_to_change(run):
    run(row(), commit=True)

    assert "没有要改的" in run(row(), commit=True)
    assert Roster.objects.count() == 1


def test_every_faulty_line_is_told_and_nothing_written(run, capsys):
    with pytest.raises(CommandError, match="什么都没有写"):
        run(row(), row("李四光", 手机="1380000000"), commit=True)

    assert not Person.objects.exists()


def test_a_community_that_is_none_is_named(run):
    for code in ("150299020100001", "1"):
        with pytest.raises(CommandError, match="没有这个编码的社区"):
            run(row(), code=code)


def test_a_file_that_is_none_is_refused_with_its_sentence(run, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"x")

    with pytest.raises(CommandError, match="不是 .xlsx、.xls、.ods 工作簿"):
        call_command("import_roster", str(tmp_path / "x.xlsx"), community=CODE)
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import_roster", str(tmp_path / "y.xlsx"), community=CODE)


def test_the_day_of_the_file_is_read_as_the_page_reads_it(run, building):
    run(row(), commit=True)
    today, other = timezone.localdate(), row(手机="13900000007")
    by_hand.note(Person.objects.get(), ["phone"], at=timezone.now() - timedelta(days=2))

    assert "没有要改的" not in run(other, commit=True)  # asked about, for nobody said of which day
    assert Person.objects.get().phone != "13900000007"
    run(other, made_on=f"{today:%Y年%m月%d日}", commit=True)

    assert Person.objects.get().phone == "13900000007"
    assert Roster.objects.latest("pk").made_on == today
    for day, sentence in ((f"{today + timedelta(days=1)}", "不能在今天以后"), ("昨天", "made-on")):
        with pytest.raises(CommandError, match=sentence):
            run(other, made_on=day)
