"""The handbook itself: what stands in it holds together, is safe, and is found again."""

import re

import pytest

from office.handbook import book, markdown, search
from office.handbook.markdown import Picture

FILES = sorted(book.FOLDER.glob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)|\]\(([^)]+\.webp)\)\]")
NAMES = {file: re.findall(r'<a id="([^"]+)"></a>', file.read_text()) for file in FILES}


def broken_links(file, text):
    """Links to files and places that are not there."""
    broken = []
    for target in filter(None, (one or two for one, two in LINK.findall(text))):
        name, _hash, anchor = target.partition("#")
        there = file.parent / name if name else file
        if not there.exists() or anchor and anchor not in NAMES.get(there, ()):
            broken.append(target)
    return broken


def rendered(text):
    _title, sections = markdown.sections(
        text, link=lambda target: target, picture=lambda source: Picture(source, 3, 2)
    )
    return "".join(each.html() for each in sections)


def test_eight_chapters_hold_together():
    assert len(book.CHAPTERS) == 8
    assert {file: broken_links(file, file.read_text()) for file in FILES} == dict.fromkeys(
        FILES, []
    )
    assert [file for file in FILES if len(set(NAMES[file])) < len(NAMES[file])] == []
    for chapter in [*book.chapters(), book.english()]:
        assert chapter.title and chapter.lead and all(each.anchor for each in chapter.named)


def test_a_link_to_nowhere_is_noticed():
    text = "[a](people.md#nowhere) [b](people.md#cards) [c](missing.md) [![d](pictures/e.webp)](pictures/e.webp)"

    assert broken_links(FILES[0], text) == ["people.md#nowhere", "missing.md", "pictures/e.webp"]


def test_nothing_in_a_text_becomes_markup_of_its_own():
    """Only the name of a heading is taken for one."""
    told = rendered('# T\n\n## H <a id="here"></a>\n\n<script>x</script> <img src=x onerror=y>')
    paragraph = "<p>&lt;script&gt;x&lt;/script&gt; &lt;img src=x onerror=y&gt;</p>"
    assert told == f'<h2 id="here">H</h2>\n{paragraph}\n'

    assert "<a" not in rendered("[x](javascript:alert(1)) <a href=x>")
    assert "<a id" not in rendered('## H <a id="x" onclick="y"></a>')


def test_in_the_whole_book_each_link_leads_to_its_place(db):
    markup = "".join(text for _chapter, text in book.whole())
    there = re.findall(r' id="([^"]+)"', markup) + list(book.CHAPTERS)
    inside = re.findall(r'href="#([^"]+)"', markup)

    assert len(there) == len(set(there)) and "/help/" not in markup
    assert len(inside) > 50 and set(inside) <= set(there)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("撤销", "undo"),  # two characters
        ("工作证", "cards"),
        ("密码忘了怎么办", "code"),  # not as it is written: by pairs
        ("ＪＡＶＡ", ""),
        ("的 没有的门", "doors"),
    ],
)
def test_words_are_found(words, first):
    found = search.find(words)

    assert (found[0].section.anchor if found else "") == first
    assert len(found) <= search.SHOWN


def test_what_is_looked_for_is_posted_and_told_back_as_text(client, db):
    def answer(words):
        return client.post("/help/", {"words": words}).text

    assert "<mark>工作证</mark>" in answer("工作证") and 'href="/help/people/#cards"' in answer(
        "工作证"
    )
    assert "请至少写两个字" in answer("工") and "请至少写两个字" not in client.get("/help/").text
    assert "<b>x" not in answer("<b>x") and "手册里没有这几个字" in answer("<b>x")


def test_in_english_there_is_a_summary_that_leads_to_every_chapter(client, db):
    client.cookies["language"] = "en"
    page = client.get("/help/").text
    assert [slug for slug in book.CHAPTERS if f'href="/help/{slug}/"' not in page] == []
    assert 'class="alert' in client.get("/help/people/").text
    assert client.get("/help/nothing/").status_code == 404
