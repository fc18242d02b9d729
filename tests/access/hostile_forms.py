"""What nobody means, in each field of each form: answered with a sentence of ours, and shown again.

Which forms there are is not listed but seen: the pages of the walk, as whoever sees most opens
them, the registers of the office, and what each operation of the API asks for.
"""

import gettext
import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import django
import rest_framework
from django import forms
from django.forms.formsets import BaseFormSet

from foundation import typed
from tests.access.hostile import Asking, Page, declared, why_broken
from tests.access.walk import NO_UID
from tools.answers.page_forms import forms_of

TYPED = {
    "empty": "",
    "only blanks": "   ",
    "blanks in full width": "\u3000\u3000",
    "very long": "长" * 10_000,
    "nothing": "a\0b",
    "half a character": b"\xed\xa0\x80",
    "a huge number": "9" * 400,
    "less than none": "-1",
    "beyond all numbers": "1e309",
    "no number": "NaN",
    "half": "½",
    "before all days": "0001-01-01",
    "after all days": "9999-12-31",
    "no such day": "2026-02-30",
    "a script": "<script>alert(1)</script>",
    "from right to left": "\u202e12\u200f\u2066",
    "somebody else's": None,
    "twice": ["1", "2"],
}
SAMPLE = ("only blanks", "a huge number", "half", "no such day")
COMES_BACK = ("less than none", "beyond all numbers", "half", "no such day", "a script")
"""Of these a page that refuses the form shows again what was typed, or what is left of it tidied."""
SENT = {
    "nothing": None,
    "empty": "",
    "only blanks": " \u3000",
    "very long": "长" * 10_000,
    "half a character": "\ud800",
    "nothing inside": "a\0b",
    "a huge number": 10**400,
    "less than none": -1,
    "half": 0.5,
    "a number as text": "1e309",
    "no such day": "2026-02-30",
    "after all days": "9999-12-31",
    "after all moments": "9999-12-31T23:59:59+08:00",
    "yes": True,
    "a list": ["1", "1"],
    "an object": {"a": 1},
}
NEVER_SHOWN = ("password", "file")
OURS = {"csrfmiddlewaretoken", "client_id", "uid", "version", "next", "kept", "seen"}
"""Made by the page and hidden in it; they are tried, but what comes back is the page's own."""
LATIN, CHINESE = re.compile(r"[A-Za-z]{3,}"), re.compile(r"[\u4e00-\u9fff]")


class Broken(NamedTuple):
    page: str
    field: str
    value: str
    why: str


def pages_with_forms(asking: Asking, pages: list[Page]):
    """(page, form) of each form that a page shows, each shape once for each page and role."""
    seen = set()
    for page in pages:
        answer = asking.ask(page._replace(method="GET", json=None))
        if answer.status_code != 200 or answer.streaming:
            continue
        for form in forms_of(answer.content.decode(errors="replace")):
            action = urljoin(page.url, form.action.split("#")[0])
            shape = page.role, re.sub(r"[0-9a-f-]{8,}|\d+", "*", action), tuple(form.fields)
            if form.fields and shape not in seen:
                seen.add(shape)
                yield page._replace(method="POST", url=action, json=None), form


class Typing:
    """Types each value into each field of a form, and writes down what answers as it should not."""

    def __init__(self, asking: Asking, hidden_words):
        self.asking, self.hidden_words, self.found = asking, hidden_words, []

    def into(self, page, form, labels, strangers):
        usual = {name: _usual(values) for name, values in form.fields.items()}
        for name in form.fields:
            if name == "csrfmiddlewaretoken":
                continue
            for label in labels:
                for value in strangers if TYPED[label] is None else [TYPED[label]]:
                    self._type(page, usual, name, label, value)

    def _type(self, page, usual, name, label, value):
        answer = self.asking.ask(page, body=usual | {name: value})
        for why in faults(answer, self.hidden_words(page.role)):
            self._note(page, name, label, why)
        if label in COMES_BACK and refused(answer) and not comes_back(answer, name, value):
            self._note(page, name, label, f"{answer.status_code}: is not shown again")

    def _note(self, page, name, label, why):
        self.found.append(Broken(page.name or page.url, name, label, why))


def each_field_of_a_program(asking, page, labels):
    """(field, label, answer) of one operation, asked with each value in each field it declares."""
    for name in sorted(declared(page.url)):
        for label in labels:
            if page.method == "GET":
                if TYPED.get(label) is not None:
                    yield name, label, asking.ask(page, query={name: TYPED[label]})
            elif label in SENT:
                body = (page.json or {}) | {name: SENT[label]}
                yield name, label, asking.ask(page, body=body)


def _usual(values):
    return [str(value) for value in values] if len(values) > 1 else str(values[0])


def faults(answer, hidden=()):
    """What is wrong with an answer to a form or to a program."""
    if why := why_broken(answer):
        yield why
        return
    body = "" if answer.streaming else answer.content.decode(errors="replace")
    yield from (f"shows {word}" for word in hidden if word in body)
    yield from (f"says {said}" for said in sentences_in(answer) if is_foreign(said))


def sentences_in(answer):
    """Every sentence with which the answer refuses something."""
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        said = json.loads(answer.content or b"{}")
        if answer.status_code >= 400 and isinstance(said, dict):
            yield str(said.get("detail", ""))
            for each in (said.get("fields") or {}).values():
                yield from (str(line["detail"]) for line in each)
        return
    for form in _forms_in(answer):
        for said in form.errors.values():  # of a list's rows nothing but a plain dict
            yield from map(str, said)


def _forms_in(answer):
    """The bound forms a page was drawn from, those of its lines among them."""
    found: dict[int, Any] = {}
    for layer in getattr(answer, "context", None) or []:
        for each in getattr(layer, "dicts", [layer]):
            for value in each.values() if isinstance(each, dict) else []:
                for form in _unfolded(value):
                    if isinstance(form, forms.BaseForm) and form.is_bound:
                        found[id(form)] = form
    return found.values()


def _unfolded(value):
    if isinstance(value, list | tuple):
        for each in value:
            yield from _unfolded(each)
        return
    yield getattr(value, "form", value)
    formset = getattr(value, "formset", value)
    if isinstance(formset, BaseFormSet):
        yield from formset.forms


@cache
def frameworks():
    """Patterns of all sentences that Django and the API's framework say by themselves."""
    found = set()
    for package, folder in ((django, "conf/locale"), (rest_framework, "locale")):
        where = Path(package.__file__).parent / folder
        for language in ("zh_Hans", "zh_CN"):
            catalogue = gettext.translation("django", where, [language], fallback=True)
            for said in getattr(catalogue, "_catalog", {}).values():
                if isinstance(said, str) and len(re.sub(r"%\(\w+\)\w|{\w+}", "", said)) > 3:
                    parts = re.split(r"%\(\w+\)\w|{\w+}|%\w", said)
                    found.add(".*".join(map(re.escape, parts)))
    return [re.compile(each, re.S) for each in found]


def is_foreign(said):
    """Whether a sentence on a Chinese page is a framework's own, or not Chinese."""
    english = LATIN.search(said) and not CHINESE.search(said)
    return bool(english) or any(each.fullmatch(said) for each in frameworks())


def refused(answer):
    return any(form.errors for form in _forms_in(answer))


def comes_back(answer, name, value):
    """Whether the form is shown with what was typed; what is never shown is not looked for."""
    body = answer.content.decode(errors="replace")
    for form in forms_of(body):
        if name in form.fields and name not in OURS:
            wanted = {value, typed.text(value), typed.code(value)}
            shown = {html.unescape(str(each)) for each in form.fields[name]}
            return bool(wanted & shown) or _is_chosen(body, name)
    return True


def _is_chosen(body, name):
    """A choice shows what there is to choose; a password, a file and what is masked show nothing."""
    box = re.search(rf'<(input|select|textarea)\b[^>]*\bname="{re.escape(name)}"[^>]*>', body)
    if box is None or box[1] == "select":
        return True
    kinds = ("radio", "checkbox", "password", "file", "hidden")
    return any(f'type="{kind}"' in box[0] for kind in kinds) or "data-masked" in box[0]


def strangers_of(world):
    """Ids of somebody and of something of another street, and of nobody."""
    there = world.places["elsewhere"]
    return [str(there.person.uid), str(there.person.pk), str(there.things["area"]), str(NO_UID)]
