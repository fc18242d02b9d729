"""What a page can change about who is due: a major change in one tap, and a rule looked at first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from foundation.work import queue
from residents.models import ContactTier, Person
from tests import builders
from visits.due_dates import recomputing
from visits.models import MajorChange, Recomputation

DAY = timedelta(days=1)


def day_of(person):
    person.refresh_from_db()
    return person.next_due_on, person.due_why


def test_home_from_hospital_is_one_tap_and_due_by_tomorrow(client, lin, zhou, home, wang):
    client.force_login(lin)
    now = timezone.now()
    builders.tag(wang, "veteran", at=now)
    builders.log_contact(lin, home, [wang], at=now)
    sent = {"person": wang.pk, "kind": "hospital"}
    changed = f"/today/door/{home.pk}/changed/"
    assert "出院回家" in client.get(f"/today/door/{home.pk}/").text

    for _twice in range(2):
        assert client.post(changed, sent).status_code == 302

    assert MajorChange.objects.count() == 1
    assert day_of(wang) == (timezone.localdate() + DAY, "changed:hospital")
    assert "出院回家，24 小时内联系" in client.get(f"/today/door/{home.pk}/").text
    builders.log_contact(lin, home, [wang], channel="phone", at=timezone.now())
    assert day_of(wang) == (timezone.localdate() + 90 * DAY, "general")
    client.post(changed, sent | {"kind": "suspicious"})
    client.force_login(zhou)
    assert client.post(changed, sent).status_code == 404
    assert MajorChange.objects.count() == 1


def test_a_rule_is_looked_at_then_saved_and_everybody_it_is_about_follows(
    client, chen, lin, home, wang, li, north, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    for person, born in ((wang, date(1930, 1, 1)), (li, date(1990, 1, 1))):
        Person.objects.filter(pk=person.pk).update(birth_on=born)
        builders.log_contact(lin, home, [person], at=timezone.now())
    client.force_login(chen)
    page = f"/rules/{north.code}/rule/?kind=tiers"
    typed = {
        "from_age": 80,
        "every_days": 10,
        "by_phone": "always",
        "basis": "社区承诺",
        "seen": "",
    }

    looked = client.post(page, typed | {"look": "1"})

    weeks = [(week.now, week.then) for week in looked.context["weeks"]]
    assert weeks == [(0, 0), (0, 1), (0, 0), (0, 0), (0, 0)]
    assert wang.name not in looked.text
    assert not ContactTier.objects.exclude(area=None).exists()

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, typed).status_code == 302

    assert day_of(wang) == (today + 10 * DAY, "age:80")
    assert day_of(li) == (None, "")
    fragment = f"/today/recomputing/{north.code}/"
    assert "1 位居民的日子变了" in client.get(fragment).text
    own = ContactTier.objects.get(area=north)
    back = f"/rules/{north.code}/take-back/?kind=tiers&rule={own.pk}"
    seen = client.get(back).context["seen"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(back, {"seen": seen})
    assert day_of(wang) == (None, "")


def test_who_reaches_the_age_of_a_rule_waits_for_a_day_and_a_dead_worker_is_followed(
    home, wang, li, north, monkeypatch
):
    today = timezone.localdate()
    Person.objects.filter(pk=wang.pk).update(birth_on=date(1930, 1, 1))
    ContactTier.objects.create(from_age=80, every_days=30, basis="本区规定")

    assert recomputing.come_of_age(day=today) == 1

    on, why = day_of(wang)
    assert today < on <= today + 30 * DAY and why == "first"
    Person.objects.filter(pk=wang.pk).update(next_due_on=None, given_due_on=None, due_why="")
    now = timezone.now()
    row = Recomputation.objects.create(about="age:80", asked_at=now)
    with monkeypatch.context() as patch:
        patch.setattr(recomputing, "work_out", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            queue.work_on(row, at=now)
    queue.work_on(row, at=now + timedelta(minutes=10))
    row.refresh_from_db()
    assert (row.state, row.changed) == ("done", 1)
    assert day_of(wang)[1] == "first"
