"""How a roster reads on a page."""

from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.workbooks.faults import Fault
from residents.models import Roster
from residents.roster.columns import Column
from residents.roster.cover import Cover
from residents.roster.saying.file_notes import notes_of
from residents.roster.saying.lines import translated
from residents.roster.saying.places_first import places_first_of
from residents.roster.saying.sums import only_waits
from residents.roster.tied import may_take_in_the_right
from residents.roster.writing.built_on import CHANGED_SINCE

LOOKS = {
    Roster.State.TO_CHECK: "pending",
    Roster.State.TO_MAP: "due",
    Roster.State.TO_TAKE_IN: "pending",
    Roster.State.TAKEN_IN: "posted",
    Roster.State.TO_UNDO: "pending",
    Roster.State.UNDONE: "plain",
    Roster.State.REFUSED: "refused",
}


def row_of(roster: Roster) -> dict:
    """One line of the list; reads only light columns."""
    look, state = LOOKS.get(roster.state), roster.get_state_display()
    if roster.state == Roster.State.CHECKED:
        look, state = _look_of_checked(roster.findings)
    return {"roster": roster, "look": look, "state": state, "summary": summary_of(roster)}


def _look_of_checked(found):
    if only_waits(found):
        return "due", _("等登记楼栋")
    if found["faulty"]:
        return "refused", _("有错")
    if found.get("questions"):
        return "due", _("有要问的")
    if not (found["new"] or found["changed"] or found.get("corrected")):
        return "plain", _("没有要改的")
    return "info", _("可以导入")


def summary_of(roster: Roster) -> str:
    found = roster.findings
    if roster.state == Roster.State.REFUSED:
        return refusal_of(roster)
    if "people" not in found:
        return ""
    wrong = ngettext("%(n)s 行有错", "%(n)s 行有错", found["faulty"]) % {"n": found["faulty"]}
    if only_waits(found):
        n = found["waiting"]
        wrong = ngettext("%(n)s 行等登记楼栋", "%(n)s 行等登记楼栋", n) % {"n": n}
    if roster.state == Roster.State.CHECKED and found["faulty"]:
        return wrong
    if not (found["new"] or found["changed"]):
        return ""
    counts = {"new": f"{found['new']:,}", "changed": f"{found['changed']:,}"}
    done = _("新增 %(new)s 人，改动 %(changed)s 人") % counts
    return f"{done} · {wrong}" if found["faulty"] else done


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
    if roster.state == Roster.State.TO_MAP:
        text = _("告诉我们每一列是什么。本社区以后的名册照这样认，不再问。")
        return Verdict("warn", _("有的列还认不出来"), text)
    if half := _half(roster):
        return half
    if roster.state == Roster.State.TAKEN_IN:
        text = _when_and_who(roster.taken_in_at, roster.taken_in_by)
        if found["faulty"]:
            mend = _("有错的行没有导入：请下载，改好以后再上传那份表格。")
            return Verdict("good", _("没有错的行已经导入"), f"{text} · {mend}")
        return Verdict("good", _("已经导入"), text)
    if roster.state == Roster.State.UNDONE:
        text = _when_and_who(roster.undone_at, roster.undone_by)
        return Verdict("info", _("已经撤销，登记和导入以前一样"), text)
    if found["faulty"]:
        return _faulty(roster)
    if not (found["new"] or found["changed"] or found.get("corrected")):
        if found.get("questions"):
            return Verdict("warn", _("先答下面要问的"), _("答了就重新检查，登记还没有动过。"))
        if found.get("held"):
            return Verdict("info", _("先看看待定的行"), _("除了待定的行，名册和登记一样。"))
        return Verdict("good", _("没有要改的"), _("名册和登记一样，不用导入。"))
    if found.get("again"):
        text = _("检查以后有人改过登记，所以没有导入。下面是按现在的登记重新检查的结果。")
        return Verdict("warn", _("登记有变动，请再看一遍"), text, True)
    if found.get("questions"):
        text = _("下面要问的，答了才算数；没有答的这次不导入。登记还没有动过。")
        return Verdict("warn", _("检查过了，有几处要问"), text, True)
    text = _("登记还没有动过。点“导入”以后一批一批写进去，中途断了会自己接着写完。")
    return Verdict("info", _("检查过了，可以导入"), text, True)


def _faulty(roster: Roster) -> Verdict:
    """Mended as a whole it is taken in as a whole; what is right may go first, by choice."""
    if only_waits(roster.findings):
        text = _(
            "表里的行没有错，只是登记里还没有这些楼。照下面的三步登记好，再查一遍，不用改名册。"
        )
        return Verdict("info", _("名册先到了，还差楼栋的登记"), text)
    if places_first_of(roster):
        text = _("先登记楼栋，再查一遍。别的错请在表格里改好，再上传一次。登记没有动过。")
        return Verdict("error", _("有的楼登记里还没有"), text)
    if not may_take_in_the_right(roster.findings):
        text = _("请在表格里改好下面这些行，再上传一次。登记没有动过。")
        return Verdict("error", _("名册里有错，还不能导入"), text)
    text = _(
        "请在表格里改好下面这些行，再上传一次；急用的话，没有错的行可以先导入，有错的交回给您改。登记没有动过。"
    )
    if roster.findings.get("again"):
        text = _(
            "检查以后有人改过登记，所以没有导入，下面是重新检查的结果。可以改好再上传，也可以先导入没有错的行。"
        )
    return Verdict("error", _("名册里有错，还不能整份导入"), text)


def _half(roster: Roster) -> Verdict | None:
    """What there is to know of a roster that stopped between two of its parts."""
    found = roster.findings
    if roster.state == Roster.State.UNDONE and found.get("taken_back"):
        return Verdict("error", _("没有导入成，登记和导入以前一样"), _(found["taken_back"]))
    if roster.state != Roster.State.TAKEN_IN or not found.get("partly"):
        return None
    if found["partly"] == "undo stopped":
        return Verdict("warn", _("撤销没有做完"), _(found["stopped"]))
    if found["partly"] == "undone":
        text = _("退到一半，有人在下面这些人身上记了新的事。退了的已经退了，其余的还在登记里。")
        return Verdict("warn", _("只退回了一部分"), text)
    text = _("写到一半，登记有变动。写进去的可以撤销；其余的行另成一份名册，检查以后请再看一遍。")
    return Verdict("warn", _("只写进了一部分"), text)


def _when_and_who(when, who):
    day = date_format(timezone.localtime(when), "DATETIME_FORMAT")
    return f"{day} · {who.name if who else _('命令行')}"


def sentences_of(roster: Roster) -> list[str]:
    """What there is to know about the file besides its people."""
    found = roster.findings
    return sentences_of_file(found) if "people" in found else []


def sentences_of_file(found: dict) -> list[str]:
    """`found`: the findings of a roster."""
    sentences = []
    if found.get("new_doors"):
        sentences.append(_("新门牌：%(n)s 个。") % {"n": f"{found['new_doors']:,}"})
    if found.get("first") == Roster.State.TAKEN_IN:
        sentences.append(_("这是上次交回、改好了的行：谁搬走了，和上次导入的合起来看。"))
    elif found.get("first"):
        sentences.append(_("交回这些行的那份名册还没有导入：别忘了回去导入其余的行。"))
    if n := found.get("corrected"):
        text = ngettext(
            "%(n)s 处登记是后来手工改过的，和名册不一样：不改回去，导入以后列在“登记更正”里请您定。",
            "%(n)s 处登记是后来手工改过的，和名册不一样：不改回去，导入以后列在“登记更正”里请您定。",
            n,
        )
        sentences.append(text % {"n": f"{n:,}"})
    if found.get("cover"):
        sentences.append(cover_of(found))
    if found.get("sheets"):
        text = _("读了 %(sheets)s 这些表。")
        sentences.append(text % {"sheets": _("、").join(found["sheets"])})
    if found.get("remembered"):
        sentences.append(
            _("用的是上次的对应：%(columns)s。") % {"columns": _("、").join(found["remembered"])}
        )
    if found.get("unused"):
        sentences.append(
            _("没有用到的列：%(columns)s。") % {"columns": _("、").join(found["unused"])}
        )
    return [sentence for sentence in sentences if sentence] + notes_of(found)


def cover_of(found: dict) -> str:
    """How much of the register is in the file, and what follows from that."""
    cover = Cover(**found["cover"])
    if not cover.all:
        return ""
    share = {"found": f"{cover.found:,}", "all": f"{cover.all:,}", "percent": cover.percent}
    if cover.scope == "community":
        sentence = (
            _("本社区登记在住的 %(all)s 人里，名册写到 %(found)s 人（%(percent)s%%）。") % share
        )
    else:
        share["buildings"] = cover.buildings
        text = _(
            "名册写到的 %(buildings)s 栋楼里登记在住 %(all)s 人，名册写到 %(found)s 人（%(percent)s%%）。"
        )
        sentence = text % share
    if found["faulty"]:
        return sentence + _("有错的行改好以前，不问谁搬走了。")
    if cover.is_complete:
        return sentence
    return sentence + _("看来不是完整的名册，所以不问谁搬走了。")


def tied_of(kept: list[dict]) -> list[dict]:
    """Each with why it stays out."""
    return [
        {**line, "because": _("第 %(line)s 行有错") % {"line": line["because"]}} for line in kept
    ]


def new_of(kept: list[dict]) -> list[dict]:
    return [
        {**line, "filled": _("、").join(_(Column(column).value) for column in line["filled"])}
        for line in kept
    ]


def changes_of(kept: list[dict]) -> list[dict]:
    """Each person with their fields: what it is called, what it was, what it would be."""
    return [
        {
            **line,
            "changes": [
                (
                    _(Column(name).value),
                    translated(Column(name), old),
                    translated(Column(name), new),
                )
                for name, old, new in line["changes"]
            ],
        }
        for line in kept
    ]


def faults_of(kept: list[dict]) -> list[dict]:
    return [
        {
            "line": fault["line"],
            "sheet": fault.get("sheet", ""),
            "column": _(Column(fault["column"]).value),
            "spot": fault.get("spot", ""),
            "value": fault["value"],
            "short": len(fault["value"]) <= 14,
            "reason": Fault(**fault).sentence,
        }
        for fault in kept
    ]


def built_on_of(kept: list[dict]) -> list[dict]:
    """Who cannot be put back, and because of what."""
    return [
        {"name": line["name"], "what": _("、").join(sorted({_built_on(w) for w in line["what"]}))}
        for line in kept
    ]


def _built_on(word):
    """See built_on.find."""
    if word == CHANGED_SINCE:
        return _("后来改过")
    if word.startswith("roster:"):
        return _("后来的名册《%(file)s》改过") % {"file": word.removeprefix("roster:")}
    parts = word.split(".")
    model = apps.get_model(*parts[:2])
    if len(parts) == 2:
        return str(model._meta.verbose_name)
    if parts[2] == "user_id":
        return _("开了账号")
    if parts[2] == "last_contact_on":
        return _("有了联系记录")
    return _("后来改过")
