"""Where the register comes from, and how it is put right: files, meetings, corrections."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, declare
from residents.models import Correction, Lookalike, Meeting, Roster, RosterPage
from residents.personal.purposes import LIVES, SAME, TAKE_IN


def _left_lying(at):
    old = Roster.objects.filter(uploaded_at__lt=at - timedelta(days=9))
    return old.filter(state__in=Roster.UNDECIDED)


def _pages_of_long_ago(at):
    return RosterPage.objects.filter(roster__taken_in_at__lt=at - timedelta(days=32))


def _joined_long_ago(at):
    joined = Meeting.objects.filter(state="joined", decided_at__lt=at - timedelta(days=32))
    return joined.exclude(sealed_before="")


def _decided_long_ago(at):
    return Correction.objects.filter(decided_at__lt=at - timedelta(days=368))


def _held_long_ago(at):
    held = Lookalike.objects.filter(roster__uploaded_at__lt=at - timedelta(days=92))
    return held.exclude(sealed_row="")


declare(
    "residents.Roster",
    whose=Whose.BOTH,
    keep=Keep(
        _("没决定的一周，文件检查完就删；导入过的只留数目"), _left_lying, job="rosters-left-lying"
    ),
    groups=[
        Group(["sealed_file", "sealed_rows"], Level.SENSITIVE, TAKE_IN, Basis.SENSITIVE_DUTY),
        Group(
            ["uploaded_by", "uploaded_at", "taken_in_by", "taken_in_at", "undone_by", "undone_at"],
            Level.ORDINARY,
            _("查得出是谁导入的"),
            Basis.STAFF,
        ),
    ],
    plain=[
        "uid",
        "file_name",
        "file_hash",
        "made_on",
        "findings",
        "state",
        "claimed_at",
        "tries",
        "done",
        "begun_at",
        "parts_written",
        "total",
        "request_id",
    ],
)
declare(
    "residents.RosterPage",
    about=_("名册里的行"),
    whose=Whose.RESIDENTS,
    keep=Keep(_("导入以后一个月，这段时间可以撤销"), _pages_of_long_ago, job="rosters-left-lying"),
    groups=[Group(["sealed_lines"], Level.SENSITIVE, TAKE_IN, Basis.SENSITIVE_DUTY)],
    plain=["uid", "part", "number"],
)
declare(
    "residents.Lookalike",
    about=_("像是同一个人"),
    whose=Whose.BOTH,
    keep=Keep(
        _("原来那一行三个月；“是不是同一个人”的回答留着，下次不再问"),
        _held_long_ago,
        job="rosters-left-lying",
    ),
    groups=[
        Group(
            ["person", "sealed_row", "row_key", "reason", "answer"],
            Level.SENSITIVE,
            SAME,
            Basis.SENSITIVE_DUTY,
        ),
        Group(["answered_by", "answered_at"], Level.ORDINARY, _("查得出是谁决定的"), Basis.STAFF),
    ],
    plain=["uid", "line"],
)
declare(
    "residents.Meeting",
    whose=Whose.BOTH,
    keep=Keep(
        _("跟着这两份登记；分开要用的，合成一份以后一个月"), _joined_long_ago, job="old-joinings"
    ),
    groups=[
        Group(
            ["first", "second", "kept", "taken", "verdict", "why", "sealed_before"],
            Level.SENSITIVE,
            SAME,
            Basis.SENSITIVE_DUTY,
            shown_as=_("和别处一份登记身份证号相同，两边怎么核对的"),
        ),
        Group(
            ["proposed_by", "proposed_at", "decided_by", "decided_at"],
            Level.ORDINARY,
            _("查得出是谁决定的"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "state", "found_at"],
)
declare(
    "residents.Correction",
    whose=Whose.BOTH,
    keep=Keep(_("决定以后一年"), _decided_long_ago, job="old-corrections"),
    groups=[
        Group(
            ["person", "value_sealed", "stood_sealed", "note", "answer"],
            Level.SENSITIVE,
            _("登记和实际不一样的，改对；查得出是谁说的"),
            Basis.SENSITIVE_DUTY,
            shown_as=_("有人说登记和实际不一样，后来改了没有"),
        ),
        Group(
            ["proposed_by", "proposed_at", "decided_by", "decided_at"],
            Level.ORDINARY,
            _("查得出是谁决定的"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "kind", "origin", "dwelling", "roster", "state"],
)
declare(
    "residents.CorrectedByHand",
    about=_("手工改过的项"),
    whose=Whose.RESIDENTS,
    keep=Keep(_("跟着登记")),
    groups=[
        Group(
            ["person", "column", "corrected_at"],
            Level.ORDINARY,
            _("旧名册不把后来改对的写回去"),
            Basis.DUTY,
        )
    ],
)
declare(
    "residents.Absence",
    about=_("名册里没有了的人"),
    whose=Whose.BOTH,
    keep=Keep(_("跟着那次导入")),
    groups=[
        Group(["person", "answer"], Level.ORDINARY, LIVES, Basis.DUTY),
        Group(["answered_by", "answered_at"], Level.ORDINARY, _("查得出是谁决定的"), Basis.STAFF),
    ],
)
declare(
    "residents.OwnEntry",
    about=_("工作人员本人的居民登记"),
    whose=Whose.STAFF,
    keep=Keep(_("在岗期间，卸任以后十年：那时候是不是自己的事要查得到")),
    groups=[
        Group(
            ["user", "person", "from_at", "until_at"],
            Level.ORDINARY,
            _("自己和家里人的事交给别的同事办"),
            Basis.STAFF,
        ),
    ],
)
