"""People, doors and needs: what the register itself holds."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, declare
from residents.models import CareTag, Person, ResidentCard
from residents.personal.purposes import (
    CARE,
    LIVES,
    MOVED_YEARS,
    OWN_NUMBER,
    REACH,
    SAME,
    WHILE_HERE,
)


def _left_long_ago(at):
    """Moved away or died, and no stay of theirs ended lately."""
    day = (at - timedelta(days=MOVED_YEARS * 365)).date()
    gone = Person.objects.exclude(status=Person.Status.HERE)
    return gone.exclude(residencies__until_on__gte=day).filter(residencies__isnull=False).distinct()


def _ended_a_year_ago(at):
    return CareTag.objects.filter(expires_on__lt=(at - timedelta(days=366)).date())


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
            [
                "tier",
                "tier_rank",
                "last_contact_on",
                "next_due_on",
                "given_due_on",
                "given_since",
                "due_why",
            ],
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
declare(
    "residents.ContactTier",
    plain=[
        "tier",
        "kind",
        "from_age",
        "every_days",
        "by_phone",
        "seen_within",
        "basis",
    ],
)
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
