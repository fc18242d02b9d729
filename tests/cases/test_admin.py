"""The street office: rules to edit, cases to read, nothing confidential."""

import pytest

from cases.models import Deadline
from tests import builders

PAGES = ["/admin/cases/case/", "/admin/cases/category/", "/admin/cases/deadline/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_street_office_opens_it_and_a_worker_does_not(page, as_user, bai, lin):
    assert as_user(bai).get(page).status_code == 200
    assert as_user(lin).get(page).status_code == 404


def test_a_confidential_case_is_not_on_the_list_and_cannot_be_opened(as_user, bai, from_phone):
    plain, secret = from_phone(), from_phone(confidential=True)
    client = as_user(bai)

    page = client.get("/admin/cases/case/").content.decode()

    assert (plain.number in page, secret.number in page) == (True, False)
    opened = client.get(f"/admin/cases/case/{plain.pk}/change/")
    refused = client.get(f"/admin/cases/case/{secret.pk}/change/")
    assert (opened.status_code, refused.status_code) == (200, 302)
    assert "王秀兰" not in opened.content.decode()


def test_a_case_cannot_be_changed_or_deleted_here(as_user, bai, from_phone):
    case = from_phone()
    client = as_user(bai)

    for page in (f"{case.pk}/delete/", "add/"):
        assert client.get(f"/admin/cases/case/{page}").status_code in (403, 404)
    assert (
        client.post(f"/admin/cases/case/{case.pk}/change/", {"status": "closed"}).status_code == 403
    )


def test_a_deadline_is_changed_by_the_street_that_has_it(as_user, bai, street):
    of_the_house = Deadline.objects.get(category=None, priority="normal")
    words = {"priority": "normal", "amount": 4, "unit": "workdays", "basis": "x"}
    rule = Deadline.objects.create(area=street, **words)
    change = {"amount": 3, "unit": "workdays", "basis": "本街道规定"}

    for each in (rule, of_the_house):
        as_user(bai).post(f"/admin/cases/deadline/{each.pk}/change/", change)
        each.refresh_from_db()

    assert (rule.amount, rule.basis, of_the_house.amount) == (3, "本街道规定", 5)


def test_a_category_in_use_is_switched_off_and_never_deleted(as_user, bai, from_phone):
    category = from_phone().category

    assert as_user(bai).get(f"/admin/cases/category/{category.pk}/delete/").status_code == 403
    assert builders.make_category(category.name).active
