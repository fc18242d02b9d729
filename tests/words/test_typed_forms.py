"""Each field of each form: how what is typed in it is read, and that what it says is ours."""

import gettext
import re
from pathlib import Path

import django
import pytest
import rest_framework
from django import forms
from django.contrib import admin
from django.contrib.auth import forms as of_django
from django.db import models
from django.utils import translation
from rest_framework import serializers

from accounts import drafts
from foundation.api import fields as of_programs
from foundation.api.operations import Asked
from foundation.typed import CodeField, DayField, MomentField, TextField, WholeField
from office.scoped_admin import ReadOnly
from tests.test_architecture import HOUSE

ENGLISH = re.compile(r"[A-Za-z]{3,}")
# Without words: it is chosen, made by the page, or a password, of which nothing is taken off.
NOT_TYPED = forms.UUIDField | forms.ModelChoiceField
PLACE = re.compile(r"%\(\w+\)[sdr]|\{[\w:]+\}|UUID|JSON|null|true|false")


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


# How the framework reads numbers and days, and our own fields that inherit from it.
COUNTED = forms.IntegerField | forms.DurationField | forms.SplitDateTimeField
COUNTED |= forms.DateField | forms.TimeField | forms.DateTimeField
OURS = TextField | CodeField | WholeField | DayField | MomentField


def is_tidied(field):
    if isinstance(field, COUNTED):
        return isinstance(field, OURS)
    hidden = field.widget.is_hidden
    plain = isinstance(field, forms.CharField) and not isinstance(field, NOT_TYPED)
    return not plain or hidden or is_secret(field) or isinstance(field, OURS)


def fields_of_registers():
    """Of each register somebody writes in, and of the lines in it."""
    for register in admin.site._registry.values():
        if isinstance(register, ReadOnly) or not register.keeps_changelog:
            continue
        lines = [each(register.model, admin.site) for each in register.inlines]
        for each in [register, *(line for line in lines if not isinstance(line, ReadOnly))]:
            for column in each.opts.concrete_fields:
                if column.editable and not column.is_relation:
                    name = f"{type(each).__name__}.{column.name}"
                    if field := each.formfield_for_dbfield(column, None):
                        yield name, field


# A password keeps its blanks; what is chosen or made by the page is not typed.
SECRET = {"Password.password", "Code.passphrase"}
SECRET |= {"MeetingSure.password", "MeetingAgreement.password", "CorrectionAcceptance.password"}
READ = serializers.CharField | serializers.IntegerField | serializers.FloatField
READ |= serializers.DecimalField | serializers.DateField | serializers.TimeField
READ |= serializers.DateTimeField | serializers.DurationField


def asked_of_programs():
    for kind in kinds_of(Asked):
        if kind.__module__.split(".")[0] in HOUSE:
            yield from ((f"{kind.__name__}.{name}", each) for name, each in kind().fields.items())


def is_read_as_in_forms(field):
    return not isinstance(field, READ) or any(
        base.__module__ == of_programs.__name__ for base in type(field).__mro__
    )


def said_by(field):
    """Every sentence this field may answer with, in the language that holds."""
    yield from map(str, field.error_messages.values())
    yield from (str(each.message) for each in field.validators if hasattr(each, "message"))


def sentences_of_frameworks():
    """All that Django and the API's framework say in Chinese by themselves."""
    for package, folder in ((django, "conf/locale"), (rest_framework, "locale")):
        where = Path(package.__file__).parent / folder
        for language in ("zh_Hans", "zh_CN"):
            found = gettext.translation("django", where, [language], fallback=True)
            yield from (said for said in getattr(found, "_catalog", {}).values() if said)


def strange(fields):
    """(field, sentence) wherever one in the Chinese page is a framework's own, or English."""
    foreign = {said for said in sentences_of_frameworks() if len(said) > 4}
    with translation.override("zh-hans"):
        return [
            (name, said)
            for name, field in fields
            for said in said_by(field)
            if ENGLISH.search(PLACE.sub("", said)) or said in foreign
        ]


def test_whatever_is_typed_in_a_form_is_tidied():
    fields = [*fields_of(f for f in ours() if not f.__module__.startswith("config.look"))]
    registers = [*fields_of_registers()]

    assert [name for name, field in fields + registers if not is_tidied(field)] == []
    assert len(fields) > 80
    assert {"DeadlineInline.amount", "DwellingAdmin.floor", "PersonAdmin.birth_on"} <= {
        name for name, _field in registers
    }


def test_whatever_a_program_sends_on_is_read_as_in_a_form():
    asked = [*asked_of_programs()]

    assert {name for name, field in asked if not is_read_as_in_forms(field)} == SECRET
    assert len(asked) > 60


def test_no_secret_is_kept_with_a_draft():
    """Of those a form declares; what forms add by themselves has the same names."""
    secrets = {name.rpartition(".")[2] for name, field in fields_of(ours()) if is_secret(field)}

    assert {"password1", "own_password", "passphrase"} <= secrets <= drafts.NEVER_KEPT


def test_no_form_speaks_as_the_framework():
    assert strange([*fields_of(ours()), *fields_of_registers(), *asked_of_programs()]) == []


class Plain(forms.Form):
    words = forms.CharField()
    short = forms.CharField(error_messages={"required": "Enter a value."})


class Counted(forms.Form):
    on = forms.DateField()
    at = forms.SplitDateTimeField()
    many = forms.IntegerField()
    much = forms.DecimalField()


class Sent(Asked):
    on = serializers.DateField()
    many = serializers.IntegerField()
    code = serializers.RegexField("x")


@pytest.mark.parametrize("form", [Plain, of_django.UserCreationForm])
def test_a_form_as_django_brings_it_is_noticed(form):
    """Negative control."""
    assert not all(is_tidied(field) for _name, field in fields_of([form]))
    assert strange(fields_of([Plain]))


def test_numbers_and_days_as_frameworks_read_them_are_noticed():
    """Negative control, of each kind: of pages, of lines in a register, of programs."""
    assert not any(is_tidied(field) for _name, field in fields_of([Counted]))
    assert not is_tidied(models.PositiveSmallIntegerField().formfield())
    assert not any(is_read_as_in_forms(field) for field in Sent().fields.values())


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "这一项要填。"), ("en", "Please fill")])
def test_both_languages_say_what_to_do(language, said):
    with translation.override(language):
        assert said in str(TextField().error_messages["required"])
