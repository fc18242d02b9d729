"""A filter must not tell what one may not see: others' key and no key at all narrow alike.

Every parameter a page or the API reads from its address is asked twice, once with the key of a
thing out of sight and once with a key that exists nowhere. Whoever could tell the answers apart
could guess their way through everybody's register.
"""

import pytest

from cases.models import Case
from grids.models import Area
from residents.admin import PersonAdmin
from residents.models import Dwelling, Person
from tests.access.test_walk_guards import see_everything
from tests.access.walk import MISSING, fingerprint
from visits.models import Visit

NO_CODE = "150299999999999"
# (who, address, parameter, what it names); zhou and li may not see "own", bai not "elsewhere".
ASKED = [
    ("zhou", "/today/", "grid", "area", "own"),
    ("zhou", "/cases/new/", "door", "door", "own"),
    ("zhou", "/deeds/new/", "door", "door", "own"),
    ("zhou", "/deeds/new/", "person", "person", "own"),
    ("zhou", "/deeds/new/", "contact", "contact", "own"),
    ("wang", "/my/passbook/", "bank", "bank_code", "other"),
    *(
        ("zhou", f"/api/v1/{name}/", "area", "area_code", "own")
        for name in ("doors", "people", "contacts", "cases")
    ),
    ("zhou", "/api/v1/areas/", "under", "area_code", "own"),
    ("zhou", "/api/v1/doors/", "building", "building", "own"),
    ("zhou", "/api/v1/people/", "door", "door", "own"),
    ("zhou", "/api/v1/contacts/", "door", "door", "own"),
    *(
        ("bai", f"/admin/{register}/", parameter, key, "elsewhere")
        for register, parameter, key in [
            ("residents/person", "community", "community"),
            ("residents/person", "grid", "area"),
            ("residents/dwelling", "grid", "area"),
            ("cases/case", "grid", "area"),
            ("cases/case", "community", "community"),
            ("morality_bank/account", "bank__id__exact", "bank"),
        ]
    ),
]
# Columns nobody sees in a list: they neither narrow nor sort it.
HIDDEN = [
    "id_number_index__startswith=a",
    "phone_index=x",
    "user__username=lin",
    "o=99",
    "remarks__contains=x",
]


def asked_of(walk, who, address, parameter, key, place):
    """What the page says about a thing of this place, without the key itself."""
    value = walk.world.key(key, place)
    if place == MISSING and key.endswith("_code"):
        value = NO_CODE
    answer = walk._ask(who, "GET", f"{address}?{parameter}={value}")
    status, where, body = fingerprint(answer)
    for echo in (f"{parameter}={value}", f"{parameter}%3D{value}"):
        body = body.replace(echo, "")
    return status, where, body


def differing(walk, asked=ASKED):
    return list(each_differing(walk, asked))


def each_differing(walk, asked=ASKED):
    """One by one, for whoever wants to know whether there is any."""
    for who, address, parameter, key, place in asked:
        found, nothing = (
            asked_of(walk, who, address, parameter, key, each) for each in (place, MISSING)
        )
        if found != nothing:
            yield who, address, parameter


def test_others_key_and_no_key_narrow_alike(walk):
    assert differing(walk) == []


def test_one_s_own_key_does_narrow(walk):
    """Or the probe above would be right about pages that do not listen."""
    mine = [(w, a, p, k, "neighbour" if w == "zhou" else "own") for w, a, p, k, _place in ASKED]

    assert len(differing(walk, mine)) >= 3 * len(ASKED) // 4


@pytest.mark.parametrize("model", [Area, Dwelling, Person, Case, Visit])
def test_a_filter_that_looks_at_everything_is_noticed(walk, monkeypatch, model):
    queryset = type(model.objects.all())
    for guard in ("visible_to", "with_duty"):
        if hasattr(queryset, guard):
            monkeypatch.setattr(queryset, guard, see_everything)

    assert any(each_differing(walk))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_register_is_narrowed_or_sorted_by_what_it_does_not_show(walk, hidden):
    asked = walk._ask("bai", "GET", f"/admin/residents/person/?{hidden}")
    plain = walk._ask("bai", "GET", "/admin/residents/person/")

    shown = walk.world.places["own"].person.name.encode()
    assert shown in plain.content
    assert asked.status_code in (302, 400) or order(asked) == order(plain)


def order(answer):
    return [row.pk for row in answer.context["cl"].result_list]


def test_a_register_that_let_itself_be_asked_is_noticed(walk, monkeypatch):
    monkeypatch.setattr(
        PersonAdmin, "lookup_allowed", lambda self, lookup, value, request=None: True
    )
    asked = walk._ask("bai", "GET", "/admin/residents/person/?id_number_index__startswith=zz")

    assert asked.status_code == 200 and order(asked) == []
