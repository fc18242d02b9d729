"""The forms of a page, filled in as somebody in a hurry would."""

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

BY_TYPE = {
    "password": "demo-2026",
    "tel": "13800000009",
    "date": "2026-03-10",
    "number": "1",
    "time": "12:00",
    "datetime-local": "2026-03-10T12:00",
    "email": "a@example.org",
    "search": "甲",
}
BUTTONS = ("submit", "image")


@dataclass
class Form:
    action: str
    htmx: bool = False
    fields: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)

    @property
    def shape(self):
        return self.action, tuple(sorted(self.fields)), tuple(self.buttons)

    def give(self, name, value):
        self.fields.setdefault(name, []).append(value)


class Reader(HTMLParser):
    """Forms that are sent by POST, with what stands in them."""

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attributes):
        facts = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.begin(facts)
        elif self.form and "disabled" not in facts:
            if tag == "option":
                self.option(facts)
            elif tag == "button":
                self.button(facts)
            elif facts.get("name") and hasattr(self, f"see_{tag}"):
                getattr(self, f"see_{tag}")(facts)

    def begin(self, facts):
        post = facts.get("hx-post")
        self.form = None
        if facts.get("method", "").lower() == "post" or post is not None:
            self.form = Form(post or facts.get("action", ""), htmx=post is not None)

    def button(self, facts):
        if facts.get("type", "submit") in BUTTONS:
            where = facts.get("formaction", "")
            self.form.buttons.append((facts.get("name", ""), facts.get("value", ""), where))

    def see_input(self, facts):
        kind, name = facts.get("type", "text"), facts["name"]
        if kind in BUTTONS:
            self.button(facts)
        elif kind in ("checkbox", "radio"):
            first = kind == "radio" and name not in self.form.fields
            if "checked" in facts and kind == "radio":
                self.form.fields[name] = [facts.get("value", "on")]
            elif first or {"checked", "required"} & set(facts):
                self.form.give(name, facts.get("value", "on"))
        elif kind == "file":
            self.form.give(name, a_file(facts.get("accept", "")))
        else:
            needed = "required" in facts or kind == "password"
            value = facts.get("value") or (BY_TYPE.get(kind, "甲") if needed else "")
            self.form.give(name, value)

    def see_textarea(self, facts):
        self.area = (facts["name"], "")

    def see_select(self, facts):
        self.select = [facts["name"], None, None]

    def option(self, facts):
        if self.select:
            value = facts.get("value", "")
            self.select[1] = self.select[1] or value
            if "selected" in facts:
                self.select[2] = value

    def handle_data(self, data):
        if self.area:
            self.area = (self.area[0], self.area[1] + data)

    def handle_endtag(self, tag):
        if tag == "select" and self.select and self.form:
            name, first, chosen = self.select
            self.form.give(name, chosen or first or "")
            self.select = None
        elif tag == "textarea" and self.area and self.form:
            self.form.give(self.area[0], self.area[1].strip() or "三楼的灯不亮。")
            self.area = None
        elif tag == "form" and self.form:
            self.forms.append(self.form)
            self.form = None


def a_file(accept):
    from PIL import Image

    from tests.residents.sheets import row, workbook

    if "image" in accept:
        content = io.BytesIO()
        Image.new("RGB", (60, 40), "teal").save(content, "JPEG")
        return SimpleUploadedFile("a.jpg", content.getvalue(), "image/jpeg")
    sheet = workbook(row(), row(name="李四", door="?"))
    return SimpleUploadedFile("名册.xlsx", sheet.getvalue())


def forms_of(page: str) -> list[Form]:
    reader = Reader()
    reader.feed(page)
    return reader.forms


def submissions(form: Form):
    """One for each button that says something of its own: (address, fields, button)."""
    for name, value, where in dict.fromkeys(form.buttons) or [("", "", "")]:
        fields = dict(form.fields)
        if name:
            fields[name] = [value]
        yield where or form.action, fields, f"{name}={value}" if name else where
