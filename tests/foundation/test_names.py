"""How names sound, for search."""

import pytest

from foundation import names


@pytest.mark.parametrize(
    ("name", "sound", "letters"),
    [
        ("王秀兰", "wangxiulan", "wxl"),
        ("单田", "shantian", "st"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("曾国强", "zengguoqiang", "zgq"),
        ("Ali", "ali", "a"),
        ("买买提·艾力", "maimaitiaili", "mmtal"),
        ("吕丽", "lvli", "ll"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, sound, letters):
    assert (names.pinyin(name), names.initials(name)) == (sound, letters)


def test_a_very_long_name_still_fits_its_columns():
    assert len(names.pinyin("王" * 60)) <= 120
    assert len(names.initials("王" * 60)) <= 20


@pytest.mark.parametrize("dot", "•‧∙・●·")
def test_whichever_dot_was_typed_the_name_has_the_one_of_the_register(dot):
    assert names.with_one_dot(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"
