"""What is taken off a text, and what is meant and stays."""

from datetime import date, datetime

import pytest
from django import forms
from django.utils import timezone

from foundation.typed import CodeField, DayField, MomentField, TextField, WholeField, tidying

FAMILY, MONGOLIAN, FLAG = "👨\u200d👩\u200d👧", "ᠮᠣᠩ\u180bᠭᠣᠯ\u180e", "🏴\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\ufeff一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("\u202e张\u200f\u00a0三\u2066", "张 三"),
        ("一\x00二\x1b\x85", "一二"),
        *((meant, meant) for meant in (FAMILY, MONGOLIAN, FLAG, "Ａ栋３单元　东\t户", "①")),
    ],
)
def test_a_text_loses_what_nobody_sees_and_nothing_else(typed, kept):
    assert tidying.text(typed) == kept == tidying.text(kept)


def test_a_line_is_one_line_and_a_code_one_word():
    assert tidying.line("一\r\n\r\n二\t三") == "一 二 三"
    assert tidying.code(" １２—３４\u3000ａＢ\u200b\u2060\r\n") == "12-34aB"


def test_a_line_end_counts_once_as_in_the_browser():
    field = TextField(max_length=3, widget=forms.Textarea)

    assert field.clean("一\r\n二") == "一\n二"
    with pytest.raises(forms.ValidationError):
        field.clean("一\r\n二三")
    with pytest.raises(forms.ValidationError):  # negative control: as Django counts
        forms.CharField(max_length=3, widget=forms.Textarea).clean("一\r\n二")


FIRST_OF_MAY = [
    "2026-05-01",
    "2026-5-1",
    "2026/5/1",
    "2026.05.1",
    "2026年5月1日",
    " ２０２６年　５月 １日\u200b",
    "２０２６－０５－０１",
    "2026—5–1",
    "20260501",
]


@pytest.mark.parametrize("typed", FIRST_OF_MAY)
def test_a_day_is_read_as_people_write_it(typed):
    assert DayField().clean(typed) == date(2026, 5, 1)
    for hour in ("T08:05", " 8:05", "\t08：05：00", "　８点５分"):
        moment = timezone.localtime(MomentField().clean(typed.strip() + hour))
        assert moment.replace(tzinfo=None) == datetime(2026, 5, 1, 8, 5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026", "part_of_a_day"),
        ("2026年5月", "part_of_a_day"),
        ("5月1日", "part_of_a_day"),
        ("2026-02-30", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("0001-01-01", "overflow"),
        ("9999-12-31", "overflow"),
        ("٢٠٢٦-٠٥-٠١", "other_digits"),
        ("1.5.2026", "invalid"),
        ("260501", "invalid"),
        ("明天", "invalid"),
        ("\ud800", "invalid"),
        ("9" * 10_000, "invalid"),
    ],
)
def test_what_is_no_whole_day_is_refused_and_not_guessed(typed, code):
    for field, value in ((DayField(), typed), (MomentField(), f"{typed} 10:00")):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(value)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "typed", ["2026-05-01", "2026-5-110:30", "2026-05-01 24:00", "2026-05-01 8"]
)
def test_a_moment_has_its_time_and_no_other(typed):
    with pytest.raises(forms.ValidationError):
        MomentField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１２", 12),
        (" 1 200 ", 1200),
        ("1，200", 1200),
        ("-3", -3),
        ("－３", -3),
        ("12.0", 12),
        (7, 7),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert WholeField().clean(typed) == number


@pytest.mark.parametrize("typed", ["½", "1e3", "NaN", "1.5", "1,2", "٣", "9" * 5000, "2147483648"])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        WholeField().clean(typed)


def test_a_box_of_the_framework_would_have_read_another_number():
    """Negative control: digits nobody here writes, and none of those everybody does."""
    assert forms.IntegerField().clean("٣") == 3
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("２０２６－０５－０１")


@pytest.mark.parametrize(
    "field", [TextField(), CodeField(), DayField(), MomentField(), WholeField()]
)
@pytest.mark.parametrize("nothing", ["", None, "\u200b", " \ufeff\u3000", "\x00"])
def test_what_nobody_sees_is_no_answer(field, nothing):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(nothing)
    assert refused.value.code == "required"
