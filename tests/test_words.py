"""Every sentence can be read in both languages, and none is left behind."""

import functools
import re

import polib
import pytest

from tools import words

# Chinese letters, and the full-width marks that stand between them.
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# What is typed into a roster stays Chinese in an English sentence, in quotation marks.
TYPED = re.compile(r'"[\u4e00-\u9fff]+"')
PLACES = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|<[^>]+>")
TAGS_AND_COMMENTS = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.S
)
OWN_NAME = "中文"  # a language is offered under its own name

WANTED = {words.ENGLISH: words.our_sentences, words.CHINESE: words.theme_sentences}
both = pytest.mark.parametrize("path", WANTED, ids=["English", "Chinese"])


@functools.cache
def wanted(path):
    return WANTED[path]()


@functools.cache
def entries(path):
    return {words.key_of(entry): entry for entry in polib.pofile(str(path))}


def said_in(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def places_in(text):
    return sorted(set(PLACES.findall(text)))


def unmarked_in_template(text):
    """Chinese that stands in a template outside every translation tag."""
    return CHINESE.findall(TAGS_AND_COMMENTS.sub("", text).replace(OWN_NAME, ""))


@both
def test_every_sentence_is_in_the_catalogue(path):
    assert sorted(wanted(path).keys() - entries(path).keys()) == []


@both
def test_nothing_is_kept_for_a_sentence_nobody_says(path):
    assert sorted(entries(path).keys() - wanted(path).keys()) == []


@both
def test_no_entry_is_empty_fuzzy_or_without_its_plural(path):
    lacking = [
        key
        for key, entry in entries(path).items()
        if entry.fuzzy or not all(said_in(entry)) or entry.msgid_plural != wanted(path).get(key, "")
    ]
    assert lacking == []


@both
def test_both_languages_fill_in_the_same_values(path):
    wrong = [
        key
        for key, entry in entries(path).items()
        for text in said_in(entry)
        if places_in(text) != places_in(entry.msgid)
    ]
    assert wrong == []


def test_english_is_english():
    left = [
        key
        for key, entry in entries(words.ENGLISH).items()
        for text in said_in(entry)
        if CHINESE.search(TYPED.sub("", text))
    ]
    assert left == []


def test_no_word_of_a_template_can_end_an_attribute():
    """Django puts them into data-busy="…" and aria-label="…" as they are."""
    english = entries(words.ENGLISH)
    said = {key: english[key].msgstr for key in words.marked_in_all(words.template_files())}

    assert [key for key, text in said.items() if '"' in re.sub(r"<[^>]+>", "", text)] == []


def test_nobody_is_shouted_at():
    ours = entries(words.ENGLISH)
    shouted = [key for key, entry in ours.items() if "！" in key or "!" in key + entry.msgstr]

    assert shouted == []


def test_templates_say_nothing_untranslatable():
    said = {str(path): unmarked_in_template(path.read_text()) for path in words.template_files()}

    assert {path: left for path, left in said.items() if left} == {}
    assert len(said) > 200


def test_an_unmarked_sentence_is_noticed():
    text = '<p>{% translate "好" %} 坏，</p>'

    assert unmarked_in_template(text) == ["坏", "，"]


def test_sentences_are_found_wherever_they_are_marked():
    page = """{% translate "好" %}{{ x|default:_("更多") }}{% translate '单' %}
        {% blocktranslate count n=n %}{{ n }} 天{% plural %}{{ n }} 天{% endblocktranslate %}"""
    code = """_("好"); ngettext("%(n)s 天", "%(n)s 天", n); pgettext("day", "今天"); other("不")"""

    found = words.marked_in_template(page)
    assert found == {"好": "", "更多": "", "单": "", "%(n)s 天": "%(n)s 天"}
    assert words.marked_in_python(code) == {
        "好": "",
        "%(n)s 天": "%(n)s 天",
        f"day{words.CONTEXT}今天": "",
    }


def test_a_catalogue_keeps_its_words_and_drops_old_ones(tmp_path, monkeypatch):
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    monkeypatch.setitem(words.PLURALS, path, words.PLURALS[words.ENGLISH])
    words.update(path, {"好": "", "坏": ""})
    book = polib.pofile(str(path))
    book.find("好").msgstr = "Good"
    book.save()

    assert words.update(path, {"好": "", "新": ""}) == ["新"]
    assert [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(path))] == [
        ("好", "Good"),
        ("新", ""),
    ]
