"""The morning list, and what stays overdue."""

from datetime import timedelta

from notices import reminders
from notices.models import Notice
from residents.models import Person
from tests import builders
from tests.conftest import NOON, TODAY


def one_due(home, days_late=0):
    person = builders.make_person(home, "赵大爷")
    builders.tag(person, "living_alone_80")
    Person.objects.filter(pk=person.pk).update(next_due_on=TODAY - timedelta(days=days_late))


def told(user):
    return [notice.values for notice in Notice.objects.filter(recipient=user).order_by("pk")]


def test_a_worker_gets_one_morning_list_a_day(lin, zhou, home):
    one_due(home)

    for minutes in (0, 1, 60):
        reminders.sweep(NOON + timedelta(minutes=minutes))

    assert told(lin) == [{"due": 1, "overdue": 0}]
    assert told(zhou) == []


def test_before_eight_nobody_is_told(lin, home):
    one_due(home)

    reminders.sweep(NOON.replace(hour=7, minute=59))

    assert told(lin) == []


def test_the_next_day_brings_the_next_list(lin, home):
    one_due(home)

    reminders.sweep(NOON)
    reminders.sweep(NOON + timedelta(days=1))

    assert told(lin) == [{"due": 1, "overdue": 0}, {"due": 1, "overdue": 1}]


def above(user):
    """What was said to somebody of contacts that nobody made, without the list of the morning."""
    rows = Notice.objects.filter(recipient=user, key__startswith="overdue:").order_by("pk")
    return [notice.sentence for notice in rows]


def test_of_high_attention_the_lead_hears_after_a_day_and_the_secretary_after_two(
    lin, chen, zhou, ling, home, west, monkeypatch
):
    dailies = [each for each in reminders._dailies if each.rule == "overdue-contacts"]
    monkeypatch.setattr(reminders, "_dailies", dailies)
    one_due(home)
    builders.make_person(home, "钱大娘")  # seen less often: nobody above is called
    Person.objects.filter(tier="").update(next_due_on=TODAY - timedelta(days=30))
    counts = []
    for day in range(4):
        for hours in (0, 5):
            reminders.sweep(NOON + timedelta(days=day, hours=hours))
        counts.append((len(above(ling)), len(above(chen))))

    assert counts == [(0, 0), (1, 0), (2, 1), (3, 2)]
    assert above(ling)[0] == ("北苑第一网格有 1 位高关注的居民该联系还没联系，看看是不是要搭把手。")
    assert above(chen)[0] == (
        "北苑社区有 1 位高关注的居民晚了两天以上还没联系（北苑第一网格），请您问一问。"
    )


def test_a_grid_without_a_lead_is_the_secretarys_at_once_and_once(lin, chen, east, home):
    one_due(home, days_late=3)
    reminders.sweep(NOON)
    assert above(chen) == ["北苑第一网格有 1 位高关注的居民该联系还没联系，看看是不是要搭把手。"]

    lead = builders.make_staff("lead", "网格长", east, "grid_lead")
    reminders.sweep(NOON + timedelta(days=1))
    assert len(above(lead)) == 1
    assert "晚了两天以上" in above(chen)[1] and len(above(chen)) == 2


def test_a_worker_whose_post_ended_hears_nothing(gao, home):
    one_due(home)

    reminders.sweep(NOON)

    assert told(gao) == []
