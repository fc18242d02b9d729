"""Somebody else's thing, put into one's own form: refused in every field that names a thing.

The forms are found, not listed: every page with a form that the walk knows is opened, filled in
with what it offers, and sent again with each of its choices replaced by the things of others. What
is sent as it was offered is accepted; that is the negative control of each form.
"""

from uuid import UUID, uuid4

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from tests import builders
from tests.access.test_admin_walk import ROWS
from tests.pace import in_turn

THINGS = {  # what stands for a thing of this kind
    "residents.Person": ("person", "person_pk"),
    "residents.Dwelling": ("door",),
    "grids.Area": ("area", "community", "township"),
    "grids.Building": ("building",),
    "grids.Compound": ("compound",),
    "accounts.User": ("user",),
    "morality_bank.Bank": ("bank",),
    "morality_bank.Rule": ("rule",),
}
PAGES = {  # role → its pages with a form, and how each is asked for in its own place
    "lin": [
        "visits:door",
        "cases:from-door",
        "cases:from-door?",
        "morality_bank:take-in",
        "reveal:person",
    ],
    "chen": ["cases:new", "cases:accept", "cases:dispatch", "residents:imports"],
}
FOREIGN = {
    "lin": ("neighbour", "other", "elsewhere"),
    "chen": ("other", "elsewhere"),
    "bai": ("elsewhere",),
}


@pytest.fixture
def address(world):
    """Where a form stands, for whoever works in the east."""
    things, now = world.places["own"].things, timezone.now()
    taken = builders.make_case(world.users["lin"], world.places["own"].grid, at=now)
    builders.bring(taken, "accepted", desk=world.users["chen"], worker=world.users["lin"], at=now)
    things["taken"] = taken.uid

    def address(name):
        at_door = {
            "cases:from-door": f"?door={things['door']}",
            "morality_bank:take-in": f"?person={things['person']}",
        }
        keys = {
            "visits:door": "door",
            "reveal:person": "person",
            "cases:accept": "case",
            "cases:dispatch": "taken",
        }
        plain = name.rstrip("?")
        key = keys.get(plain)
        return reverse(plain, args=[things[key]] if key else []) + at_door.get(name, "")

    return address


def offered(form):
    """What somebody sends who fills in only what the form wants: its first choices."""
    return {
        form.add_prefix(name): value_of(form, name, field)
        for name, field in form.fields.items()
        if value_of(form, name, field) is not None
    }


def value_of(form, name, field):
    initial = form.get_initial_for_field(field, name)
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return [choice for choice, _ in choices_of(field)][:1]
    if initial not in (None, ""):
        return getattr(initial, "pk", initial)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return next((choice for choice, _ in choices_of(field) if choice != ""), None)
    if isinstance(field, forms.UUIDField):
        return uuid4()
    if isinstance(field, forms.DateField) and field.required:
        return timezone.localdate().isoformat()
    if isinstance(
        field, forms.DateField | forms.FileField | forms.BooleanField | forms.DateTimeField
    ):
        return None
    return WORDS.get(name, "楼道里的灯不亮") if field.required else None


WORDS = {"password": "demo-2026", "why": "核对补贴名单"}


def choices_of(field):
    for value, label in field.choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield getattr(value, "value", value), label


def names_things(form):
    """Fields whose value stands for a thing: choices of rows, not of words."""
    for name, field in form.fields.items():
        values = [value for value, _ in choices_of(field)] if hasattr(field, "choices") else []
        if isinstance(field, forms.ModelChoiceField | forms.ModelMultipleChoiceField) or any(
            str(value).isdigit() or is_uid(value) for value in values
        ):
            yield name, field


def is_uid(value):
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def borrowed(world, role, field, *, whole):
    """Each thing of others, as this field would name it, unless the number is also one of ours.

    If not `whole`, of each kind that of one place, of the next kind that of the next.
    """
    ours = {str(value) for value, _ in choices_of(field)}
    foreign = FOREIGN[role]
    for turn, kind in enumerate(kinds_for(field)):
        for place in foreign if whole else [foreign[turn % len(foreign)]]:
            thing = world.places[place].things[kind]
            if str(thing) not in ours and fits(thing, field):
                yield [thing] if several(field) else thing


def kinds_for(field):
    """A field of rows is offered rows of its kind, one of words whatever there is."""
    rows = getattr(field, "queryset", None)
    if rows is None:
        return [kind for kinds in THINGS.values() for kind in kinds]
    return THINGS.get(rows.model._meta.label, ())


def fits(thing, field):
    """Rows are asked for by number, or by uid."""
    uids = getattr(field, "to_field_name", None) == "uid"
    return not hasattr(field, "queryset") or is_uid(thing) == uids


def several(field):
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)


def went_through(answer):
    return answer.status_code in (301, 302) and not answer["Location"].startswith("/sign-in/")


@pytest.fixture
def tries(walk, world):
    """Each form found for the role, with the answer to what it offers and to what is borrowed."""

    def tries(role, url, form, inlines, *, whole):
        sent = offered(form) | inlines
        for name, field in names_things(form):
            for thing in borrowed(world, role, field, whole=whole):
                data = sent | {form.add_prefix(name): thing}
                yield name, walk._ask(role, "POST", url, data)

    return tries


@pytest.fixture
def form_at(walk):
    return lambda role, url: walk._ask(role, "GET", url).context["form"]


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.trial("walk"))])
@pytest.mark.parametrize("role", PAGES)
def test_no_form_takes_a_thing_of_others(role, whole, walk, tries, form_at, address):
    asked, taken, refused_own = 0, [], set()
    for page in PAGES[role]:
        url = address(page)
        form = form_at(role, url)
        refused_own |= (
            set() if went_through(walk._ask(role, "POST", url, offered(form))) else {page}
        )
        for name, answer in tries(role, url, form, {}, whole=whole):
            asked += 1
            taken += [(page, name)] if went_through(answer) else []

    assert taken == []
    assert refused_own - WITHOUT_CONTROL == set()
    assert asked >= 10
    print(f"\n{role}: {asked} borrowed things, 0 accepted")


# A workbook cannot be made up of first choices, nor is a page that shows a number left.
WITHOUT_CONTROL = {"residents:imports", "reveal:person"}


def office_form(context):
    inlines = {}
    for formset in context["inline_admin_formsets"]:
        management = formset.formset.management_form
        inlines |= {
            management.add_prefix(name): management[name].value() for name in management.fields
        }
    return context["adminform"].form, inlines


def office_pages(world, walk, *, whole=True, only=None):
    """(address, context) of every page of the office with a form, the empty one of each register and
    that of a row, or one of the two; `only` those of this model."""
    turns = in_turn(("change", "add"), whole)
    for meta in [model._meta for model in admin.site._registry]:
        if only not in (None, meta.label):
            continue
        key, turn = ROWS.get(meta.label), next(turns)
        info, pages = f"admin:{meta.app_label}_{meta.model_name}", []
        if "add" in turn or not key:
            pages.append(reverse(f"{info}_add"))
        if "change" in turn and key:
            pages.append(reverse(f"{info}_change", args=[world.key(key, "own")]))
        for page in pages:
            context = walk._ask("bai", "GET", page).context
            if context and "adminform" in context and context["adminform"].form.fields:
                yield page, context


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.trial("walk"))])
def test_no_form_of_the_office_takes_a_thing_of_another_street(tries, walk, world, whole):
    asked, taken, found = 0, [], set()
    for page, context in office_pages(world, walk, whole=whole):
        for name, answer in tries("bai", page, *office_form(context), whole=True):
            asked, found = asked + 1, found | {(page, name)}
            if went_through(answer) or name not in answer.context["adminform"].form.errors:
                taken.append((page, name))

    assert taken == []
    assert len(found) >= (10 if whole else 5) and asked >= (15 if whole else 8)
    print(f"\nbai: {asked} borrowed things in {len(found)} fields, 0 accepted")


@pytest.mark.parametrize("place", ["neighbour", "other", "elsewhere"])
def test_nor_does_an_address(place, walk, world):
    own, foreign = world.places["own"].things, world.places[place].things
    new, take_in = reverse("cases:from-door"), reverse("morality_bank:take-in")

    for url in (f"{new}?door={foreign['door']}", f"{take_in}?person={foreign['person']}"):
        assert walk._ask("lin", "GET", url).status_code == 404
        assert walk._ask("lin", "POST", url, {}).status_code == 404
    page = walk._ask("lin", "GET", f"{new}?door={own['door']}&contact={foreign['contact']}")
    assert "甲访" not in page.content.decode()


def test_a_form_that_took_everybody_would_be_noticed(tries, form_at, address, monkeypatch):
    """Negative control: the people offered behind a door are no longer asked for."""
    monkeypatch.setattr(forms.MultipleChoiceField, "valid_value", lambda field, value: True)
    monkeypatch.setattr("visits.forms.ContactForm.clean_people", lambda form: [])

    url = address("visits:door")
    asked = tries("lin", url, form_at("lin", url), {}, whole=False)

    assert any(went_through(answer) for _name, answer in asked)
