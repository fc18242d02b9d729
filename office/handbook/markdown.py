"""Markdown of ours to HTML: what the handbook needs of it, and nothing a text could do harm with.

HTML in a text is shown as it is written. The one exception is an empty `<a id="…"></a>` at the end
of a heading, which gives it the name by which it is linked to, here and wherever else such a file
is shown. Links lead to pages of the handbook, pictures are files beside it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

NAMED = re.compile(r'^(?P<words>.*\S)\s*<a id="(?P<anchor>[a-z0-9-]+)"></a>$')
READER = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int


@dataclass
class Section:
    """From one heading of the second level to the next. `anchor` is empty before the first one."""

    anchor: str = ""
    title: str = ""
    tokens: list[Token] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What somebody reads there, without marks."""
        lines = [_plain(token) for token in self.tokens if token.type == "inline"]
        return "\n".join(filter(None, lines))

    def html(self, *, deeper: int = 0) -> str:
        """Its markup; `deeper` is added to the level of each heading."""
        tokens = [_lowered(token, deeper) for token in self.tokens]
        markup: str = READER.renderer.render(tokens, READER.options, {})
        return markup


def sections(
    text: str,
    *,
    link: Callable[[str], str],
    picture: Callable[[str], Picture],
    before: str = "",
) -> tuple[str, list[Section]]:
    """The title of a text (its only heading of the first level) and its sections.

    `link` and `picture` say where what is written there leads; `before` stands before each anchor.
    """
    title, found = "", [Section()]
    tokens = READER.parse(text)
    for place, token in enumerate(tokens):
        if token.type == "inline":
            _lead(token, link, picture)
        if token.type == "heading_open":
            words, anchor = _name(token, tokens[place + 1], before)
            if token.tag == "h1":
                title = words
            elif token.tag == "h2":
                found.append(Section(anchor, words))
        found[-1].tokens.append(token)
    found[0].tokens = _without_title(found[0].tokens)
    return title, found


def _name(opening, inline, before):
    """The heading is named, and its name taken out of what is read."""
    named = NAMED.match(inline.content)
    if not named:
        return inline.content, ""
    anchor = before + named["anchor"]
    opening.attrSet("id", anchor)
    inline.content = named["words"]
    inline.children = READER.parseInline(named["words"])[0].children
    return named["words"], anchor


def _without_title(tokens):
    ends = [place for place, token in enumerate(tokens) if token.tag == "h1" and token.nesting < 0]
    return tokens[ends[0] + 1 :] if ends else tokens


def _lead(inline, link, picture):
    children = inline.children or []
    for child, following in zip(children, [*children[1:], None], strict=True):
        if child.type == "link_open":
            child.attrSet("href", link(str(child.attrGet("href"))))
            if following.type == "image":
                child.attrSet("class", "picture")
        elif child.type == "image":
            shown = picture(str(child.attrGet("src")))
            child.attrSet("src", shown.url)
            child.attrSet("width", str(shown.width))
            child.attrSet("height", str(shown.height))


def _lowered(token, deeper):
    if not deeper or token.type not in ("heading_open", "heading_close"):
        return token
    lowered = token.copy()
    lowered.tag = f"h{int(token.tag[1:]) + deeper}"
    return lowered


def _plain(inline):
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type != "image"
    )
