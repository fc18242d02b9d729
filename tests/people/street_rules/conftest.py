"""Two streets in one house, and how their rules are written."""

import pytest
from django.urls import reverse

from cases.models import Category, Deadline
from grids.models import CalendarDay
from residents.models import ContactTier
from tests import builders, neighbourhood
from tests.conftest import NOON, SignedInClient

FIVE = NOON.replace(day=17, hour=17, minute=30)  # five workdays after NOON

KINDS = [Category, Deadline, ContactTier, CalendarDay]


def page(kind, name="changelist", *args):
    return reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_{name}", args=args)


def browser(user):
    client = SignedInClient()
    client.force_login(user)
    return client


@pytest.fixture
def abroad(district):
    return neighbourhood.grid_abroad(district)


@pytest.fixture
def tan(abroad):
    """At the office of the other street."""
    return builders.make_staff("tan", "谭远", abroad.parent.parent, "street_staff")


@pytest.fixture
def ding(district):
    """At the district, above both streets."""
    return builders.make_staff("ding", "丁宁", district, "street_staff")


def typed(kind, **facts):
    """What somebody types who makes a rule of this kind."""
    usual = {
        Category: {"name": "充电桩坏了", "position": 50, "active": "on"},
        Deadline: {"priority": "normal", "amount": 3, "unit": "workdays", "basis": "本街道承诺"},
        ContactTier: {"tier": "high", "every_days": 3, "basis": "本街道承诺"},
        CalendarDay: {"day": "2026-03-11", "why": "停电检修"},
    }
    no_deadlines = {f"deadlines-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    return usual[kind] | (no_deadlines if kind is Category else {}) | facts


def rule(user, kind, area, **facts):
    """Somebody makes a rule, as they do: in the form."""
    answer = browser(user).post(page(kind, "add"), typed(kind, area=area.pk, **facts))
    assert answer.status_code == 302, answer.context["errors"]
    return kind.objects.latest("pk")
