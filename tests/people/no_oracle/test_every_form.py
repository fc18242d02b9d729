"""Every field of every form of the office: another's and nothing get the same answer (P21)."""

import re

import pytest
from django import forms

from tests.access.test_admin_walk import ROWS
from tests.access.test_borrowed_ids import (
    THINGS,
    names_things,
    offered,
    office_form,
    office_pages,
)
from tests.access.walk import NO_NUMBER, fingerprint
from tests.people.no_oracle.conftest import NOBODYS, apart

pytestmark = pytest.mark.usefixtures("midday", "standing_clock")


# Every field of every form of the office.
TOLD = {
    ("accounts.User", "username"): "a name to sign in with is one in the whole house",
    ("grids.Area", "code"): "codes of areas are public",
}


def pairs_of(form, model, theirs):
    """Each field with what is another's and what is nobody's."""
    for name, field in names_things(form):
        rows = getattr(field, "queryset", None)
        kinds = THINGS.get(rows.model._meta.label, ()) if rows is not None else ()
        for kind in kinds[-1:]:
            yield name, (theirs[kind], NO_NUMBER)
    other = model.objects.get(pk=theirs[ROWS[model._meta.label]])
    for name, field in form.fields.items():
        value = getattr(other, name, None)
        if isinstance(field, forms.CharField) and isinstance(value, str) and value:
            if not has_twin(other, name, value):
                yield name, (value, like(value))


def has_twin(other, name, value):
    """Whether somebody else's thing is called the same: then the answer may be about that one."""
    if name not in {field.name for field in other._meta.fields}:
        return False
    return type(other).objects.filter(**{name: value}).exclude(pk=other.pk).exists()


def like(value):
    """Another value of the same shape that nobody has."""
    if re.fullmatch(r"\d{17}[\dX]", value):
        return NOBODYS
    if value.isdecimal():
        return str(int(value) + 7).zfill(len(value))
    return f"{value[:-1]}乙"


def answered(walk, url, data, value):
    """What comes back, without what was typed."""
    status, where, body = fingerprint(walk._ask("bai", "POST", url, data))
    where = re.sub(r"[0-9a-f-]{36}|\d+", "#", where)  # a key of ours is new each time
    return status, where, body.replace(value, "…") if isinstance(value, str) else body


def told_apart(walk, world, only=None):
    """{(model, field): the lines in which the answers differ}; `only` forms of this model."""
    theirs, found = world.places["elsewhere"].things, {}
    for page, context in office_pages(world, walk, only=only):
        form, inlines = office_form(context)
        model = form._meta.model
        if not ROWS.get(model._meta.label):
            continue
        sent = offered(form) | inlines
        for name, values in pairs_of(form, model, theirs):
            answers = [
                answered(walk, page, sent | {form.add_prefix(name): value}, value)
                for value in values
            ]
            found.setdefault((model._meta.label, name), []).extend(apart(*answers))
    return found


def test_no_field_of_a_persons_form_tells_anothers_from_nothing(walk, world):
    found = told_apart(walk, world, only="residents.Person")

    assert [name for name, lines in found.items() if lines] == []
    assert {field for _model, field in found} >= {"id_number", "phone", "home"}


@pytest.mark.trial("people")
def test_no_field_of_any_form_of_the_office_tells_anothers_from_nothing(walk, world):
    found = told_apart(walk, world)

    assert {name for name, lines in found.items() if lines} - set(TOLD) == set()
    assert set(found) >= {
        ("residents.Person", "id_number"),
        ("residents.Person", "phone"),
        ("residents.Person", "home"),
        ("residents.CareTag", "person"),
        ("grids.Posting", "user"),
    }
    print(f"\n{len(found)} fields, told apart 0, {len(TOLD)} with a reason")
