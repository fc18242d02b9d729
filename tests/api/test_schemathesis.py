"""Everything the document allows and forbids, tried on every operation as every role.

One example of each kind for a third of the operations as one role in a normal run, three of every
operation as everybody in the trial;
`API_EXAMPLES=500` tries long, with new examples every time. Nothing may answer 500, nothing may
answer what the document does not say.
"""

import os
from collections import Counter
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from accounts import tokens
from cases.models import Category
from config.wsgi import application
from foundation.api.docs import document
from tests import builders
from tests.conftest import NOON

EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))
LONG = EXAMPLES > 3
ROLES = [  # and how many examples by rule, and by chance, of each operation
    ("lin", 1),
    *(
        pytest.param(role, EXAMPLES, marks=pytest.mark.trial("programs"))
        for role in ("anonymous", "wang", "lin", "chen", "bai")
    ),
]
# A well-formed request is refused only for what no document can know: codes of a wrong field.
FACTS = {
    "unknown",
    "required",
    "out_of_range",
    "too_late",
    "wrong",
    "bad_cursor",
    "not_a_phone",
    "not_here",
    "not_of_this_kind",
    "overflow",
    "blank",
    "null_characters_not_allowed",
    "surrogate_characters_not_allowed",
}
# Not for us: references and dates are checked against the register, see FACTS.
OUT = [positive_data_acceptance]


@pytest.fixture(autouse=True)
def one_connection():
    """The requests happen inside the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def things(settings, lin, chen, bai, east, home, wang):
    """One of everything, so that examples can name what is there."""
    settings.API_A_MINUTE = {"user": 10**9, "address": 10**9}
    settings.API_PEOPLE_PAGES_A_DAY = 10**9
    visit = builders.log_contact(lin, home, [wang], at=NOON)
    case = builders.make_case(lin, east, at=NOON, dwelling=home)
    mine = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    builders.make_account(builders.make_bank(east.parent), wang, points=10)
    category = Category.objects.filter(parent=None).first().pk
    return {
        "code": east.parent.code,
        "area": east.code,
        "under": east.code,
        "pk": home.pk,
        "door": home.pk,
        "building": home.building_id,
        "compound": home.building.compound_id,
        "category": category,
        "handler": str(lin.uid),
        "reporter": str(wang.uid),
        "people": [str(wang.uid)],
        "contact": str(visit.client_id),
        "version": case.version,
        "uids": {
            "people": wang.uid,
            "contacts": visit.client_id,
            "cases": case.uid,
            "my": mine.uid,
        },
    }


@pytest.fixture
def headers(request, things):
    who = request.param
    if who == "anonymous":
        return {}
    user = request.getfixturevalue(who)
    user = user.user if who == "wang" else user
    by = "code" if who == "wang" else "password"
    _token, text = tokens.issue(user=user, name="x", days=1, by=by, at=NOON.replace(year=2126))
    return {"Authorization": f"Bearer {text}"}


def the_schema():
    schema = schemathesis.openapi.from_dict(document("zh-hans"))
    schema.app = from_here
    return schema


def from_here(environ, start):
    """As a program that unpacks nothing: packing is config/compression.py's, and tested there."""
    plain = {"REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "identity"}
    return application(environ | plain, start)


def cases_of(schema, operation, examples):
    """Both kinds, by rule and by chance; `coverage` is the same list every time."""
    config = schema.config.generation_for(operation=operation)
    modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    coverage = list(
        schema.iter_coverage_cases(operation, generation_modes=modes, generation_config=config)
    )
    step = 1 if LONG else max(1, len(coverage) // examples)
    chance = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
    return coverage[::step], chance


def operations_of(schema, examples):
    """All, or daily a third of them, drawn by their names."""
    for found in schema.get_all_operations():
        operation = found.ok()
        if examples > 1 or crc32(operation.label.encode()) % 3 == 0:
            yield operation


def with_real_things(case, things, real):
    """Put things that are there into a well-formed example."""
    if (
        not real
        or "sign-in" in case.operation.path
        or case.meta.generation.mode is not GenerationMode.POSITIVE
    ):
        return case
    for name in case.path_parameters:
        section = case.operation.path.split("/")[3]
        value = things["uids"].get(section) if name == "uid" else things.get(name)
        case.path_parameters[name] = str(value or case.path_parameters[name])
    for part in (case.query, case.body):
        if isinstance(part, dict):
            part.update({name: things[name] for name in part if name in things})
    return case


@pytest.mark.parametrize(("headers", "examples"), ROLES, indirect=["headers"])
def test_no_example_breaks_it_or_gets_an_undocumented_answer(things, headers, examples, capsys):
    schema, seen = the_schema(), Counter()
    for operation in operations_of(schema, examples):
        coverage, chance = cases_of(schema, operation, examples)
        for case in coverage:
            try_one(case, headers, seen)

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=chance, real=st.booleans())
        def by_chance(case, real):
            try_one(with_real_things(case, things, real), headers, seen)

        by_chance()
    with capsys.disabled():
        print(f"\n{sum(seen.values())} examples: {dict(sorted(seen.items()))}")
    assert not any(status >= 500 for status in seen)


def try_one(case, headers, seen):
    with transaction.atomic():
        answer = case.call(headers=headers)
        try:
            # An address that is not for somebody is not there, whatever the method.
            out = [*OUT, unsupported_method] if answer.status_code == 404 else OUT
            case.validate_response(answer, headers=headers, excluded_checks=out)
        finally:
            transaction.set_rollback(True)
    seen[answer.status_code] += 1
    if answer.status_code == 400 and case.meta.generation.mode is GenerationMode.POSITIVE:
        assert refused_for_facts(answer.json()), (case.as_curl_command(), answer.json())


def refused_for_facts(problem):
    said = [wrong["code"] for wrongs in problem["fields"].values() for wrong in wrongs]
    return said and set(said) <= FACTS


def test_a_field_nobody_declared_is_noticed(things, lin, monkeypatch):
    """The guard's own test: an answer with a field too many."""
    monkeypatch.setattr("grids.api._building", lambda row: {"id": row["pk"], "secret": 1})
    _token, text = tokens.issue(
        user=lin, name="x", days=1, by="password", at=NOON.replace(year=2126)
    )
    schema = the_schema()
    operation = schema["/api/v1/buildings/"]["GET"]
    case = operation.Case()

    with pytest.raises(FailureGroup):
        case.call_and_validate(headers={"Authorization": f"Bearer {text}"})
