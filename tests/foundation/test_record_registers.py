"""Every register of the street office that takes a change leaves one record of it, told in words."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from foundation.models import Record
from grids.models import CalendarDay
from notices.models import DeliveryRule
from office.base_admin import OfficeAdmin
from tests import builders
from tests.conftest import TODAY
from tests.foundation.rows import NoRoom, everything

# One change that each register takes.
EDITS = {
    "accounts.User": {"name": "林小晓"},
    "grids.Area": {"name": "北苑第三网格"},
    "grids.Compound": {"name": "平安里"},
    "grids.Building": {"number": 77},
    "grids.Posting": {"until_on": "2027-06-30"},
    "grids.CalendarDay": {"why": "本地放假"},
    "residents.ContactTier": {"every_days": 6},
    "residents.Dwelling": {"door": "502"},
    "residents.Person": {"remarks": "耳背"},
    "residents.CareTag": {"purpose": "送餐"},
    "morality_bank.Bank": {"name": "北苑积分银行"},
    "morality_bank.Rule": {"points": 12},
    "cases.Category": {"name": "路灯"},
    "cases.Deadline": {"amount": 9},
    "participation.FeedbackDeadline": {"amount": 4},
    "notices.DeliveryRule": {"by_text": "on"},
}


@pytest.fixture
def rows(wang, lin, east, north, bai):
    """One row of each register that takes changes."""
    bank = builders.make_bank(north)
    post = lin.postings.get()
    made = {
        "accounts.User": lin,
        "grids.Area": east,
        "grids.Posting": post,
        "residents.Person": wang,
        "grids.Building": wang.home.building,
        "grids.Compound": wang.home.building.compound,
        "residents.Dwelling": wang.home,
        "residents.CareTag": builders.tag(wang),
        "morality_bank.Bank": bank,
        "morality_bank.Rule": builders.make_rule(bank),
        "grids.CalendarDay": CalendarDay.objects.create(
            area=north.parent, day=TODAY, is_workday=False, why="停电"
        ),
        "notices.DeliveryRule": DeliveryRule.objects.create(
            event="morning", audience="staff", area_code=north.parent.code
        ),
    }
    # Of the street's own: what holds for the whole house is not for it to change.
    own = {"residents.ContactTier", "cases.Category", "cases.Deadline"}
    own |= {"participation.FeedbackDeadline"}
    return made | {label: made_own(apps.get_model(label), north.parent) for label in own}


def made_own(model, street):
    rule = model.objects.first()
    rule.pk, rule.area, rule._state.adding = None, street, True
    rule.save()
    return rule


def change_page(row):
    info = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(info, args=[row.pk])


def typed(page):
    """What a browser would send back from this page as it stands."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {
        field.html_name: "on" if field.value() is True else field.value()
        for form in forms
        for field in form
        if field.value() is not None and field.value() is not False
    }


def test_every_register_that_takes_a_change_is_driven(rf, bai):
    request = rf.get("/")
    request.user, request.reader = bai, builders.reader_of(bai)
    writable = {
        model._meta.label
        for model, register in admin.site._registry.items()
        if register.has_change_permission(request) and model._meta.app_label in settings.HOUSE_APPS
    }
    assert writable == set(EDITS)


@pytest.mark.parametrize("label", EDITS)
def test_a_change_is_on_record_once_and_told_in_words_or_changes_nothing(
    office, rows, no_record, label
):
    page = change_page(rows[label])
    sent = typed(office.get(page)) | EDITS[label] | {"why_changed": "核对过了"}
    before, records = everything(), Record.objects.count()

    with no_record(), pytest.raises(NoRoom):
        office.post(page, sent)
    assert everything() == before
    assert not LogEntry.objects.exists()

    answer = office.post(page, sent)
    assert answer.status_code == 302, answer.context["errors"]
    assert Record.objects.count() == records + 1
    history = office.get(page.replace("change", "history")).content.decode()
    for word in (str(list(EDITS[label].values())[0]), "核对过了", "白露"):
        assert word in history


def test_a_form_saved_as_it_was_is_no_change(office, rows):
    for label in EDITS:
        page = change_page(rows[label])
        assert office.post(page, typed(office.get(page))).status_code == 302, label

    told = Record.objects.exclude(about=rows["residents.Person"].uid)
    assert not told.exists() and not LogEntry.objects.exists()


def test_a_register_that_forgets_its_record_is_noticed(office, rows, monkeypatch):
    monkeypatch.setattr(OfficeAdmin, "note", lambda *args: None)
    page = change_page(rows["morality_bank.Rule"])

    office.post(page, typed(office.get(page)) | EDITS["morality_bank.Rule"])

    assert not Record.objects.filter(thing__startswith="morality_bank").exists()
