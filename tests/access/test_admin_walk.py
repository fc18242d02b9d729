"""The admin is part of the walk: only the street office finds it, and only its own street in it."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.urls.exceptions import NoReverseMatch

from tests.access.walk import (
    NO_NUMBER,
    PLACES,
    ROLES,
    fingerprint,
    is_refusal,
)
from tests.pace import in_turn

IN_THE_TRIAL = pytest.mark.trial("walk")
# Which thing of a place stands for a model; None: rows that belong to no place.
ROWS = {
    "accounts.User": "user",
    "notices.Notice": "notice",
    "notices.Dispatch": "letter",
    "notices.DeliveryRule": None,
    "notices.Emergency": None,
    "notices.Reminder": None,
    "notices.TextTemplate": None,
    "grids.Area": "area",
    "grids.Compound": "compound",
    "grids.Building": "building",
    "grids.Posting": "posting",
    "grids.CalendarDay": None,
    "residents.ContactTier": None,
    "residents.Dwelling": "door",
    "residents.Household": "household",
    "residents.Person": "person_pk",
    "residents.CareTag": "tag",
    "residents.Roster": "roster_pk",
    "visits.Visit": "visit",
    "morality_bank.Bank": "bank",
    "morality_bank.Rule": "rule",
    "morality_bank.Account": "account",
    "morality_bank.Transfer": "transfer",
    "morality_bank.Deed": "deed_pk",
    "cases.Category": None,
    "cases.Deadline": None,
    "participation.FeedbackDeadline": None,
    "cases.Case": "case_pk",
    "cases.Step": "step",
}
STRANGERS = [role for role in ROLES if role not in ("bai", "ling", "ji", "an")]
# A table entry that needs arguments of its own, or none at all.
PLAIN = ["index", "registers", "jsi18n", "autocomplete", "logout", "password_change", "search"]


def registered():
    return {model._meta.label: model._meta for model in admin.site._registry}


def lists():
    for meta in registered().values():
        yield reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        yield reverse(f"admin:{meta.app_label}_{meta.model_name}_add")


PAGES_OF_A_ROW = ("change", "delete", "history")
WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=IN_THE_TRIAL)])
"""Of the pages of a row all, or daily each the next one in turn."""


def row_pages(meta, pk, pages=PAGES_OF_A_ROW):
    for page in pages:
        yield reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[pk])


def plain_pages():
    for name in PLAIN:
        try:
            yield reverse(f"admin:{name}")
        except NoReverseMatch:
            continue


def test_every_register_is_in_the_table():
    assert set(registered()) - set(ROWS) == set()


@pytest.mark.parametrize(
    ("role", "whole"),
    [("lin", False), *(pytest.param(role, True, marks=IN_THE_TRIAL) for role in STRANGERS)],
)
def test_strangers_find_no_admin(walk, world, role, whole):
    for url in [*lists(), *plain_pages()]:
        assert is_refusal(walk._ask(role, "GET", url)), url
        assert is_refusal(walk._ask(role, "POST", url)), url
    for (label, meta), turn in zip(
        registered().items(), in_turn(PAGES_OF_A_ROW, whole), strict=False
    ):
        pk = world.key(ROWS[label], "own") if ROWS[label] else 1
        pages = zip(row_pages(meta, pk, turn), row_pages(meta, NO_NUMBER, turn), strict=True)
        for url, nowhere in pages:
            answers = [fingerprint(walk._ask(role, "GET", each)) for each in (url, nowhere)]
            assert answers[0] == answers[1], url


@IN_THE_TRIAL
def test_the_street_office_finds_its_own_street_and_no_other(walk, world):
    """Daily, test_admin_canary.py looks for more words on the same pages."""
    hidden = list(world.words_hidden_from("bai"))
    for url in lists():
        answer = walk._ask("bai", "GET", url)
        assert answer.status_code in (200, 403), url
        assert [word for word in hidden if word in answer.content.decode()] == [], url


@WHOLE
def test_a_row_of_another_street_is_a_missing_row(walk, world, whole):
    kept = [label for label, key in ROWS.items() if key and label in registered()]
    for label, turn in zip(kept, in_turn(PAGES_OF_A_ROW, whole), strict=False):
        meta = registered()[label]
        for method in ("GET", "POST"):
            nowhere, abroad = (
                [
                    fingerprint(walk._ask("bai", method, url))
                    for url in row_pages(meta, number, turn)
                ]
                for number in (NO_NUMBER, world.key(ROWS[label], "elsewhere"))
            )
            assert abroad == nowhere, label


def test_the_street_office_reads_the_rows_of_its_street(walk, world):
    read = 0
    for label, key in ROWS.items():
        if key and label in registered():
            change = next(row_pages(registered()[label], world.key(key, PLACES[0])))
            read += walk._ask("bai", "GET", change).status_code == 200
    assert read >= len([1 for label, key in ROWS.items() if key and label in registered()]) - 2
