"""An emergency of a whole street: said on a page, counting once a colleague has agreed there."""

from datetime import timedelta

from django.utils import timezone

from foundation.models import Record
from notices.delivery import emergencies
from notices.models import Emergency
from tests import builders
from tests.conftest import SignedInClient
from tests.office.addresses import to

LIST, ADD = (to("emergency", page, app="notices") for page in ("changelist", "add"))


def said(street, at):
    begins, ends = timezone.localtime(at), timezone.localtime(at + timedelta(hours=5))
    return {
        "area_code": street.code,
        "reason": "下大雨",
        "from_at": f"{begins:%Y-%m-%dT%H:%M}",
        "until_at": f"{ends:%Y-%m-%dT%H:%M}",
    }


def act(client, name, row):
    page = client.post(LIST, {"action": name, "_selected_action": row.pk}, follow=True)
    return page.content.decode()


def test_it_counts_when_a_second_person_agrees_and_ends_by_hand(midday, office, street, bai):
    at = timezone.now()
    page = office.post(ADD, said(street, at - timedelta(minutes=1)), follow=True)
    assert "要另一位同事也同意才算数" in page.content.decode()
    row = Emergency.objects.get()
    assert emergencies.codes(at) == []
    assert "要另一位同事同意" in act(office, "agree", row) and emergencies.codes(at) == []

    colleague = SignedInClient()
    colleague.force_login(builders.make_staff("ping", "平安", street, "street_staff"))
    act(colleague, "agree", row)
    assert emergencies.codes(at) == [street.code]

    act(office, "end", row)
    assert emergencies.codes(timezone.now() + timedelta(seconds=1)) == []
    assert Record.objects.filter(thing__startswith="notices.emergency").count() == 3


def test_it_is_said_once_and_never_edited(midday, office, street, bai):
    office.post(ADD, said(street, timezone.now()))
    row = Emergency.objects.get()
    page = to("emergency", "change", row.pk, app="notices")

    assert office.get(page).status_code == 200
    assert office.post(page, said(street, timezone.now()) | {"reason": "x"}).status_code == 403
    assert Emergency.objects.get().reason == "下大雨"


def test_a_street_says_none_for_another(midday, office, far, bai):
    elsewhere = said(far, timezone.now()) | {"area_code": "150299021"}

    assert "只能写您管的区域" in office.post(ADD, elsewhere).content.decode()
    assert not Emergency.objects.exists()
