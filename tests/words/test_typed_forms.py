"""Each field of each form: how what is typed in it is read, and that what it says is ours."""

import re

import pytest
from django import forms
from django.contrib.auth import forms as of_django
from django.utils import translation

from accounts import drafts
from foundation.typed import CodeField, TextField
from tests.test_architecture import HOUSE

ENGLISH = re.compile(r"[A-Za-z]{3,}")
# Without words: it is chosen, made by the page, or a password, of which nothing is taken off.
NOT_TYPED = forms.UUIDField | forms.ModelChoiceField
PLACE = re.compile(r"%\(\w+\)[sdr]|\{\w+\}|UUID")


def kinds_of(cls):
    for kind in cls.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def fields_of(forms_):
    for form in forms_:
        for name, field in getattr(form, "base_fields", {}).items():
            yield f"{form.__module__}.{form.__name__}.{name}", field


def ours():
    found = {kind for kind in kinds_of(forms.BaseForm) if kind.__module__.split(".")[0] in HOUSE}
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__name__}")


def is_secret(field):
    return isinstance(field.widget, forms.PasswordInput) or "data-masked" in field.widget.attrs


def is_tidied(field):
    hidden = field.widget.is_hidden
    plain = isinstance(field, forms.CharField) and not isinstance(field, NOT_TYPED)
    return not plain or hidden or is_secret(field) or isinstance(field, TextField | CodeField)


def said_by(field):
    """Every sentence this field may answer with, in the language that holds."""
    yield from map(str, field.error_messages.values())
    yield from (str(each.message) for each in field.validators if hasattr(each, "message"))


def strange(fields):
    """(field, sentence) wherever one in the Chinese page is Django's own, or English."""
    with translation.override("zh-hans"):
        return [
            (name, said)
            for name, field in fields
            for said in said_by(field)
            if ENGLISH.search(PLACE.sub("", said)) or "这个字段" in said or "有效的" in said
        ]


def test_whatever_is_typed_in_a_form_is_tidied():
    fields = [*fields_of(f for f in ours() if not f.__module__.startswith("config.look"))]

    assert [name for name, field in fields if not is_tidied(field)] == []
    assert len(fields) > 80


def test_no_secret_is_kept_with_a_draft():
    """Of those a form declares; what forms add by themselves has the same names."""
    secrets = {name.rpartition(".")[2] for name, field in fields_of(ours()) if is_secret(field)}

    assert {"password1", "own_password", "passphrase"} <= secrets <= drafts.NEVER_KEPT


def test_no_form_speaks_as_the_framework():
    assert strange(fields_of(ours())) == []


class Plain(forms.Form):
    words = forms.CharField()
    short = forms.CharField(error_messages={"required": "Enter a value."})


@pytest.mark.parametrize("form", [Plain, of_django.UserCreationForm])
def test_a_form_as_django_brings_it_is_noticed(form):
    """Negative control."""
    assert not all(is_tidied(field) for _name, field in fields_of([form]))
    assert strange(fields_of([Plain]))


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "这一项要填。"), ("en", "Please fill")])
def test_both_languages_say_what_to_do(language, said):
    with translation.override(language):
        assert said in str(TextField().error_messages["required"])
