"""Keys typed from paper: what is typed right is the key, and one slip is always noticed."""

import pytest

from tools.key_sheet import LETTERS, Mistyped, lines_of, typed, typed_line

KEY = bytes(range(7, 39))


def whole():
    return [str(line) for line in lines_of("R", KEY)]


def noticed(line):
    try:
        return typed_line(line) is None
    except Mistyped:
        return True


def test_what_stands_on_the_sheet_is_the_key_in_any_order_and_writing():
    index = [str(line) for line in lines_of("I", KEY[:16])]
    written_by_hand = [line.lower().replace("1", "l").replace("0", "o") for line in whole()]
    names_kept = [f"{line[:5].replace('l', '1')}{line[5:]}" for line in written_by_hand]

    assert typed(["密钥页", *index, *reversed(names_kept), ""]) == {"R": KEY, "I": KEY[:16]}


def test_every_wrong_character_and_every_exchange_is_noticed():
    label, text = whole()[0].split("  ", 1)
    places = [at for at, letter in enumerate(text) if letter != " "]
    changed = [
        text[:at] + letter + text[at + 1 :]
        for at in places
        for letter in LETTERS
        if letter != text[at]
    ]
    exchanged = [
        text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]
        for a in places
        for b in places
        if a < b and text[a] != text[b]
    ]

    assert len(changed) == 18 * 31
    assert len(exchanged) > 100
    assert [each for each in changed + exchanged if not noticed(f"{label}  {each}")] == []


def test_a_line_that_is_missing_or_stands_for_another_is_told():
    first, second, *rest = whole()
    with pytest.raises(Mistyped, match="R-2/4"):
        typed([first, *rest])
    with pytest.raises(Mistyped, match="R-2/4"):
        typed([first, second[:5] + first[5:], *rest])
    with pytest.raises(Mistyped, match="I-1/4"):
        typed(["I" + first[1:]])
