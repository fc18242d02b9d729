"""How a roster reads on a page."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from residents.models import Roster
from residents.roster_columns import Column
from residents.roster_rows import Fault

LOOKS = {
    Roster.State.TO_CHECK: "pending",
    Roster.State.TO_TAKE_IN: "pending",
    Roster.State.TAKEN_IN: "posted",
    Roster.State.REFUSED: "refused",
}


def row_of(roster: Roster) -> dict:
    """One line of the list; reads only light columns."""
    look, state = LOOKS.get(roster.state), roster.get_state_display()
    if roster.state == Roster.State.CHECKED:
        look, state = _look_of_checked(roster.findings)
    return {"roster": roster, "look": look, "state": state, "words": summary_of(roster)}


def _look_of_checked(found):
    if found["faulty"]:
        return "refused", _("有错")
    if not (found["new"] or found["changed"]):
        return "plain", _("没有要改的")
    return "info", _("可以导入")


def summary_of(roster: Roster) -> str:
    found = roster.findings
    if roster.state == Roster.State.REFUSED:
        return refusal_of(roster)
    if "people" not in found:
        return ""
    if found["faulty"]:
        return ngettext("%(n)s 行有错", "%(n)s 行有错", found["faulty"]) % {"n": found["faulty"]}
    if not (found["new"] or found["changed"]):
        return ""
    counts = {"new": f"{found['new']:,}", "changed": f"{found['changed']:,}"}
    return _("新增 %(new)s 人，改动 %(changed)s 人") % counts


def refusal_of(roster: Roster) -> str:
    return _(roster.findings["refusal"]) % roster.findings["values"]


@dataclass
class Verdict:
    """The one thing to know about a roster, and whether it can be taken in."""

    kind: str
    title: str
    text: str
    may_take_in: bool = False


def verdict_of(roster: Roster) -> Verdict:
    found = roster.findings
    if roster.state == Roster.State.REFUSED:
        return Verdict("error", _("没有读成，登记没有动过"), refusal_of(roster))
    if roster.state == Roster.State.TAKEN_IN:
        who = roster.taken_in_by.name if roster.taken_in_by else _("命令行")
        when = date_format(timezone.localtime(roster.taken_in_at), "DATETIME_FORMAT")
        return Verdict("good", _("已经导入"), f"{when} · {who}")
    if found["faulty"]:
        text = _("请在表格里改好下面这些行，再上传一次。登记没有动过。")
        return Verdict("error", _("名册里有错，还不能导入"), text)
    if not (found["new"] or found["changed"]):
        return Verdict("good", _("没有要改的"), _("名册和登记一样，不用导入。"))
    if found.get("again"):
        text = _("检查以后有人改过登记，所以没有导入。下面是按现在的登记重新检查的结果。")
        return Verdict("warn", _("登记有变动，请再看一遍"), text, True)
    text = _("登记还没有动过。点“导入”以后，要么全部写进去，要么一行也不写。")
    return Verdict("info", _("检查过了，可以导入"), text, True)


def stats_of(roster: Roster) -> list[tuple[str, int]]:
    found = roster.findings
    if "people" not in found:
        return []
    return [
        (_("新增"), found["new"]),
        (_("有改动"), found["changed"]),
        (_("没有变化"), found["unchanged"]),
        (_("新门牌"), found["new_doors"]),
        *([(_("有错"), found["faulty"])] if found["faulty"] else []),
    ]


def sentences_of(roster: Roster) -> list[str]:
    """What there is to know about the file besides its people."""
    found, sentences = roster.findings, []
    if "people" not in found:
        return []
    if found.get("unused"):
        sentences.append(
            _("没有用到的列：%(columns)s。") % {"columns": _("、").join(found["unused"])}
        )
    if found.get("examples"):
        sentences.append(_("跳过了 %(n)s 行示例。") % {"n": found["examples"]})
    if found.get("nobody"):
        sentences.append(_("有 %(n)s 行没有写人，跳过了。") % {"n": found["nobody"]})
    hidden = found.get("faulty", 0) - len({fault["line"] for fault in roster.lines["faults"]})
    if hidden > 0:
        sentences.append(_("错得太多，下面只列出一部分，还有 %(n)s 行没有列。") % {"n": hidden})
    return sentences


def changes_of(kept: list) -> list[tuple[int, str, str]]:
    return [
        (line, name, _("、").join(_(Column(column).value) for column in columns))
        for line, name, columns in kept
    ]


def faults_of(kept: list[dict]) -> list[dict]:
    return [
        {
            "line": fault["line"],
            "column": _(Column(fault["column"]).value),
            "value": fault["value"],
            "short": len(fault["value"]) <= 14,
            "reason": Fault(**fault).words,
        }
        for fault in kept
    ]
