"""The questions of a file, as a page asks them and a command prints them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from residents.roster.columns import Column
from residents.roster.forms import QuestionsForm
from residents.roster.questions import Question


@dataclass
class Asked:
    """One question of a page: where, what stands there, what is asked, and the field to answer in."""

    where: str
    value: str
    sentence: str
    field: Any = None


def question_of(kept: dict) -> Question:
    """As it was laid down with its key."""
    return Question(**{name: value for name, value in kept.items() if name != "key"})


def where(question: Question) -> str:
    """“2号楼”这张表, or 第 7 行 手机（H7）."""
    if not question.line:
        sheet = _("“%(sheet)s”这张表") % {"sheet": question.sheet} if question.sheet else ""
        column = _("“%(column)s”这一列") % {"column": _(question.column)} if question.column else ""
        return f"{sheet} {column}".strip()
    place = _("第 %(line)s 行") % {"line": question.line}
    if question.sheet:
        place = _("“%(sheet)s”第 %(line)s 行") % {"sheet": question.sheet, "line": question.line}
    if not question.column:
        return place
    return f"{place} {_(Column(question.column).value)} {question.spot}".strip()


def asked_in(form: QuestionsForm) -> list[Asked]:
    """Each question of the form with its field."""
    return [
        Asked(where(each), each.value, each.sentence, form.field_of(each))
        for each in form.questions
    ]
