"""Every register of the admin costs the same number of queries for one row and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import builders
from tests.access.test_admin_walk import registered
from tests.access.world import Place, furnish


def lists():
    return [
        reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        for meta in registered().values()
    ]


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def settle(east, lin, chen):
    """One more person in the east, with one more thing of every kind."""

    def settle(number):
        door = builders.make_door(east, f"{number}01")
        phone = f"1380000001{number}"
        person = builders.make_resident(door, f"住户{number}", phone=phone)
        furnish("own", Place(east, lin, chen, person))

    return settle


def test_every_register_costs_the_same_for_one_row_and_for_three(client, bai, settle):
    client.force_login(bai)
    settle(1)
    for url in lists():
        client.get(url)
    one = {url: queries(client, url) for url in lists()}
    settle(2)
    settle(3)

    assert {url: queries(client, url) for url in lists()} == one
