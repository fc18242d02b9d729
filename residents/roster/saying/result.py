"""One part of a roster's result, one page of it: what its tab shows."""

import json
from functools import cached_property

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import phones
from foundation.parameters import as_whole_number
from residents.models import Absence, Lookalike, Roster, RosterPage
from residents.roster import pages as roster_pages
from residents.roster.forms import (
    ABSENCE_ANSWERS,
    PAIR_ANSWERS,
    AnswersForm,
    QuestionsForm,
)
from residents.roster.rows import Row
from residents.roster.saying.asked import Asked, asked_in, question_of
from residents.roster.saying.sentences import changes_of, faults_of, new_of, tied_of

PAIRS = 10
ABSENT = 50
Part = RosterPage.Part
HELD, GONE = "held", "absent"
SHOWN_AS = {
    Part.FAULTY: faults_of,
    Part.TIED: tied_of,
    Part.ASKED: list,
    Part.NEW: new_of,
    Part.CHANGED: changes_of,
    Part.NUMBERS: changes_of,
    Part.LEFT: list,
}


def held_in(rosters: QuerySet) -> list[dict]:
    """Uploads with lines that wait for somebody to say who they are, the newest first."""
    waiting = Lookalike.objects.filter(roster__in=rosters, roster__state=Roster.State.TAKEN_IN)
    waiting = waiting.exclude(sealed_row="").values("roster__uid", "roster__file_name")
    found = waiting.annotate(n=Count("row_key", distinct=True), newest=Max("roster__uploaded_at"))
    return [
        {"uid": each["roster__uid"], "name": each["roster__file_name"], "n": each["n"]}
        for each in found.order_by("-newest")[:10]
    ]


class RosterPart:
    """Which tab is open, its rows, and the way to the pages around it."""

    def __init__(self, roster: Roster, query):
        self.roster, found = roster, roster.findings
        self.counts = {
            Part.FAULTY: found.get("faulty", 0) - found.get("waiting", 0),
            Part.TIED: found.get("tied", 0),
            Part.ASKED: found.get("questions", 0),
            HELD: self.waiting.count(),
            Part.NUMBERS: found.get("numbers", 0),
            Part.CHANGED: found.get("changed", 0),
            Part.NEW: found.get("new", 0),
            GONE: self.roster.absences.count(),
            Part.LEFT: found.get("unchanged", 0),
        }
        open_ones = [name for name, count in self.counts.items() if count]
        wanted = query.get("part", "")
        self.name = wanted if wanted in open_ones else next(iter(open_ones), "")
        self.number = min(as_whole_number(query.get("page")) or 1, 10_000)

    @property
    def waiting(self):
        """Pairs to decide, and those whose line has not gone in with its answer yet."""
        return self.roster.lookalikes.exclude(sealed_row="")

    @property
    def decided(self) -> int:
        """Lines that were held out when the rest went in, and may follow now."""
        if self.roster.state != Roster.State.TAKEN_IN:
            return 0
        undecided = [Lookalike.Answer.OPEN, Lookalike.Answer.LATER]
        return self.waiting.exclude(answer__in=undecided).count()

    @property
    def tabs(self):
        labels = {
            Part.FAULTY: _("有错"),
            Part.TIED: _("一起留下"),
            Part.ASKED: _("要问的"),
            HELD: _("待定"),
            Part.NUMBERS: _("换号码的"),
            Part.CHANGED: _("有改动"),
            Part.NEW: _("新增"),
            GONE: _("搬走了吗"),
            Part.LEFT: _("没有变化"),
        }
        return [
            {
                "label": labels[name],
                "count": f"{count:,}",
                "url": f"?part={name}",
                "current": name == self.name,
            }
            for name, count in self.counts.items()
            if count
        ]

    @cached_property
    def lines(self) -> list:
        return SHOWN_AS[self.name](roster_pages.read(self.roster, self.name, self.number))

    @cached_property
    def pages(self) -> int:
        if self.name == HELD:
            return max(1, -(-self.counts[HELD] // PAIRS))
        if self.name == GONE:
            return max(1, -(-self.counts[GONE] // ABSENT))
        pages = self.roster.pages.filter(part=self.name).aggregate(last=Max("number"))["last"]
        return pages or 1

    @property
    def before(self):
        return self._way(self.number - 1) if self.number > 1 else ""

    @property
    def after(self):
        return self._way(self.number + 1) if self.number < self.pages else ""

    def _way(self, number):
        return f"?part={self.name}&page={number}"

    @property
    def here(self) -> str:
        """Where to come back to after an answer."""
        return reverse("residents:roster", args=[self.roster.uid]) + self._way(self.number)

    @cached_property
    def pairs(self) -> list[Lookalike]:
        start = (self.number - 1) * PAIRS
        waiting = self.waiting.select_related("person__home__building__compound")
        return list(waiting.order_by("line", "pk")[start : start + PAIRS])

    @cached_property
    def absent(self) -> list[Absence]:
        start = (self.number - 1) * ABSENT
        asked = self.roster.absences.select_related("person__home__building__compound")
        return list(asked.order_by("person__home__walk_key", "pk")[start : start + ABSENT])

    def questions(self, data=None) -> QuestionsForm:
        """What this page asks about the file itself."""
        asked = [question_of(kept) for kept in self.lines]
        answers = self.roster.findings.get("answers", {})
        return QuestionsForm(data, questions=asked, answers=answers)

    @property
    def left_open(self) -> list[Asked]:
        """Each of them with its field."""
        return asked_in(self.questions())

    def form(self, data=None) -> AnswersForm:
        rows, answers = (
            (self.pairs, PAIR_ANSWERS) if self.name == HELD else (self.absent, ABSENCE_ANSWERS)
        )
        if self.name == GONE:  # who moved away has moved away
            rows = [each for each in rows if each.answer != Absence.Answer.MOVED]
        return AnswersForm(data, rows=rows, answers=answers)

    @property
    def asked(self) -> list[dict]:
        """Each question of this page with its field."""
        form = self.form()
        if self.name == HELD:
            return [{**_side_by_side(each), "field": form.field_of(each)} for each in self.pairs]
        moved = Absence.Answer.MOVED
        return [
            {"absence": each, "field": form.field_of(each) if each.answer != moved else None}
            for each in self.absent
        ]


def _side_by_side(pair: Lookalike) -> dict:
    """A line and a person by what can be compared, and whether it differs; numbers only as masks."""
    row, person = Row(*json.loads(pair.row)), pair.person
    home = person.home
    where = home.written if home else ""
    same_id = bool(row.id_number) and row.id_index == person.id_number_index
    theirs = person.birth_on.isoformat() if person.birth_on else ""
    compared = [
        (_("姓名"), row.name, person.name),
        (_("出生日期"), row.birth, theirs),
        (_("手机"), phones.mask(row.phone), person.phone_masked),
        (_("门牌"), row.whole, where),
        (
            _("身份证号"),
            _id_number_or_none(row.id_number, same_id),
            _id_number_or_none(person.id_number_index, same_id),
        ),
    ]
    return {
        "pair": pair,
        "number": row.number,
        "reason": pair.get_reason_display(),
        "row": [(label, mine or "—", _differ(mine, yours)) for label, mine, yours in compared],
        "person": [(label, yours or "—", _differ(mine, yours)) for label, mine, yours in compared],
        "status": "" if person.status == person.Status.HERE else person.get_status_display(),
    }


def _differ(mine, yours):
    """What one side does not know is no difference."""
    return bool(mine and yours) and mine != yours


def _id_number_or_none(number, same):
    if same:
        return _("号码相同")
    return _("有") if number else _("没有")
