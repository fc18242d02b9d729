"""A field is answered with a sentence of ours, whatever is typed: a sample of fields and values.

tests/open/test_forms.py types every value into every field, and on both databases.
"""

from itertools import cycle

import pytest
from django import forms
from django.http import HttpResponse
from django.test.utils import ContextList

from tests.access.hostile import Asking, pages_of
from tests.access.hostile_forms import (
    SAMPLE,
    SENT,
    Typing,
    comes_back,
    each_field_of_a_program,
    faults,
    is_foreign,
    pages_with_forms,
)
from tests.access.test_access_walk import PAGES

FORMS = (
    "visits:door",
    "cases:new",
    "morality_bank:take-in",
    "rules:rule",
    "reports:new",
    "accounts:phone",
    "oversight:answer",
)
OPERATIONS = ("api:log-contact", "api:people")


@pytest.fixture
def asking(walk):
    return Asking(walk.clients)


def of(names):
    return {name: PAGES[name] for name in names}.items()


def test_a_sample_of_forms_answers_in_our_words(asking, world):
    """Each field with another of the sample; the next form begins with the next."""
    typing, turn, filled = Typing(asking, world.words_hidden_from), cycle(SAMPLE), 0
    for page, form in pages_with_forms(asking, pages_of(of(FORMS), world)):
        typing.into(page, form, [next(turn)], [])
        filled += 1

    assert typing.found == []
    assert filled >= len(FORMS) - 2


def test_a_sample_of_operations_answers_in_our_words(asking, world):
    for page in pages_of(of(OPERATIONS), world):
        labels = ["no such day"] if page.method == "GET" else [*SENT][::4]
        for name, label, answer in each_field_of_a_program(asking, page, labels):
            assert [*faults(answer)] == [], (page.name, name, label)


class Plain(forms.Form):
    on = forms.DateField()


def test_words_of_a_framework_and_a_lost_text_are_noticed():
    """Negative controls."""
    answer = HttpResponse('<form method="post"><input name="on" value=""></form>')
    Plain.base_fields["on"].error_messages["invalid"] = "输入一个有效的日期。"
    answer.context = ContextList([{"form": Plain({"on": "2026-02-30"})}])

    assert not comes_back(answer, "on", "2026-02-30")
    assert [*faults(answer)] == ["says 输入一个有效的日期。"]
    assert [*faults(HttpResponse("东甲人"), ["东甲人"])] == ["shows 东甲人"]
    assert is_foreign("This field is required.") and is_foreign("确保该值小于或等于2147483647。")
    assert not is_foreign("请填一个日期，比如 2026-05-01。")
