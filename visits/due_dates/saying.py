"""Why somebody is due, in one plain sentence: 每周联系：80 岁以上独居、空巢；上次 9月26日电话.

Only needs the reader may see are named, as they are spoken at a door, never a diagnosis.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grids.models import Reader
from residents import care
from residents.models import CareTag, Person
from residents.models.needs import AGE
from visits.due_dates.engine import AGREED, CHANGED, SEEN
from visits.due_dates.facts import rules_at
from visits.models import MajorChange, Outcome, Visit


class Why(NamedTuple):
    """The parts of templates/visits/_why.html: what asks for it, and how the last contact was."""

    asks: str
    last_on: date | None
    how: str


def asks(people: Sequence[Person], reader: Reader) -> dict[int, str]:
    """{pk: what asks for a contact}, for those who are due. Two queries, however many people."""
    due = [person for person in people if person.next_due_on]
    if not due:
        return {}
    ruled, kinds = rules_at(due), defaultdict(list)
    tags = CareTag.objects.visible_to(reader).valid(reader.day).filter(person__in=due)
    for tag in tags.order_by("kind"):
        kinds[tag.person_id].append(tag)
    return {person.pk: _asks(person, ruled, kinds[person.pk]) for person in due}


def reasons(people: Sequence[Person], reader: Reader) -> dict[int, Why]:
    """{pk: why they are due}, for those who are. Four queries, however many people."""
    due = [person for person in people if person.next_due_on]
    if not due:
        return {}
    asked, last = asks(due, reader), Visit.objects.last_with(due)
    return {
        person.pk: Why(
            asked[person.pk],
            person.last_contact_on,
            _how(last[person.pk]) if person.pk in last else "",
        )
        for person in due
    }


def _asks(person, ruled, tags) -> str:
    why = person.due_why
    if why == AGREED:
        return _("约好的日子")
    if why.startswith(CHANGED):
        return _changed(why.removeprefix(CHANGED), tags)
    if why.startswith(SEEN):
        n = int(why.removeprefix(SEEN))
        sentence = ngettext("%(n)s 天里要见到或听到本人", "%(n)s 天里要见到或听到本人", n)
        return sentence % {"n": n}
    about = why if why in ruled.at(person) else person.tier
    rule = ruled.at(person).get(about)
    if rule is None:
        return ""
    rhythm, whom = care.rhythm(rule.every_days), _whom(about, tags)
    return _("%(rhythm)s：%(whom)s") % {"rhythm": rhythm, "whom": whom} if whom else rhythm


def _changed(kind, tags) -> str:
    """What happened is for those who see care; others see that it is pressing."""
    if not tags:
        return _("24 小时内联系")
    return _("%(what)s，24 小时内联系") % {"what": MajorChange.Kind(kind).label}


def _whom(about, tags) -> str:
    if about.startswith(AGE):
        return _("满 %(age)s 岁") % {"age": about.removeprefix(AGE)}
    asking = [tag for tag in tags if about in (tag.kind, care.TIER_OF[tag.kind])]
    return _("、").join(str(tag.spoken) for tag in asking)


def _how(visit) -> str:
    return str(
        Outcome.PROXY.label if visit.outcome == Outcome.PROXY else visit.get_channel_display()
    )
