"""The register: people, doors, needs, and the files it comes from."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import (
    Basis,
    Group,
    Keep,
    Level,
    Whose,
    comes,
    declare,
    names_people,
)
from residents.models import (
    CareTag,
    Correction,
    Lookalike,
    Meeting,
    Person,
    ResidentCard,
    Roster,
    RosterPage,
)

comes("residents", 1)
names_people("residents.Person")

LIVES = _("知道谁住在这里，办事、通知、应急时找得到人")
REACH = _("跟您联系，给您办事")
SAME = _("认准是同一个人，不登记两遍，办补贴时核对")
CARE = _("该多久去看一次，别让需要的人没人管")
TAKE_IN = _("把社区的名册对准登记，错了能改回来")
OWN_NUMBER = _("只让本人进自己的页面，别人写的号码打不开")
MOVED_YEARS = 3
WHILE_HERE = _("住在这里期间，搬走或去世以后三年")


def _left_long_ago(at):
    """Moved away or died, and no stay of theirs ended lately."""
    day = (at - timedelta(days=MOVED_YEARS * 365)).date()
    gone = Person.objects.exclude(status=Person.Status.HERE)
    return gone.exclude(residencies__until_on__gte=day).filter(residencies__isnull=False).distinct()


def _ended_a_year_ago(at):
    return CareTag.objects.filter(expires_on__lt=(at - timedelta(days=366)).date())


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


def _cards_of_long_ago(at):
    return ResidentCard.objects.filter(expires_at__lt=at - timedelta(days=32))


declare(
    "residents.Person",
    whose=Whose.RESIDENTS,
    keep=Keep(WHILE_HERE, _left_long_ago),
    groups=[
        Group(
            [
                "uid",
                "user",
                "name",
                "name_key",
                "pinyin",
                "initials",
                "other_sounds",
                "sex",
                "relation",
                "status",
                "joined_into",
                "registered_at",
            ],
            Level.ORDINARY,
            LIVES,
            Basis.DUTY,
            shown_as=_("姓名、性别、跟户主的关系、在不在这里住"),
        ),
        Group(
            ["birth_on"],
            Level.MINORS,
            _("算年龄：高龄补贴、上学、孩子要另外保护"),
            Basis.SENSITIVE_DUTY,
            shown_as=_("出生日期"),
        ),
        Group(
            ["id_number_sealed", "id_number_index", "id_number_state"],
            Level.SENSITIVE,
            SAME,
            Basis.SENSITIVE_DUTY,
            shown_as=_("身份证号（加密保存，平时谁也看不到完整的）"),
        ),
        Group(
            ["phone_sealed", "phone_index"],
            Level.ORDINARY,
            REACH,
            Basis.DUTY,
            shown_as=_("手机号（加密保存，平时只显示头三位和后四位）"),
        ),
        Group(["remarks"], Level.ORDINARY, LIVES, Basis.DUTY, shown_as=_("备注")),
        Group(["id_number_by"], Level.ORDINARY, _("查得出是谁登记的"), Basis.STAFF),
        Group(
            ["tier", "tier_rank", "last_contact_on", "next_due_on"],
            Level.SENSITIVE,
            CARE,
            Basis.SENSITIVE_DUTY,
            shown_as=_("多久该联系您一次，上次是哪天"),
        ),
    ],
    plain=["version"],
)
declare(
    "residents.WrittenNumber",
    about=_("号码的来历"),
    whose=Whose.BOTH,
    keep=Keep(_("跟着登记；原来的号码留到新号码确认为止")),
    groups=[
        Group(
            ["person", "column", "origin", "reason", "written_at"],
            Level.ORDINARY,
            OWN_NUMBER,
            Basis.SECURITY,
            shown_as=_("您的号码是哪里来的、为什么换的、确认了没有"),
        ),
        Group(
            ["before_sealed", "before_index", "tell_before_at"],
            Level.ORDINARY,
            OWN_NUMBER,
            Basis.SECURITY,
            shown_as=_("换号码以前的手机号（加密保存，新号码确认了就删）"),
        ),
        Group(
            ["written_by", "confirmed_by", "seconded_by"],
            Level.ORDINARY,
            _("写号码的人不能自己确认"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "confirmed_how", "confirmed_at"],
)
declare(
    "residents.ResidentCard",
    about=_("居民卡"),
    whose=Whose.BOTH,
    keep=Keep(_("过期一个月"), _cards_of_long_ago, job="old-resident-cards"),
    groups=[
        Group(
            ["person", "code_hash", "used_at"],
            Level.ORDINARY,
            OWN_NUMBER,
            Basis.SECURITY,
            shown_as=_("发给您的居民卡，用过没有"),
        ),
        Group(["made_by", "seconded_by"], Level.ORDINARY, _("查得出是谁发的"), Basis.STAFF),
    ],
    plain=["uid", "made_at", "expires_at"],
)
declare(
    "residents.Residency",
    whose=Whose.RESIDENTS,
    keep=Keep(WHILE_HERE),
    groups=[
        Group(
            ["person", "tenure", "from_on", "until_on"],
            Level.ORDINARY,
            LIVES,
            Basis.DUTY,
            shown_as=_("住在哪一户，从哪天起，自有还是租住"),
        ),
    ],
)
declare(
    "residents.Dwelling",
    whose=Whose.RESIDENTS,
    keep=Keep(_("房子在就留着；请别进屋的标记，您说不用就去掉")),
    groups=[
        Group(
            ["no_entry_since"],
            Level.SENSITIVE,
            _("尊重您请别进屋的意思"),
            Basis.CONSENT,
            shown_as=_("您说过请别进屋"),
        ),
        Group(["last_contact_at", "last_attempt_at"], Level.ORDINARY, CARE, Basis.DUTY),
    ],
    plain=["stairwell", "floor", "door", "walk_key"],
)
declare("residents.Household")
declare("residents.ContactTier", plain=["tier", "every_days", "basis"])
declare("residents.ColumnName", plain=["head", "holds"])
declare(
    "residents.CareTag",
    whose=Whose.RESIDENTS,
    keep=Keep(_("到期为止，之后再留一年备查"), _ended_a_year_ago, job="old-care-tags"),
    groups=[
        Group(
            ["person", "kind", "source", "purpose", "expires_on"],
            Level.SENSITIVE,
            CARE,
            Basis.SENSITIVE_DUTY,
            shown_as=_("您需要的关心：从哪里知道的、做什么用、到哪天为止"),
        ),
        Group(["noted_by", "noted_at"], Level.ORDINARY, _("查得出是谁登记的"), Basis.STAFF),
    ],
)
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
