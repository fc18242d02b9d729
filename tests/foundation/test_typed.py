"""What is taken off a text, and what is meant and stays."""

import pytest
from django import forms

from foundation.typed import CodeField, TextField, tidying

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


@pytest.mark.parametrize("field", [TextField(), CodeField()])
@pytest.mark.parametrize("nothing", ["", None, "\u200b", " \ufeff\u3000", "\x00"])
def test_what_nobody_sees_is_no_answer(field, nothing):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(nothing)
    assert refused.value.code == "required"
