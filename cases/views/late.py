"""What people write about cases and what comes too late (accounts/late)."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind, Late
from cases import workflow
from cases.models import Case
from cases.moves import Move, of_staff

REPORT = {"words": _("什么事"), "place": _("在哪里")}
TO_BE_SAID = {"dispatch": {"note": _("要交代的话")}}
"""Words of moves that bring a form of their own."""


def register() -> None:
    for move in of_staff():
        if labels := _labels(move):
            choices = {ask.name: (ask.label, ask.choices) for ask in move.asks if ask.choices}
            hand_on = partial(_to_the_record, move)
            kind = Kind(move.label, labels, choices, hand_on=hand_on)
            kinds.takes_words(f"cases:{move.word}", kind)
    kinds.takes_words("cases:my-answer", Kind(_("回答社区"), {"words": _("您的回答")}))
    for name in ("new", "from-door", "report"):
        kind = Kind(_("报一件事"), REPORT, before=_is_reported, again=f"cases:{name}")
        kinds.takes_words(f"cases:{name}", kind)


def words_of(move: Move, fields: dict[str, list[str]]) -> str:
    """What was written for this move, in one piece."""
    said = [text.strip() for name in _labels(move) for text in fields.get(name, [])]
    return "\n".join(text for text in said if text)


def _labels(move):
    asked = {ask.name: ask.label for ask in move.asks if not ask.choices}
    return asked or TO_BE_SAID.get(move.action, {})


def _to_the_record(move: Move, late: Late) -> bool:
    case = Case.objects.filter(uid=late.where["uid"]).first()
    words = words_of(move, dict(late.fields.lists()))
    if case is None or not (words or late.pictures):
        return False
    facts = {"words": words, "pictures": late.pictures, "by": late.writer, "at": late.at}
    workflow.note_late(case=case, move=move, **facts)
    return True


def _is_reported(late: Late) -> bool:
    sent = Case.objects.filter(client_id=late.client_id, filed_by=late.writer)
    return sent.filter(words=late.get("words")).exists()
