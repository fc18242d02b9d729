"""What leads somewhere on a page whose htmx was never read: links, and buttons of forms."""

import re
from html.parser import HTMLParser

from django.conf import settings

VOID = {
    "area",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
FOLDER = settings.ROOT / "templates"
INCLUDED = re.compile(r'\{% include "([^"]+)".*?%\}')
TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.S)


def whole(template: str, deep=4) -> str:
    """A template with what it includes by name, but for what the theme of the office brings."""

    def put_in(found):
        included = FOLDER / found[1]
        return whole(included.read_text(), deep - 1) if included.exists() else ""

    return INCLUDED.sub(put_in, template) if deep else template


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.parent, self.parts = tag, parent, []
        self.attributes = {name: value or "" for name, value in attributes}

    def around(self):
        return [self.parent, *self.parent.around()] if self.parent else []

    def inside(self):
        return [each for part in self.parts for each in (part, *part.inside())]

    @property
    def is_link(self):
        return self.tag == "a" and "href" in self.attributes

    @property
    def sends(self):
        """A button that sends the form around it."""
        in_form = any(each.tag == "form" for each in self.around())
        return self.tag == "button" and self.attributes.get("type") != "button" and in_form


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.root = self.here = Element("", [], None)
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, attributes, self.here)
        self.here.parts.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attributes):
        self.here.parts.append(Element(tag, attributes, self.here))

    def handle_endtag(self, tag):
        open_ones = [self.here, *self.here.around()]
        closed = next((each for each in open_ones if each.tag == tag), None)
        if closed and closed.parent:
            self.here = closed.parent


def dead_without_htmx(html: str) -> list[str]:
    """What asks by htmx and leads nowhere without: as `tag address`."""
    elements = Elements(TAG.sub(" ", html)).root.inside()
    asking = [each for each in elements if asked_by_htmx(each)]
    return [f"{each.tag} {asked_by_htmx(each)}" for each in asking if not leads_on(each)]


def asked_by_htmx(element):
    verbs = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
    return next((element.attributes[verb] for verb in verbs if verb in element.attributes), None)


def leads_on(element) -> bool:
    """It is a link or sends a form; or one around it does; or it holds one until it is filled."""
    around, inside = element.around(), element.inside()
    if element.tag == "a":
        return element.is_link
    if element.tag == "button":
        return element.sends
    if element.attributes.get("hx-trigger", "").startswith("every "):  # the page shows it, too
        inside += [each for each in element.parent.inside() if each.attributes.get("href") == ""]
    forms = [each for each in (element, *around) if each.tag == "form"]
    return (
        any(each.is_link or each.sends for each in inside)
        or any(each.is_link for each in around)
        or any(part.sends for form in forms for part in form.inside())
    )
