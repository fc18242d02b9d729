"""What was found in a workbook, in the words of its page."""

import json
from itertools import groupby
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.workbooks.faults import Fault
from office.models import OrganisationFile
from office.opening.plan import Question, What

State = OrganisationFile.State
BY_HAND = gettext_noop("登记里是“%(ours)s”，有人手工改过；表里是“%(theirs)s”。")


class Found:
    """`file.found`, read once, as the page shows it."""

    def __init__(self, row: OrganisationFile):
        self.row = row
        self.kept: dict[str, Any] = json.loads(row.found or "{}")

    @cached_property
    def faults(self) -> list[tuple[str, str]]:
        """Where, and what to do about it."""
        return [(where(fault), fault.sentence) for fault in faults_of(self.kept)]

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        return [
            each | {"says": says_of(Question(**each)), "files": files_word(Question(**each))}
            for each in self.kept.get("questions", [])
        ]

    @property
    def answerable(self) -> bool:
        return any(each["may"] for each in self.questions)

    @cached_property
    def sheets(self) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """Each sheet with its counts in words and its lines."""
        steps = self.kept.get("steps", [])
        counts = self.kept.get("counts", {})
        groups = groupby(sorted(steps, key=lambda s: list(counts).index(s["sheet"])), _sheet)
        return [
            (title, counted(counts[title]), [step | {"says": does(step)} for step in lines])
            for title, lines in groups
        ]

    @property
    def may_take_in(self) -> bool:
        is_right = not self.kept.get("faults") and bool(self.kept.get("steps"))
        return self.row.state == State.CHECKED and is_right

    @property
    def note(self) -> str:
        if not self.kept.get("note"):
            return ""
        return _(self.kept["note"]) % self.kept.get("values", {})

    @property
    def verdict(self) -> dict[str, str]:
        state = self.row.state
        if state == State.REFUSED:
            return _say("error", _("没有读成，登记没有动过"), self.note)
        if state == State.TAKEN_IN:
            text = _("接下来给新来的同事发登录卡：后台“登录账号”里，点名字，再点“怎么登录”。")
            return _say("warn" if self.note else "good", _("已经导入"), self.note or text)
        if state == State.UNDONE:
            return _say("good", _("已经撤销"), _("登记和导入以前一样。"))
        if self.kept.get("faults"):
            text = _("改好下面这些格子，再传一次。有一处不对，就什么都不写。")
            return _say("error", _("有错，还不能导入"), text)
        if not self.kept.get("steps"):
            return _say("good", _("没有要改的"), self.note or _("登记和这份表一样。"))
        text = self.note or _("下面是会改的每一样。看过再导入；导入以后，没人接着改过就能撤销。")
        return _say("warn" if self.note else "good", _("可以导入"), text)


def faults_of(kept: dict[str, Any]) -> list[Fault]:
    return [Fault(**each) for each in kept.get("faults", [])]


def where(fault: Fault) -> str:
    parts = [fault.sheet, fault.spot or (str(fault.line) if fault.line else ""), fault.column]
    return " ".join(part for part in parts if part)


def counted(counts: dict[str, int]) -> str:
    words = {
        What.NEW: _("新增 %(n)s"),
        What.CHANGED: _("改动 %(n)s"),
        What.SECOND: _("等第二个人确认 %(n)s"),
    }
    return " · ".join(words[What(what)] % {"n": n} for what, n in counts.items())


def says_of(question: Question) -> str:
    """One sentence about what the file leaves open."""
    if question.field:
        text = question.why or BY_HAND
        return _(text) % {"ours": question.ours, "theirs": question.theirs}
    if question.why:
        return _(question.why)
    return _("登记里有，表里没有写到。")


def files_word(question: Question) -> str:
    """What choosing the file's word does."""
    return _("照表里的改") if question.field else _until(question.theirs)


def does(step: dict[str, Any]) -> str:
    """What becomes of a line: what it is, the field with both its values, or when it ends."""
    if step["what"] != What.CHANGED:
        return step["after"]
    if not step["field"]:
        return _until(step["after"])
    return f"{step['field']} {step['before'] or '—'} → {step['after'] or '—'}"


def _until(day):
    return _("到 %(last)s 为止") % {"last": day}


def _say(kind, title, text):
    return {"kind": kind, "title": title, "text": text}


def _sheet(step):
    return step["sheet"]
