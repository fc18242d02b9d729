"""The chapters of the handbook, read from docs/handbook once for each place a house stands in."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from PIL import Image

from office.handbook import markdown
from office.handbook.markdown import Picture, Section

FOLDER = settings.ROOT / "docs" / "handbook"
CHAPTERS = (
    "first-day",
    "opening",
    "workbook",
    "people",
    "register",
    "places",
    "every-day",
    "trouble",
)
"""In the order in which an office meets them; each is a file."""
PICTURES = "pictures/"
ENGLISH = "english"
"""What stands in it, for whoever reads no Chinese."""


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        return reverse("help:chapter", args=[self.slug])

    @property
    def named(self) -> tuple[Section, ...]:
        """Without what stands before the first heading."""
        return self.sections[1:]

    @cached_property
    def lead(self) -> str:
        """What it is about, in its own first words."""
        return self.sections[0].words.partition("\n")[0]

    @cached_property
    def html(self) -> SafeString:
        return _markup(self.sections)


def chapters() -> tuple[Chapter, ...]:
    return _read(get_script_prefix(), settings.STATIC_URL)


def chapter(slug: str) -> Chapter | None:
    return next((each for each in chapters() if each.slug == slug), None)


def english() -> Chapter:
    return _chapter(ENGLISH, get_script_prefix(), settings.STATIC_URL)


def whole() -> tuple[tuple[Chapter, SafeString], ...]:
    """All chapters as one text: headings a level lower, and links lead to where it stands in it."""
    return _read_whole(get_script_prefix(), settings.STATIC_URL)


@lru_cache(maxsize=8)
def _read(prefix, static_url):
    return tuple(_chapter(slug, prefix, static_url) for slug in CHAPTERS)


@lru_cache(maxsize=8 * len(CHAPTERS))
def _chapter(slug, prefix, static_url):
    title, sections = markdown.sections(_text(slug), link=_link, picture=_picture)
    return Chapter(slug, title, tuple(sections))


@lru_cache(maxsize=8)
def _read_whole(prefix, static_url):
    return tuple((each, _in_whole(each.slug)) for each in _read(prefix, static_url))


def _in_whole(slug):
    def link(target):
        file, _hash, anchor = target.partition("#")
        if file.startswith(PICTURES):
            return _link(target)
        chapter = file.removesuffix(".md") or slug
        return f"#{chapter}-{anchor}" if anchor else f"#{chapter}"

    _title, sections = markdown.sections(
        _text(slug), link=link, picture=_picture, before=f"{slug}-"
    )
    return _markup(sections, deeper=1)


def _markup(sections, *, deeper=0):
    # Drawn by markdown-it, which escapes all that is not its own.
    return mark_safe("".join(each.html(deeper=deeper) for each in sections))


def _text(slug):
    return (FOLDER / f"{slug}.md").read_text()


def _link(target):
    """`people.md#cards` is a place of another chapter, `#cards` one of the same; a picture leads to
    itself, larger."""
    file, _hash, anchor = target.partition("#")
    if not file:
        return target
    if file.startswith(PICTURES):
        return static(f"handbook/{file.removeprefix(PICTURES)}")
    page = reverse("help:chapter", args=[file.removesuffix(".md")])
    return f"{page}#{anchor}" if anchor else page


def _picture(source):
    name = source.removeprefix(PICTURES)
    with Image.open(FOLDER / PICTURES / name) as image:
        return Picture(static(f"handbook/{name}"), *image.size)
