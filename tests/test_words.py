"""Every sentence can be read in both languages, and none is left behind."""

import re

import polib
import pytest
from django.conf import settings

from tests import words

CATALOGUE = settings.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def english():
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}


def said_in(entry):
    return [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())


def test_every_sentence_has_its_english(english):
    assert sorted(words.all_sentences() - set(english)) == []


def test_no_english_is_kept_for_a_sentence_nobody_says(english):
    assert sorted(set(english) - words.all_sentences()) == []


def test_no_entry_is_empty_or_fuzzy(english):
    assert [e.msgid for e in english.values() if e.fuzzy or not all(said_in(e))] == []


def test_english_is_english(english):
    assert [e.msgid for e in english.values() if any(map(words.CHINESE.search, said_in(e)))] == []


def test_both_languages_fill_in_the_same_values(english):
    def places(text):
        return sorted(set(re.findall(r"%\((\w+)\)s", text)))

    wrong = [
        entry.msgid
        for entry in english.values()
        for text in said_in(entry)
        if places(text) != places(entry.msgid) and not entry.msgid_plural
    ]
    assert wrong == []


@pytest.mark.parametrize("path", words.template_files(), ids=lambda path: path.name)
def test_templates_say_nothing_untranslatable(path):
    assert words.unmarked_in_template(path.read_text()) == []


def test_an_unmarked_sentence_is_noticed():
    text = '<p>{% translate "好" %} 坏</p>'

    assert words.unmarked_in_template(text) == ["坏"]
