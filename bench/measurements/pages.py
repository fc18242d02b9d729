"""The first page of each list, as people get it: for every level of post, and in a larger place."""

from django.contrib import admin
from django.test import override_settings
from django.urls import reverse

from bench.dataset.house import LEVELS
from bench.measure import Figure, side_by_side

# Path → the levels of post that open it; the first one is what the others are compared with.
LISTS = {
    "/today/": LEVELS,
    "/cases/mine/": LEVELS,
    "/desk/": ["community", "street"],
    "/desk/?tab=ended": ["community", "street"],
    "/deeds/?show=mine": LEVELS,
    "/imports/": ["community", "street"],
    "/api/v1/people/": LEVELS,
    "/api/v1/doors/": LEVELS,
    "/api/v1/contacts/": LEVELS,
    "/api/v1/cases/": LEVELS,
}
# Registers of the admin with many rows; only the street office opens them.
REGISTERS = [
    "residents.Person",
    "residents.Dwelling",
    "residents.CareTag",
    "visits.Visit",
    "cases.Case",
    "cases.Step",
    "morality_bank.Account",
    "morality_bank.Transfer",
    "morality_bank.Deed",
]
AT_MOST_TWICE, HARDLY_MORE = 2.0, 1.5


UNLIMITED = {"API_A_MINUTE": {"user": 10**9, "address": 10**9}, "API_PEOPLE_PAGES_A_DAY": 10**9}


@override_settings(**UNLIMITED)
def measure(house):
    return [*by_level(house), *by_size(house)]


def by_level(house):
    house.use("main")
    for path, levels in LISTS.items():
        if len(levels) < 2:
            continue
        times = side_by_side({level: open_page(house, level, path) for level in levels})
        for level in levels[1:]:
            yield Figure(
                f"{path} for a {level} user",
                f"the same for a {levels[0]} user",
                times.ratio(level, levels[0]),
                times.seconds(level),
                AT_MOST_TWICE,
                note=f"{times.queries[level]} queries, database {times.database_ratio(level, levels[0]):.1f}",
            )


def by_size(house):
    """The same page where three times as many streets share the tables."""
    lists = {path: levels[-1] for path, levels in LISTS.items()}
    for path, level in {
        **lists,
        **dict.fromkeys(registers(), "street"),
        "/my/": "resident",
    }.items():
        times = once_and_thrice(house, level, path)
        yield Figure(
            f"{path} for a {level} user, three times the place",
            "the place once",
            times.ratio("thrice", "once"),
            times.seconds("thrice"),
            HARDLY_MORE,
            note=f"database {times.database_ratio('thrice', 'once'):.1f}",
        )


def registers():
    known = {model._meta.label: model._meta for model in admin.site._registry}
    for label in REGISTERS:
        if meta := known.get(label):
            yield reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def once_and_thrice(house, level, path, **asked):
    """Turns between both databases; going over and warming up again is not counted."""
    ways = {}
    for name in ("once", "thrice"):
        house.use(name)
        ways[name] = open_page(house, level, path, **asked)

    def go_over(name):
        house.use(name)
        ways[name]()

    return side_by_side(ways, before=go_over)


def open_page(house, level, path, **posted):
    """A call that opens the page as somebody of this level in the database in use."""
    client = house.client(level)

    def run():
        answer = client.post(path, posted) if posted else client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code} to {level}")

    return run
