"""A reason says something, and nothing the record should not keep."""

import pytest

from foundation.audit import reasons


def test_a_reason_is_one_line():
    assert reasons.in_one_line("  核对\n 补贴  名单 ") == "核对 补贴 名单"


@pytest.mark.parametrize("words", ["", "    ", "看一看", " 核 对 ", "核   对"])
@pytest.mark.parametrize("read", [reasons.in_one_line, reasons.for_the_record])
def test_fewer_than_five_characters_are_none(read, words):
    with pytest.raises(reasons.TooShort):
        read(words)


@pytest.mark.parametrize("words", ["打 138 0000 0001 问", "给 1640000 用的", "王秀兰的补贴"])
def test_a_name_and_a_number_stay_out_of_the_record(words):
    with pytest.raises(reasons.TellsTooMuch):
        reasons.for_the_record(words, name="王秀兰")


@pytest.mark.parametrize("words", ["3 号楼 501 的补贴", "2026 年 3 月核对", "李秀兰的补贴"])
def test_what_is_short_or_another_name_may_stay(words):
    assert reasons.for_the_record(words, name="王秀兰") == words
