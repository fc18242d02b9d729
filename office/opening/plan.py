"""What a workbook would do to the register: steps, faults, and what somebody has to say first.

The file is compared with the register and with what the last file of this street said. Where the
register still says that, the file is newer and counts. Where somebody corrected the register by
hand since, both are shown and the register stays, unless the file's value is chosen.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import User
from foundation.workbooks.faults import Fault
from grids.models import Area, Reader
from grids.roles import Duty, Level
from office.opening import sheets
from office.opening.reading import Reading
from office.opening.sheets import Bad, Line

FILE, KEEP = "file", "keep"
EARLIER = "earlier"
"""Behind the key of a value: what stood there before a file changed it."""
NOT_ALIKE = _("登记里是“%(ours)s”，表里是“%(theirs)s”。")
OLD_COPY = _(
    "“%(ours)s”是上一份表改的，这份表里还是原来的“%(theirs)s”。也许这是旧的一份，或者两个人各填了一份。"
)


class What(models.TextChoices):
    """What becomes of a line, as codes in the preview."""

    NEW = "new"
    CHANGED = "changed"
    SECOND = "second"  # only asked for; the yes of a second person does it


@dataclass(frozen=True)
class Step:
    """One thing that would happen; `do(taking)` makes it so."""

    sheet: str
    line: int
    what: str
    name: str
    field: str
    before: str
    after: str
    do: Callable[[Any], None]
    rows: int = 1  # about how many it writes
    leads: bool = False  # the step behind it belongs to it, and both are written together

    def shown(self) -> dict[str, Any]:
        """What the page says of it, and what is agreed to."""
        own = ("do", "rows", "leads")
        return {name: value for name, value in self.__dict__.items() if name not in own}


@dataclass(frozen=True)
class Question:
    """Register and file say different things, or the file leaves something out.

    Without an answer the register stays as it is.
    """

    key: str
    sheet: str
    line: int
    name: str
    field: str
    ours: str
    theirs: str
    answer: str = KEEP
    may: bool = True  # whether the file's word can be chosen at all
    why: str = ""  # a sentence instead of the usual one, as a message id

    def shown(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Plan:
    """`written`: what the last file of the street said, by key. `answers`: by keys of questions."""

    street: Area
    by: User | None
    at: datetime
    written: dict[str, str]
    answers: dict[str, str]
    faults: list[Fault] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)  # what this file says, by key
    hidden: list[str] = field(default_factory=list)  # where lines that nobody sees in Excel begin
    spoken: set[str] = field(default_factory=set)  # sheets with a line
    desk: dict[str, Any] = field(default_factory=dict)  # what parts lay out for each other

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    @property
    def reader(self) -> Reader | None:
        """None at the console, which is asked nothing."""
        return Reader.for_job(self.by, self.on) if self.by else None

    def areas(self, *levels: Level):
        """The valid areas of the street that whoever takes the file in administers."""
        found = Area.objects.under(self.street).valid(on=self.on).filter(level__in=levels)
        if self.reader is None:
            return found
        return found.filter(pk__in=Area.objects.with_duty(self.reader, Duty.ADMINISTER))

    def fault(self, line: Line, bad: Bad) -> None:
        wrong, spot = bad.wrong, line.heads.spot(bad.column, line.number)
        fault = Fault(line.number, bad.column, "", wrong.text, wrong.values, line.title, spot)
        if fault not in self.faults:  # parts that share a sheet read some cells twice
            self.faults.append(fault)

    def new(
        self, line: Line, name: str, do, *, about: str = "", what: str = What.NEW, **more: Any
    ) -> None:
        """`more`: `rows` and `leads` of the step."""
        step = Step(line.title, line.number, str(what), name, "", "", about, do, **more)
        self.steps.append(step)

    def compare(self, line: Line, *, key: str, name: str, field: str, pair, do) -> None:
        """One value as the file and the register have it: a step, a question, or nothing.

        `pair`: (the register's, the file's), as people read them.
        """
        ours, theirs = pair
        key = self.note(line, key=key, field=field, theirs=theirs)
        earlier = self.written.get(f"{key}|{EARLIER}")
        if earlier is not None:
            self.says[f"{key}|{EARLIER}"] = earlier
        if ours == theirs:
            return
        by_hand, is_old = self.written.get(key) != ours, theirs == earlier
        if by_hand or is_old:
            why = "" if by_hand else OLD_COPY
            if key not in self.written:  # no file before this one spoke of it
                why = NOT_ALIKE
            answer = self._ask(line.title, line.number, key, name, field, ours, theirs, why=why)
            if not by_hand and answer != FILE:
                self.says[key] = ours  # an old copy has no newer word
        if not (by_hand or is_old) or answer == FILE:
            self.says[f"{key}|{EARLIER}"] = ours
            step = Step(line.title, line.number, What.CHANGED, name, field, ours, theirs, do)
            self.steps.append(step)

    def note(self, line: Line, *, key: str, field: str, theirs: str) -> str:
        """What the file says of something new, so that the next file knows who changed it since."""
        key = f"{line.title}|{key}|{field}"
        self.says[key] = theirs
        return key

    def left_out(
        self, title: str, name: str, *, key: str, do=None, ends: str = "", why: str = ""
    ) -> None:
        """The register has it, the file does not; it stays unless somebody says so.

        A sheet without a line leaves out nothing. Without `do` nobody can say so here; `why` is
        the sentence for that.
        """
        if title not in self.spoken:
            return
        more = {"may": do is not None, "why": why}
        answer = self._ask(title, 0, f"{title}|{key}|-", name, "", "", ends, **more)
        if answer == FILE and do is not None:
            self.steps.append(Step(title, 0, What.CHANGED, name, "", "", ends, do))

    def _ask(self, title, line, key, name, field, ours, theirs, **more) -> str:
        digest = hashlib.sha256(f"{key}|{ours}|{theirs}".encode()).hexdigest()[:20]
        answer = self.answers.get(digest, KEEP)
        question = Question(digest, title, line, name, field, ours, theirs, answer, **more)
        self.questions.append(question)
        return answer

    def digest(self) -> str:
        """Of all that would happen: what is taken in is what was looked at."""
        return digest_of(self.steps)


def digest_of(steps: list[Step]) -> str:
    lines = [step.shown() for step in steps]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def plan_for(
    reading: Reading, *, street: Area, by: User | None, at: datetime, written=None, answers=None
) -> Plan:
    """Compare every line with the register; nothing is written."""
    plan = Plan(street, by, at, written or {}, answers or {})
    plan.faults += reading.faults
    plan.hidden += reading.hidden
    plan.spoken = {title for title, lines in reading.lines.items() if lines}
    for part in sheets.parts():
        part.begin(plan)
        for line in reading.lines.get(part.title, ()):
            try:
                part.read(line, plan)
            except Bad as bad:
                plan.fault(line, bad)
        part.end(plan)
    order = {title: number for number, title in enumerate(sheets.titles())}
    plan.faults.sort(key=lambda fault: (order.get(fault.sheet, -1), fault.line))
    return plan
