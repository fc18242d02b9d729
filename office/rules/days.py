"""Days on which a community works otherwise than the calendar of the country says."""

from contextlib import suppress

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.typed import reading
from grids.models import CalendarDay
from office.rules.forms import DayForm
from office.rules.kinds import Kind


class Days(Kind):
    name = "days"
    model = CalendarDay
    position = 40
    label = gettext_lazy("放假和上班")
    lead = gettext_lazy("国家公布的节假日和调休不用写，这里只写不一样的日子。")
    adds = gettext_lazy("加一天")
    shown_whole = "year:this"
    form = DayForm
    fixed = ["day"]
    ruled = ["is_workday", "why"]
    counts_from = gettext_lazy(
        "从存好以后新算的期限起照这个算，已经在算的不变；推算的期限等这一年的节假日录全了会重算。"
    )

    def begun(self, community, asked):
        """The day that was tapped in the year."""
        rule = super().begun(community, asked)
        with suppress(reading.Unread):
            rule.day = reading.day(asked.get("day", ""))
        return rule

    def lines(self, rows, community, reader):
        """Today and later, the next one first: what is over changes nothing any more."""
        ahead = [row for row in rows if row.day >= reader.day]
        lines = super().lines(ahead, community, reader)
        return sorted(lines, key=lambda line: line.rule.day)

    def line(self, rule):
        return super().line(rule)._replace(title=date_format(rule.day, _("Y年n月j日")))

    def says(self, rule):
        works = _("上班") if rule.is_workday else _("休息")
        return f"{works} · {rule.why}"
