"""The front of the street office: what people come for, then every register with what it is for."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from config.look import office_map
from grids.models import Posting
from tests import builders

pytestmark = pytest.mark.usefixtures("midday")

INDEX = reverse("admin:registers")


def test_every_register_has_a_place_and_a_sentence():
    placed = [label for group in office_map.GROUPS for label in group.registers]

    assert sorted(placed) == sorted(model._meta.label for model in admin.site._registry)


def test_the_index_says_what_each_register_is_for(office):
    page = office.get(INDEX).text

    for group in office_map.GROUPS:
        assert str(group.name) in page
        assert all(str(purpose) in page for purpose in group.registers.values())


def test_only_what_somebody_may_see_is_listed():
    assert office_map.grouped([]) == []
    assert office_map.errands([]) == []


def test_an_errand_needs_leave_to_add():
    areas = {"name": "地方", "models": [{"model": Posting, "add_url": None}]}

    assert office_map.errands([areas]) == []
    areas["models"][0]["add_url"] = "/add/"
    assert {errand.register for errand in office_map.errands([areas])} == {"grids.Posting"}


def test_a_grid_worker_is_appointed_from_the_index_and_from_the_account(office, lin):
    add = reverse("admin:grids_posting_add")

    assert f'href="{add}"' in office.get(INDEX).text
    answer = office.get(reverse("admin:accounts_user_appoint", args=[lin.pk]))
    assert answer.url == f"{add}?user={lin.pk}"
    assert f'<option value="{lin.pk}" selected>' in office.get(answer.url).text


def test_no_role_is_chosen_on_somebodys_behalf(office):
    form = office.get(reverse("admin:grids_posting_add")).context["adminform"].form

    assert form["role"].initial is None
    assert form.fields["role"].choices[0][0] == ""


def test_a_module_has_no_page_of_its_own(office):
    assert office.get(reverse("admin:app_list", args=["grids"])).url == INDEX


def test_what_changes_elsewhere_has_no_history_here(office, home, lin):
    case = builders.make_case(lin, home.grid, at=timezone.now())
    page = office.get(reverse("admin:cases_case_change", args=[case.pk])).text

    assert "变更记录" not in page
    grid = office.get(reverse("admin:grids_area_change", args=[home.grid.pk])).text
    assert "变更记录" in grid
