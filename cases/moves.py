"""The one table of moves a case can make: from where, to where, who may, and how it is said.

All else is read from it: the workflow, the buttons and pages of decisions with their addresses and
keys, the operations of the API, the history, what is said before somebody decides, and the
picture in docs/glossary.md. What a move does is a function of workflow.py, under `@makes`.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import consequences
from cases.models import ENDED, Case, Elsewhere, Status
from grids.roles import Duty


class Who(StrEnum):
    TRIAGE = "triage"  # whoever sorts out cases where it lies
    HANDLER = "handler"  # the person it was given to
    REPORTER = "reporter"  # who reported or filed it
    FILER = "filer"  # the staff who filed it
    RESIDENT = "resident"  # whose own problem it is


# Who may open the page of such a decision at all; `workflow.may` asks about the very case.
DUTIES = {
    Who.TRIAGE: Duty.TRIAGE_CASES,
    Who.HANDLER: Duty.HANDLE_CASES,
    Who.REPORTER: Duty.SEE_CASES,
    Who.FILER: Duty.SEE_CASES,
}


@dataclass(frozen=True)
class Ask:
    """Words, or one of some choices, that a move asks for; its function takes them by this name."""

    name: str
    label: str
    longest: int = 1000  # characters
    choices: type[TextChoices] | None = None
    help: str = ""  # on the page
    about: str = ""  # in the document of the API


@dataclass(frozen=True, eq=False)
class Move:
    action: str
    label: str  # on its page and button
    came: AbstractSet[str]
    to: str
    who: Who
    step: str  # what the history calls it
    done: str  # what whoever made it is told
    step_naming: str = ""  # the same, naming whom or where it went
    asks: tuple[Ask, ...] = ()
    photos: bool = False  # asks for pictures, too
    follows: tuple[str | Callable[[Case, User], str], ...] = ()  # said before one decides
    about: str = ""  # in the document of the API
    then: str = ""  # the page one goes on to; empty: the case itself
    first_at: AbstractSet[str] = frozenset()  # where it is the main thing before all others
    button: str = ""  # says more than the label
    again: str = ""  # the button where the case stands at `to` already, never the main thing
    key: str = ""
    operation: str = ""

    @property
    def word(self) -> str:
        """In addresses."""
        return self.action.replace("_", "-")

    @property
    def duty(self) -> Duty:
        return DUTIES[self.who]

    def operation_id(self) -> str:
        return self.operation or f"{self.action}_case"

    def repeats(self, status: str) -> bool:
        return bool(self.again) and status == self.to

    def button_at(self, status: str) -> str:
        return self.again if self.repeats(status) else self.button or self.label


S = Status
# In the order of their buttons, the main thing first.
MOVES = {
    move.action: move
    for move in (
        Move(
            "resubmit",
            _("补充"),
            came={S.RETURNED},
            to=S.REPORTED,
            who=Who.REPORTER,
            step=_("补充了情况"),
            done=_("%(number)s 补充好了。"),
            asks=(Ask("words", _("您的回答")),),
            follows=(_("社区会收到消息，接着受理。答复期限从现在起重新算。"),),
            about=_("登记这件事的人替反映人补充。"),
        ),
        Move(
            "accept",
            _("受理"),
            came={S.REPORTED, S.RETURNED},
            to=S.ACCEPTED,
            who=Who.TRIAGE,
            step=_("已受理"),
            done=_("%(number)s 受理了，接着可以派人去办。"),
            follows=(
                _("受理以后就可以派人。"),
                consequences.watches,
                _("答复期限不变；改了类别或缓急，就从上报的时候重新算。"),
            ),
            about=_("可以顺手改类别、缓急，改为保密。答复期限还是从上报那时算。"),
            key="a",
        ),
        Move(
            "handle",
            _("办好了"),
            came={S.DISPATCHED},
            to=S.HANDLED,
            who=Who.HANDLER,
            step=_("办好了"),
            done=_("%(number)s 办好了，等社区答复。"),
            asks=(Ask("note", _("怎么办的"), about=_("怎么办的。")),),
            photos=True,
            follows=(_("社区会收到消息，核对以后答复反映人。反映人看不到您写的和拍的。"),),
            about=_("经办人说怎么办的；照片请在页面上传。"),
            then="cases:mine",
            button=_("办好了，写结果"),
        ),
        Move(
            "close",
            _("答复并办结"),
            came={S.ACCEPTED, S.HANDLED},
            to=S.CLOSED,
            who=Who.TRIAGE,
            step=_("已答复，办结"),
            done=_("%(number)s 办结了，反映人会看到答复。"),
            asks=(
                Ask(
                    "answer",
                    _("给反映人的答复"),
                    help=_("这段话会原样给反映人看。"),
                    about=_("会原样给反映人看。"),
                ),
            ),
            follows=(
                _("办结以后不能再打开。"),
                consequences.hears,
                consequences.answer_as_it_leaves,
            ),
            about=_("没有答复，事情不能办结。"),
            then="cases:desk",
        ),
        Move(
            "dispatch",
            _("派人去办"),
            came={S.ACCEPTED, S.DISPATCHED},
            to=S.DISPATCHED,
            who=Who.TRIAGE,
            step=_("已派人去办"),
            step_naming=_("派给%(name)s去办"),
            done=_("%(number)s 派出去了。"),
            follows=(_("派去的人会收到消息，看不到是谁反映的。"), _("答复期限不变。")),
            about=_("也可以改派别人。"),
            then="cases:desk",
            first_at={S.ACCEPTED},
            again=_("改派别人"),
            key="d",
        ),
        Move(
            "rework",
            _("请再办一办"),
            came={S.HANDLED},
            to=S.DISPATCHED,
            who=Who.TRIAGE,
            step=_("请经办人再办一办"),
            done=_("%(number)s 请经办人再办一办。"),
            asks=(Ask("note", _("还差什么"), about=_("还差什么。")),),
            follows=(_("经办人会收到消息，看到您写的话。"), _("答复期限不变。")),
            about=_("还没办好，退给经办人，写明差什么。"),
            then="cases:desk",
        ),
        Move(
            "return",
            _("请反映人补充"),
            came={S.REPORTED, S.ACCEPTED},
            to=S.RETURNED,
            who=Who.TRIAGE,
            step=_("请反映人补充"),
            done=_("%(number)s 请反映人补充了。"),
            asks=(Ask("question", _("想请反映人补充什么")),),
            follows=(
                consequences.is_asked,
                consequences.question_as_it_leaves,
                _("期限照走；补充来了，从那时起重新算。"),
            ),
            about=_("问反映人一句话；他回答以后，期限重新算。"),
            then="cases:desk",
        ),
        Move(
            "refer_out",
            _("转别处办"),
            came={S.REPORTED, S.RETURNED, S.ACCEPTED},
            to=S.REFERRED,
            who=Who.TRIAGE,
            step=_("已转别处办"),
            step_naming=_("转到%(channel)s"),
            done=_("%(number)s 转出去了，反映人会看到去向。"),
            asks=(
                Ask("channel", _("转到哪里"), choices=Elsewhere),
                Ask(
                    "reason",
                    _("为什么转，接下来怎么办"),
                    longest=800,
                    help=_("反映人会看到这段话。"),
                    about=_("反映人会看到这段话。"),
                ),
            ),
            follows=(
                _("这件事在这里就办结了，不能再打开。"),
                consequences.hears,
                consequences.answer_as_it_leaves,
                _("那个单位不会收到消息，要请您自己联系，或者写明让反映人找谁。"),
            ),
            about=_("该别的单位办的，写明转到哪里、为什么；事情到这里就完了。"),
            then="cases:desk",
            operation="refer_case",
        ),
        Move(
            "withdraw",
            _("收回"),
            came={S.REPORTED},
            to=S.WITHDRAWN,
            who=Who.RESIDENT,
            step=_("反映人收回了"),
            done=_("收回了，社区不再办这件事。"),
        ),
        Move(
            "take_back",
            _("报错了，收回"),
            came={S.REPORTED},
            to=S.WITHDRAWN,
            who=Who.FILER,
            step=_("上报的人收回了"),
            done=_("%(number)s 收回了。"),
            follows=(_("社区不再办这件事，写过的留着备查。"), _("还没有人受理，才能收回。")),
            about=_("登记这件事的人自己收回，只在还没有人受理的时候；有人受伤害的事收不回。"),
        ),
    )
}


def of_staff() -> list[Move]:
    """Moves with a page of their own; a resident's stand on the pages of their reports."""
    return [move for move in MOVES.values() if move.who is not Who.RESIDENT]


def with_keys() -> list[Move]:
    return [move for move in MOVES.values() if move.key]


def picture() -> str:
    """All states and moves, as Mermaid draws them."""
    lines = ["stateDiagram-v2", f"    [*] --> {S.REPORTED}: report"]
    lines += [f"    {state} : {state} {state.label}" for state in Status]
    for move in MOVES.values():
        came = [state for state in Status if state in move.came]
        lines += [f"    {state} --> {move.to}: {move.action} {move.label}" for state in came]
    lines += [f"    {state} --> [*]" for state in ENDED]
    return "\n".join(lines)
