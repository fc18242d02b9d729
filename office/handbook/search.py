"""Looking for words in the handbook: whole first, else by pairs of characters."""

import unicodedata
from itertools import pairwise
from typing import NamedTuple

from office.handbook.book import Chapter, chapters
from office.handbook.markdown import Section

SHORTEST = 2
LONGEST = 40
SHOWN = 12
IN_HEADING = 1000
BEFORE, AFTER = 14, 46
"""So many characters of a line are shown around what was found."""


class Found(NamedTuple):
    chapter: Chapter
    section: Section
    before: str
    match: str
    after: str

    @property
    def url(self) -> str:
        return (
            f"{self.chapter.url}#{self.section.anchor}" if self.section.anchor else self.chapter.url
        )

    @property
    def title(self) -> str:
        return self.section.title or self.chapter.title


def find(text: str) -> list[Found]:
    """The sections in which all words of the text stand, or else at least a third of its pairs of
    characters: what fits best first."""
    wanted = _folded(text).split()
    places = [(chapter, section) for chapter in chapters() for section in chapter.sections]
    ranked = [(_whole(place[1], wanted), place) for place in places]
    ranked = [each for each in ranked if each[0]]
    if not ranked:
        pairs = {"".join(pair) for word in wanted for pair in pairwise(word)}
        ranked = [(_in_part(place[1], pairs), place) for place in places]
        ranked = [each for each in ranked if each[0]]
        wanted = sorted(pairs)
    ranked.sort(key=lambda each: -each[0])  # a stable order: else that of the book
    return [_shown(*place, wanted) for _rank, place in ranked[:SHOWN]]


def _folded(text):
    """Full width, capitals and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _whole(section, wanted):
    """How often they stand there, if all do; a heading that has them goes before any number."""
    title, words = _folded(section.title), _folded(section.words)
    if not wanted or not all(word in words for word in wanted):
        return 0
    times = sum(map(words.count, wanted))
    return times + IN_HEADING * all(word in title for word in wanted)


def _in_part(section, pairs):
    """How many pairs stand there, those in the heading twice."""
    title, words = _folded(section.title), _folded(section.words)
    there = sum(pair in words for pair in pairs)
    if not pairs or 3 * there < len(pairs):
        return 0
    return there + sum(pair in title for pair in pairs)


def _shown(chapter, section, wanted):
    """The line with the first match below the heading, or the heading's own."""
    title, *lines = section.words.split("\n")
    for line in [*lines, title]:
        small = line.casefold()
        at, word = min(
            ((small.find(word), word) for word in wanted if word in small), default=(-1, "")
        )
        if at >= 0:
            begin, end = max(0, at - BEFORE), at + len(word)
            before = ("…" if begin else "") + line[begin:at]
            after = line[end : end + AFTER] + ("…" if line[end + AFTER :] else "")
            return Found(chapter, section, before, line[at:end], after)
    return Found(chapter, section, "", "", "")
