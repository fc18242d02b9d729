"""People in columns of their own beside a head of family: 配偶, 子女1. A line is one person, so it is asked.

Such columns have names nobody reads; that would leave people out, with nothing but a column named.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from foundation import names
from foundation.workbooks.heads import plain, plain_head
from residents.roster.questions import Question
from residents.roster.reading.header import Header

HEAD = re.compile(
    "(?:配偶|丈夫|妻子|爱人|老伴|子女|儿子|女儿|[长次]子|[长次]女|孩子|小孩|父亲|母亲|父母|老人|孙子|孙女|孙辈|家庭成员|其他成员|成员|"
    r"家属|家人|同住(?:人员?|家人|家属)|共同居住人员?|租户|租客)(?:的?(?:姓名|名字|名单))?[一二三四五六七八九\d]{0,2}"
)
BETWEEN = re.compile(r"[、,;/|\s]+")
IN_BRACKETS = re.compile(r"\(.*?\)")
WRITTEN_BESIDE = _(
    "“%(columns)s”这几列里有 %(n)s 格像是写着别的人，没有读：一行只登记一个人。"
    "要登记他们，请在表格里给每个人写一行，再传一次。"
)
SKIP = "skip"
CHOICES = ((SKIP, _("不用登记他们"), {}),)


class Members:
    """Counts the cells of one sheet that name somebody in a column which is not read."""

    def __init__(self, header: Header):
        read = set(header.places.values())
        heads = [(index, plain_head(cell)) for index, cell in enumerate(header.cells)]
        self.heads = {i: head for i, head in heads if i not in read and HEAD.fullmatch(head)}
        self.found: Counter[str] = Counter()

    def look(self, cells: Sequence[Any]) -> None:
        for index, head in self.heads.items():
            if index < len(cells) and _names_somebody(cells[index]):
                self.found[head] += 1

    def question(self, sheet: str) -> Question | None:
        if not self.found:
            return None
        values = {"columns": "、".join(self.found), "n": sum(self.found.values())}
        return Question(0, "", "", WRITTEN_BESIDE, values, sheet, choices=CHOICES)


def _names_somebody(cell: object) -> bool:
    if not isinstance(cell, str):
        return False
    pieces = BETWEEN.split(IN_BRACKETS.sub("", cell.replace("（", "(").replace("）", ")")))
    return any(names.looks_whole(plain(piece)) for piece in pieces)
