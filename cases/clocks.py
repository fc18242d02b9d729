"""When something is due, and why: the explanation is stored and can be read out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.models import Category, Deadline
from grids import calendar

# What holds when the street office has deleted every row for a priority.
FIVE_DAYS = gettext_noop("没有另设时限，按五个工作日")
OTHERWISE = Deadline(amount=5, unit=Deadline.Unit.WORKDAYS, basis=FIVE_DAYS)


def due(*, category: Category, priority: str, at: datetime) -> tuple[datetime, dict[str, Any]]:
    """(due at, because): the deadline that counts from `at`, with what it was counted from.

    Emergencies count by the clock on the wall, everything else in working time.
    """
    rule = deadline_for(category, priority)
    count = _count(rule, at)
    because = {
        "start": timezone.localtime(at).isoformat(),
        "amount": rule.amount,
        "unit": rule.unit,
        "basis": rule.basis,
        "skipped": count.skipped,
        "make_up": count.make_up,
        "guessed": count.guessed,
    }
    return count.due_at, because


def deadline_for(category: Category, priority: str) -> Deadline:
    """The nearest rule: the category's own, its group's, the one for all others."""
    nearest = [category.pk, category.parent_id, None]
    rules = Deadline.objects.filter(priority=priority).filter(
        Q(category=None) | Q(category__in=[pk for pk in nearest if pk])
    )
    return min(rules, key=lambda rule: nearest.index(rule.category_id), default=OTHERWISE)


def _count(rule: Deadline, at: datetime) -> calendar.Count:
    if rule.unit == Deadline.Unit.WORKDAYS:
        return calendar.after_workdays(at, rule.amount)
    if rule.unit == Deadline.Unit.WORKING_HOURS:
        return calendar.after_hours(at, rule.amount)
    return calendar.Count(due_at=at + timedelta(hours=rule.amount))


def explain(because: dict[str, Any], due_at: datetime) -> list[str]:
    """The computation in sentences."""
    if not because:
        return []
    start = timezone.localtime(datetime.fromisoformat(because["start"]))
    sentence = _("从 %(start)s 算起，%(amount)s %(unit)s，到 %(due)s。") % {
        "start": _moment(start),
        "amount": because["amount"],
        "unit": Deadline.Unit(because["unit"]).label,
        "due": _moment(timezone.localtime(due_at)),
    }
    sentences = [sentence]
    if because["skipped"]:
        days = _("、").join(_spans(because["skipped"]))
        sentences.append(_("%(days)s 休息，不算在内。") % {"days": days})
    if because["make_up"]:
        days = _("、").join(_spans(because["make_up"]))
        sentences.append(_("%(days)s 是调休上班，算在内。") % {"days": days})
    if because["guessed"]:
        sentences.append(_("后面的放假安排还没有公布，先按周一到周五上班算。"))
    if because["basis"]:
        # Other bases are what the street office wrote, in its own words.
        basis = _(FIVE_DAYS) if because["basis"] == FIVE_DAYS else because["basis"]
        sentences.append(_("依据：%(basis)s。") % {"basis": basis.rstrip("。")})
    return sentences


def _moment(at: datetime) -> str:
    return f"{date_format(at, _('n月j日'))} {at:%H:%M}"


def _spans(days: list[str]) -> Iterator[str]:
    """Days in a row as "10月1日至10月8日"."""
    spans: list[list[date]] = []
    for day in map(date.fromisoformat, days):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1][1] = day
        else:
            spans.append([day, day])
    pattern = _("n月j日")
    for first, last in spans:
        if first == last:
            yield date_format(first, pattern)
        else:
            yield _("%(first)s至%(last)s") % {
                "first": date_format(first, pattern),
                "last": date_format(last, pattern),
            }
