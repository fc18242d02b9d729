"""Nobody writes the rules of another street or of all, nor finds them (P20)."""

from datetime import date, timedelta
from itertools import islice

import pytest

from cases.models import Deadline
from foundation.models import Record
from grids import regulations
from grids.models import Area, CalendarDay
from tests import builders
from tests.conftest import TODAY
from tests.people.street_rules.conftest import KINDS, browser, page, rule, typed


def attempts(user, kind, house, foreign, area):
    """Each way somebody could write a rule that is not theirs."""
    client = browser(user)
    yield client.post(page(kind, "add"), typed(kind, area=area.pk))
    yield client.post(page(kind, "add"), typed(kind, area=""))
    for row in (house, foreign):
        yield client.post(
            page(kind, "change", row.pk), typed(kind, amount=1, every_days=1, why="x")
        )
        yield client.post(page(kind, "delete", row.pk), {"post": "yes"})
        beside = f"{page(kind, 'add')}?from={row.pk}"
        yield client.post(beside, typed(kind, area=area.pk, instead_of=row.pk))
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        yield client.post(page(kind), chosen)


def everything():
    return [list(kind.objects.order_by("pk").values()) for kind in KINDS]


@pytest.fixture
def others(bai, tan, abroad, street):
    """{kind: (one of the house, one of the other street)}, and the other street."""
    there, made = abroad.parent.parent, {}
    CalendarDay.objects.create(day=date(2026, 3, 12), is_workday=False, why="本区放假")
    for kind in KINDS:
        facts = {"day": "2026-03-13"} if kind is CalendarDay else {}
        made[kind] = kind.objects.filter(area=None).first(), rule(tan, kind, there, **facts)
    return made, there


@pytest.mark.parametrize(
    "posts", [["bai"], pytest.param(["bai", "chen", "lin"], marks=pytest.mark.trial("people"))]
)
def test_no_street_writes_the_rules_of_another_or_of_all(posts, others, request):
    made, there = others
    before, records = everything(), Record.objects.count()

    tried = [
        answer.status_code
        for user in map(request.getfixturevalue, posts)
        for kind, (house, foreign) in made.items()
        for answer in attempts(user, kind, house, foreign, there)
    ]

    assert everything() == before and Record.objects.count() == records
    assert len(tried) == len(posts) * 4 * 10 and 500 not in tried
    print(f"\n{len(tried)} writes of others to {len(KINDS)} registers, 0 accepted")


def test_nor_does_it_find_them(bai, others):
    """Out of sight is missing; what holds for all is read, and stands whose it is."""
    client = browser(bai)
    for kind, (house, foreign) in others[0].items():
        listed = client.get(page(kind))
        shown = set(listed.context["cl"].result_list)
        assert house in shown and foreign not in shown
        assert "河东试验区的规定" in listed.text and "远方街道" not in listed.text
        missing = client.get(page(kind, "change", foreign.pk))
        assert missing.status_code == client.get(page(kind, "change", 987654)).status_code == 302
        assert client.get(page(kind, "change", house.pk)).status_code == 200
        assert client.get(f"{page(kind)}?area={foreign.area_id}").status_code in (200, 302)


def test_a_writer_nobody_asked_for_leave_is_noticed(bai, others, monkeypatch):
    monkeypatch.setattr(regulations, "may_write", lambda reader, area: True)
    before = everything()

    for kind, (house, foreign) in others[0].items():
        for _answer in islice(attempts(bai, kind, house, foreign, others[1]), 3):
            pass

    changed = [now != then for now, then in zip(everything(), before, strict=True)]
    assert changed == [True] * len(KINDS)


def test_without_a_list_of_ones_own_areas_the_second_look_still_refuses(bai, others, monkeypatch):
    """A form that let every area through meets the writer."""
    monkeypatch.setattr(regulations, "areas_to_write", lambda reader: Area.objects.all())
    before, there = everything(), others[1]

    for kind in KINDS:
        facts = {"tier": "key", "day": "2026-05-05", "name": "别的", "priority": "urgent"}
        sent = {key: value for key, value in facts.items() if key in typed(kind)}
        answer = browser(bai).post(page(kind, "add"), typed(kind, area=there.pk, **sent))
        assert answer.status_code == 403, kind

    assert everything() == before


# The house


def test_whoever_administers_all_of_it_writes_for_the_house(ding, bai, street, abroad):
    five = Deadline.objects.get(category=None, priority="normal")
    sent = {"amount": 4, "unit": "workdays", "basis": "本区规定"}

    browser(ding).post(page(Deadline, "change", five.pk), sent)

    five.refresh_from_db()
    assert (five.amount, five.area) == (4, None)
    # And for any street below, too.
    assert rule(ding, Deadline, abroad.parent.parent).area == abroad.parent.parent


def test_where_nothing_stands_above_two_streets_neither_writes_for_both(
    bai, tan, district, street, abroad
):
    def may():
        return [builders.reader_of(user).rules_the_house for user in (bai, tan)]

    assert may() == [False, False]
    type(district).objects.filter(pk=district.pk).update(valid_to=TODAY - timedelta(days=1))
    assert may() == [False, False]
    assert regulations.name_of_the_house() == ""
    # A street that is alone is the house.
    type(district).objects.filter(path__startswith=abroad.parent.parent.path).update(
        valid_to=TODAY - timedelta(days=1)
    )
    assert may() == [True, False]
    assert regulations.name_of_the_house() == "和平街道"
