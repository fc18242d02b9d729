"""A page that stops being its writer's between opening and sending."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import workflow
from cases.models import Case
from grids import boundaries, postings
from tests import builders
from tests.people.conftest import the_form

SAID = "水管在三楼拐角，阀门已经关上"


@pytest.fixture
def sent(lin, zhou, chen, east, now):
    """A case Lin was sent with."""
    case = builders.make_case(chen, east, at=now - timedelta(hours=3))
    return builders.bring(case, "dispatched", desk=chen, worker=lin, at=now - timedelta(hours=2))


@pytest.fixture
def page_of(sent, lin, as_user):
    """Lin's page of the decision, open: (client, address, hidden fields)."""
    client = as_user(lin)
    url = reverse("cases:handle", args=[sent.uid])
    return client, url, the_form(client.get(url))


def goes_to_another(sent, chen, east, now):
    other = builders.make_staff("other", "另一位", east, "grid_worker")
    workflow.dispatch(case=sent, version=sent.version, handler=other, by=chen, at=now)
    return other


def becomes_confidential(sent, chen, now):
    """Sent back, answered, and accepted as a secret: the road a page has for it."""
    Case.objects.filter(pk=sent.pk).update(status="reported", handler=None)
    case = Case.objects.get(pk=sent.pk)
    workflow.accept(case=case, version=case.version, confidential=True, by=chen, at=now)


def end_post(user, now):
    postings.relieve(posting=user.postings.get(), on=timezone.localdate(now), by=None, at=now)


def mine(client):
    return client.get("/late/").content.decode()


# Contacts, reports, deeds.


@pytest.fixture
def at_the_door(lin, home, wang, as_user, now):
    client = as_user(lin)
    url = reverse("visits:door", args=[home.pk])
    form = the_form(client.get(url)) | {"channel": "door", "outcome": "met", "people": [wang.pk]}
    return client, url, form | {"note": SAID}


def moves(home, west, now):
    boundaries.move_building(building=home.building, to=west, by=None, at=now)
