"""Every field of every table is declared: personal with level, purpose, basis and end, or not."""

import csv
import io
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from foundation.audit import personal_data
from foundation.audit.personal_data import Declaration, Group, Level

# Tables of libraries that hold nothing about people, or that nobody writes (no rows by design).
BESIDE_US = {
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
    "contenttypes.ContentType",
    "guardian.UserObjectPermission",
    "guardian.GroupObjectPermission",
}


def ours():
    return [
        model
        for app in settings.HOUSE_APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


def test_no_field_is_undeclared():
    left = {model._meta.label: personal_data.undeclared(model) for model in ours()}

    assert {label: fields for label, fields in left.items() if fields} == {}
    assert sum(len(personal_data.must_be_named(model)) for model in ours()) > 250


def test_no_table_of_a_library_is_overlooked():
    declared = {each.label for each in personal_data.declarations()}
    known = declared | BESIDE_US | {model._meta.label for model in ours()}

    everything = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert everything - known == set()


def test_a_field_is_named_once_and_exists():
    for each in personal_data.declarations():
        fields = {field.name for field in each.model._meta.concrete_fields}
        named = Counter(each.named())

        assert set(named) - fields == set(), each.label
        assert [name for name, times in named.items() if times > 1] == [], each.label


@pytest.fixture
def added():
    """A field somebody adds without a word; it goes again after the test."""
    from residents.models import Person

    field = models.CharField(max_length=20, default="")
    field.set_attributes_from_name("nickname")
    field.model = Person
    Person._meta.local_fields.append(field)
    Person._meta._expire_cache()
    yield Person
    Person._meta.local_fields.remove(field)
    Person._meta._expire_cache()


def test_a_field_somebody_adds_without_a_word_is_noticed(added):
    assert personal_data.undeclared(added) == {"nickname"}


def test_a_table_somebody_adds_without_a_word_is_noticed(monkeypatch):
    declared = {each.label: each for each in personal_data.declarations()}
    declared.pop("visits.Visit")
    monkeypatch.setattr(personal_data, "_declared", declared)
    from visits.models import Visit

    assert "note" in personal_data.undeclared(Visit)


def test_a_reference_to_a_person_counts_and_one_to_a_place_does_not():
    from residents.models import CareTag, Household

    assert "person" in personal_data.must_be_named(CareTag)
    assert personal_data.must_be_named(Household) == []


def test_what_is_personal_says_for_whom_what_for_and_how_long():
    for each in personal_data.personal():
        assert each.whose and str(each.keep.period), each.label
        assert all(str(group.purpose) and group.basis and group.fields for group in each.groups)


def test_what_is_sealed_is_declared_delicate_or_a_number_to_reach_somebody():
    from foundation.sealing.rotation import sealed_columns

    declared = {each.label: each for each in personal_data.declarations()}
    for column in sealed_columns():
        each = declared[column.model._meta.label]
        assert any(column.column in group.fields for group in each.groups), str(column)


def test_twice_declared_is_a_mistake():
    personal_data.declarations()
    with pytest.raises(ValueError, match="declared twice"):
        personal_data.declare("visits.Visit", plain=[])


def printed(*arguments):
    out = io.StringIO()
    call_command("field_registry", *arguments, stdout=out)
    return out.getvalue()


def test_the_table_for_the_assessment(db):
    rows = list(csv.DictReader(io.StringIO(printed("--form", "csv"))))
    number = next(row for row in rows if row["field"] == "id_number_sealed")

    assert number["level"] == "敏感个人信息"
    assert {row["field"] for row in rows if row["model"] == "visits.Visit"} >= {"note", "needs"}
    assert printed().count("\n") == len(rows) + 2
    assert "residents.Person" in printed("--language", "en")


def test_a_declaration_names_all_its_fields():
    each = Declaration(
        "residents.Person", groups=[Group(["name"], Level.ORDINARY, "x", "duty")], plain=["uid"]
    )
    assert each.named() == ["name", "uid"]
