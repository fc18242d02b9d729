"""That the walk notices a guard taken away, and that no refusal tells what is there."""

import pytest
from django.urls import reverse

from cases.models import Case
from grids.models import Area, BoundaryChange, Building
from morality_bank.models import Deed
from notices.models import Notice
from office.models import OrganisationFile, Proposal
from reports.models import Export
from residents.models import Dwelling, Person, Roster
from tests.access.test_access_walk import PAGES
from tests.access.walk import MISSING, PLACES, ROLES, fingerprint, is_refusal
from tests.pace import taken
from visits.models import Visit

IN_THE_TRIAL = pytest.mark.trial("walk")


def see_everything(queryset, *asked, **more):
    return queryset.all()


GUARDED = {
    "visits:building": Building,
    "visits:area": Area,
    "visits:door": Dwelling,
    "visits:today": Person,
    "cases:case": Case,
    "counter:card": Person,
    "residents:roster": Roster,
    "residents:hand-back-roster": Roster,
    "residents:undo-roster": Roster,
    "notices:open": Notice,
    "office:proposal": Proposal,
    "opening:file": OrganisationFile,
    "boundaries:made": BoundaryChange,
    "morality_bank:refuse": Deed,
    "reports:export": Export,
    "api:contacts": Visit,
    "api:door": Dwelling,
    "api:case": Case,
}


SEE_PLACES = ["lin", *(role for role in ROLES if role != "lin")]


@pytest.mark.parametrize("name", GUARDED)
def test_a_guard_taken_away_is_noticed(walk, monkeypatch, name):
    queryset = type(GUARDED[name].objects.all())
    for guard in ("visible_to", "with_duty", "decided_by", "of", "to"):
        if hasattr(queryset, guard):
            monkeypatch.setattr(queryset, guard, see_everything)

    assert any(walk.each_leak({name: PAGES[name]}, SEE_PLACES))


def test_forbidden_and_missing_are_the_same_answer(walk):
    door = PAGES["visits:door"]
    answers = {
        place: walk._ask("zhou", "GET", walk._url("visits:door", door, place))
        for place in ("own", MISSING)
    }

    assert all(is_refusal(answer) for answer in answers.values())
    assert answers["own"].status_code == answers[MISSING].status_code == 404


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("lin", PLACES[:1]),
        *(pytest.param(role, PLACES, marks=IN_THE_TRIAL) for role in ("wang", "lin", "chen")),
    ],
)
@pytest.mark.parametrize("method", [pytest.param("put", marks=IN_THE_TRIAL), "delete"])
def test_other_methods_do_nothing_and_tell_nothing(walk, method, role, places):
    """405 or 404, and the same for what is there, what is others' and what is nowhere. Daily a quarter
    of the pages is asked, in the trial all."""
    for name in taken(PAGES, whole=len(places) > 1):
        page = PAGES[name]
        asked = [*places, MISSING] if page.key else [None]
        urls = [walk._url(name, page, place) if place else reverse(name) for place in asked]
        answers = [getattr(walk.clients[role], method)(url) for url in urls]
        assert all(is_refusal(each) or each.status_code == 405 for each in answers), name
        assert len({fingerprint(each) for each in answers}) == 1, name
