"""What the frame costs beside a bare template, a list page beside an empty one, and beside the same
list written without care."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import include, path

from bench.measure import Figure, side_by_side
from bench.measurements.pages import UNLIMITED, open_page
from cases.models import Case
from foundation.access import signed_in
from grids.models import Area
from residents.models import CareTag
from visits.models import Visit

EMPTY = "{% extends 'base.html' %}{% block heading %}空页{% endblock %}"
BARE = "<!doctype html><title>空页</title><h1>空页</h1>"
NAIVE = """{% extends 'base.html' %}{% block content %}<p>{{ cases|length }}</p><ul>
{% for case in page %}<li>{{ case.number }} {{ case.title }} {{ case.category }} {{ case.grid }} {{ case.handler }}
 {{ case.dwelling }} {{ case.reporter.name }} {{ case.steps.count }} {{ case.get_status_display }} {{ case.due_at }}</li>{% endfor %}
</ul>{% endblock %}"""


@signed_in
def empty(request):
    return answer(request, EMPTY)


@signed_in
def bare(request):
    """As much as a page can be without a frame: the same way in, the same middleware."""
    return answer(request, BARE)


@signed_in
def naive(request):
    """The desk as one writes it first: areas by path, all rows for a count, a query for each cell."""
    street = request.user.postings.get().area
    areas = Area.objects.filter(path__startswith=street.path)
    cases = Case.objects.filter(grid__in=areas, status="reported").order_by("due_at")
    page = Paginator(cases, 25).get_page(1)
    for case in page:
        case.visits = Visit.objects.filter(dwelling=case.dwelling_id).count()
        case.tags = list(CareTag.objects.filter(person__home=case.dwelling_id))
    return answer(request, NAIVE, cases=cases, page=page)


def answer(request, template, **context):
    return HttpResponse(engines["django"].from_string(template).render(context, request))


urlpatterns = [
    path("", include("config.urls")),
    path("bench/empty/", empty),
    path("bench/bare/", bare),
    path("bench/naive/", naive),
]
handler404 = "config.views.not_found"

LISTS = [
    ("pages", "grid", "/today/", 0.30),
    ("pages", "street", "/desk/", 0.30),
    ("pages", "resident", "/my/", 0.30),
    ("answers", "grid", "/api/v1/people/", 0.55),
    ("answers", "street", "/api/v1/cases/", 0.55),
]
"""What is counted, who asks for what, and the least share of an empty page's speed."""
FRAMES = [
    ("an empty page", "grid", "/bench/empty/", 2.0),
    ("an empty page", "street", "/bench/empty/", 2.0),
    ("an empty page", "resident", "/bench/empty/", 2.0),
    ("a missing page", "grid", "/bench/nowhere/", 2.0),
]
"""Pages that are little or nothing but their frame, who asks, and how much more they may cost."""


def measure(house):
    house.use("main")
    with override_settings(ROOT_URLCONF="bench.measurements.page_cost", **UNLIMITED):
        yield from frames(house)
        yield from lists(house)
        ways = {"desk": "/desk/", "naive": "/bench/naive/"}
        calls = {way: open_page(house, "street", url) for way, url in ways.items()}
        times = side_by_side(calls)
        yield Figure(
            "the desk written naively, for a street user",
            "/desk/",
            times.ratio("naive", "desk"),
            times.seconds("naive"),
            note=f"{times.queries['naive']} queries to {times.queries['desk']}",
        )


def frames(house):
    for what, level, url, most in FRAMES:
        client = house.client(level)
        times = side_by_side(
            {
                way: partial(client.get, at)
                for way, at in {"page": url, "bare": "/bench/bare/"}.items()
            }
        )
        yield Figure(
            f"{what} for a {level} user",
            "a bare template, signed in",
            times.ratio("page", "bare"),
            times.seconds("page"),
            most,
            note=f"the bare one {times.seconds('bare') * 1000:.1f} ms",
        )


def lists(house):
    for what, level, url, target in LISTS:
        ways = {"list": url, "empty": "/bench/empty/"}
        times = side_by_side({way: open_page(house, level, at) for way, at in ways.items()})
        yield Figure(
            f"{what} a second, {url} for a {level} user",
            "an empty page in the same frame",
            times.ratio("empty", "list"),
            times.seconds("list"),
            target,
            more_is_better=True,
            note=f"{times.queries['list']} queries, the empty page {times.queries['empty']}",
        )
