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
from grids import calendar, regulations
from grids.models import CalendarDay, nearest
from notices.quiet_hours import outside_quiet_hours

# What holds when the street office has deleted every row for a priority.
FIVE_DAYS = gettext_noop("没有另设时限，按五个工作日")
OTHERWISE = Deadline(amount=5, unit=Deadline.Unit.WORKDAYS, basis=FIVE_DAYS)


def due(
    *, category: Category, priority: str, at: datetime, place: Any
) -> tuple[datetime, dict[str, Any]]:
    """(due at, because): the deadline that counts from `at`, with what it was counted from.

    `place` says by whose rules and whose calendar: a grid or community, or whatever lies in one.
    What was counted once stays, whoever changes a rule later. Emergencies count by the clock on
    the wall, everything else in working time. That somebody is being hurt must be taken on within
    the time; nobody is told at night, so there it begins with the morning.
    """
    start = outside_quiet_hours(at) if category.harm else at
    return _counted(deadline_for(category, priority, place), start, place)


def due_once_open(
    category: Category, priority: str, *, at: datetime, place: Any
) -> tuple[datetime, dict[str, Any]]:
    """The same for what somebody has taken on: whoever is being hurt is answered like anybody else."""
    rule = deadline_for(None if category.harm else category, priority, place)
    return _counted(rule, at, place)


def counted_anew(because: dict[str, Any], *, place: Any) -> tuple[datetime, dict[str, Any]]:
    """(due at, because) by today's calendar; from when and by which rule stays as it was counted."""
    rule = Deadline(amount=because["amount"], unit=because["unit"], basis=because["basis"])
    due_at, now = _counted(rule, datetime.fromisoformat(because["start"]), place)
    return due_at, now | {"of": because.get("of")}


def _counted(rule: Deadline, at: datetime, place: Any) -> tuple[datetime, dict[str, Any]]:
    count = _count(rule, at, place)
    because = {
        "start": timezone.localtime(at).isoformat(),
        "amount": rule.amount,
        "unit": rule.unit,
        "basis": rule.basis,
        "of": regulations.name_of(rule.area) if rule.pk else None,
        "decided": [_decided(day) for day in count.decided],
        "skipped": count.skipped,
        "make_up": count.make_up,
        "guessed": count.guessed,
    }
    return count.due_at, because


def deadline_for(category: Category | None, priority: str, place: Any) -> Deadline:
    """The nearest rule: the category's own, its group's, the one for all others.

    Each of them is the community's if it has one, else the street's, else the house's: a street
    that gives all others three days leaves the four hours of a manhole as they are.
    """
    chain = [category.pk, category.parent_id, None] if category else [None]
    rules = Deadline.objects.holding_at(place).filter(priority=priority)
    rules = rules.filter(Q(category=None) | Q(category__in=[pk for pk in chain if pk]))
    held = nearest(rules.select_related("area"), place).values()
    return min(held, key=lambda rule: chain.index(rule.category_id), default=OTHERWISE)


def _count(rule: Deadline, at: datetime, place: Any) -> calendar.Count:
    if rule.unit == Deadline.Unit.WORKDAYS:
        return calendar.after_workdays(at, rule.amount, place=place)
    if rule.unit == Deadline.Unit.WORKING_HOURS:
        return calendar.after_hours(at, rule.amount, place=place)
    return calendar.Count(due_at=at + timedelta(hours=rule.amount))


def _decided(day: CalendarDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "works": day.is_workday,
        "why": day.why,
        "of": regulations.name_of(day.area),
    }


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
        days = _("、").join(calendar.spans(map(date.fromisoformat, because["skipped"])))
        sentences.append(_("%(days)s 休息，不算在内。") % {"days": days})
    if because["make_up"]:
        days = _("、").join(calendar.spans(map(date.fromisoformat, because["make_up"])))
        sentences.append(_("%(days)s 是调休上班，算在内。") % {"days": days})
    sentences += _said_of(because.get("decided", []))
    if because["guessed"]:
        sentence = _("按法定节日推算，%(year)s年的调休公布后会重算。")
        sentences.append(sentence % {"year": timezone.localtime(due_at).year})
    if because["basis"]:
        # Other bases are what the street office wrote, in its own words.
        basis = _(FIVE_DAYS) if because["basis"] == FIVE_DAYS else because["basis"]
        sentences.append(_based_on(basis.rstrip("。"), because.get("of")))
    return sentences


def _based_on(basis: str, of: str | None) -> str:
    """What was counted before streets had rules of their own does not say whose it was."""
    if of is None:
        return _("依据：%(basis)s。") % {"basis": basis}
    return _("依据：%(basis)s（%(whose)s）。") % {"basis": basis, "whose": regulations.rules_of(of)}


def _said_of(decided: list[dict[str, Any]]) -> Iterator[str]:
    """Of days entered by hand: why, and who decided so; those with one reason in one sentence."""
    days_by_reason: dict[tuple[bool, str, str], list[str]] = {}
    for day in decided:
        reason = (day["works"], day["why"].rstrip("。"), day["of"])
        days_by_reason.setdefault(reason, []).append(day["day"])
    for (works, why, of), days in days_by_reason.items():
        yield _("%(day)s %(works)s：%(why)s（%(whose)s）。") % {
            "day": _("、").join(calendar.spans(map(date.fromisoformat, days))),
            "works": _("上班") if works else _("休息"),
            "why": why,
            "whose": regulations.rules_of(of),
        }


def _moment(at: datetime) -> str:
    return f"{date_format(at, _('n月j日'))} {at:%H:%M}"
