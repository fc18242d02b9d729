"""What a post lets somebody do, in words an administrator can read."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("省、自治区、直辖市")
    CITY = "city", _("市")
    DISTRICT = "district", _("区县、开发区")
    TOWNSHIP = "township", _("街道、镇")
    COMMUNITY = "community", _("社区、村")
    GRID = "grid", _("网格")


class Duty(StrEnum):
    """One thing a post may do; querysets and pages name the duty they ask for."""

    SEE_DOORS = "see_doors"
    SEE_PEOPLE = "see_people"
    SEE_CARE = "see_care"
    LOG_CONTACTS = "log_contacts"
    SEE_CASES = "see_cases"
    REPORT_CASES = "report_cases"
    HANDLE_CASES = "handle_cases"
    TRIAGE_CASES = "triage_cases"
    RECEIVE_CONFIDENTIAL = "receive_confidential"
    TAKE_IN_DEEDS = "take_in_deeds"
    DECIDE_DEEDS = "decide_deeds"
    IMPORT_ROSTER = "import_roster"
    CONFIRM_PEOPLE = "confirm_people"
    CONFIRM_LEAVING = "confirm_leaving"
    SIT_AT_COUNTER = "sit_at_counter"
    LEAD_GRID = "lead_grid"
    SET_RULES = "set_rules"
    ANNOUNCE = "announce"
    ADMINISTER = "administer"
    EXPORT = "export"
    APPROVE_EXPORTS = "approve_exports"
    STAND_SECOND = "stand_second"
    KEEP_SYSTEM = "keep_system"
    KEEP_SECURITY = "keep_security"
    AUDIT = "audit"
    ANSWER_FEEDBACK = "answer_feedback"


@dataclass(frozen=True)
class RoleClass:
    """One kind of post: its name, what it is for, the areas it can be held in, its duties.

    `for_a_time`: it is given until a day, never without an end.
    """

    slug: str
    label: str
    summary: str
    levels: tuple[str, ...]
    duties: frozenset[Duty] = field(default_factory=frozenset)
    for_a_time: bool = False


_AT_THE_DOOR = {
    Duty.SEE_DOORS,
    Duty.SEE_PEOPLE,
    Duty.SEE_CARE,
    Duty.LOG_CONTACTS,
    Duty.SEE_CASES,
    Duty.REPORT_CASES,
    Duty.HANDLE_CASES,
    Duty.TAKE_IN_DEEDS,
    Duty.CONFIRM_PEOPLE,
}
_AT_THE_DESK = _AT_THE_DOOR | {Duty.TRIAGE_CASES, Duty.IMPORT_ROSTER, Duty.SIT_AT_COUNTER}

ROLES = {
    role.slug: role
    for role in (
        RoleClass(
            "street_staff",
            _("街道工作人员"),
            _("管理本街道的登记、组织和规则，看全街道的情况。"),
            (Level.TOWNSHIP, Level.DISTRICT),
            frozenset(
                _AT_THE_DESK
                | {Duty.SET_RULES, Duty.ANNOUNCE, Duty.ADMINISTER, Duty.EXPORT}
                | {Duty.APPROVE_EXPORTS, Duty.STAND_SECOND, Duty.ANSWER_FEEDBACK}
            ),
        ),
        RoleClass(
            "secretary",
            _("社区书记（道德银行行长）"),
            _("受理社区里的事，审定积分，指派人手；保密的事由书记受理。"),
            (Level.COMMUNITY,),
            frozenset(
                _AT_THE_DESK
                | {
                    Duty.DECIDE_DEEDS,
                    Duty.CONFIRM_LEAVING,
                    Duty.RECEIVE_CONFIDENTIAL,
                    Duty.EXPORT,
                    Duty.SET_RULES,
                }
                | {Duty.ANNOUNCE, Duty.ANSWER_FEEDBACK}
            ),
        ),
        RoleClass(
            "community_staff",
            _("社区工作人员"),
            _("在窗口接待居民，受理居民的事，导入名册。"),
            (Level.COMMUNITY,),
            frozenset(_AT_THE_DESK),
        ),
        RoleClass(
            "grid_lead",
            _("网格长"),
            _("带好一个网格，知道谁家该去还没去。"),
            (Level.GRID,),
            frozenset(_AT_THE_DOOR | {Duty.LEAD_GRID}),
        ),
        RoleClass(
            "grid_worker",
            _("网格员（揽储员）"),
            _("走访、登记、上报和办理自己网格里的事，替居民存入好事。"),
            (Level.GRID,),
            frozenset(_AT_THE_DOOR),
        ),
        RoleClass(
            "campaign_helper",
            _("下沉队员"),
            _("活动期间按名单敲门，只看见门牌，看不见别的；到期自动失效。"),
            (Level.GRID, Level.COMMUNITY),
            frozenset({Duty.SEE_DOORS, Duty.LOG_CONTACTS}),
            for_a_time=True,
        ),
        RoleClass(
            "standing_second",
            _("第二确认人"),
            _(
                "要两个人才能办的事，由他来当第二个人；别的都看不见。街道只有一位工作人员时要设一位。"
            ),
            (Level.TOWNSHIP, Level.DISTRICT),
            frozenset({Duty.STAND_SECOND, Duty.APPROVE_EXPORTS}),
        ),
        RoleClass(
            "system_admin",
            _("系统管理员"),
            _("看系统是不是好好的：时钟、后台任务、没送到的消息；看不见任何居民。"),
            (Level.TOWNSHIP, Level.DISTRICT),
            frozenset({Duty.KEEP_SYSTEM}),
        ),
        RoleClass(
            "security_admin",
            _("安全管理员"),
            _("定多久不用要重新登录，看谁还没有第二道验证，停用丢了的设备；看不见任何居民。"),
            (Level.TOWNSHIP, Level.DISTRICT),
            frozenset({Duty.KEEP_SECURITY}),
        ),
        RoleClass(
            "audit_admin",
            _("审计管理员"),
            _("看登录、导出、查看号码和任职的记录，查得出谁在什么时候看过什么；什么也不能改。"),
            (Level.TOWNSHIP, Level.DISTRICT),
            frozenset({Duty.AUDIT}),
        ),
    )
}

GRAVE = frozenset(
    {
        Duty.ADMINISTER,
        Duty.APPROVE_EXPORTS,
        Duty.RECEIVE_CONFIDENTIAL,
        Duty.STAND_SECOND,
        Duty.KEEP_SYSTEM,
        Duty.KEEP_SECURITY,
        Duty.AUDIT,
    }
)
"""Nobody gives such a post, or a way in to whoever holds one, without a second person."""

OWN_FACTOR = GRAVE | {Duty.EXPORT}
"""Whoever may do one of these signs in with a key or a paper of their own, not with a device."""

LENT = frozenset(_AT_THE_DESK | {Duty.DECIDE_DEEDS, Duty.CONFIRM_LEAVING, Duty.LEAD_GRID})
"""What somebody who stands in has of another's post: nothing grave, no confidential matters, no
files that leave the house, no rules. For those somebody is appointed, by two people."""

SEPARATE = ("system_admin", "security_admin", "audit_admin")
"""Three posts in three hands (GB/T 22239-2019, 8.1.4.2 d and 8.1.10.6, level 3)."""

CHOICES = [(role.slug, role.label) for role in ROLES.values()]


def that_may(duty: Duty) -> list[str]:
    """Slugs of the roles whose list contains the duty."""
    return [role.slug for role in ROLES.values() if duty in role.duties]


def levels_for(duty: Duty) -> list[str]:
    """The levels at which somebody may hold a post with the duty."""
    return sorted(
        {level for role in ROLES.values() if duty in role.duties for level in role.levels}
    )


def is_grave(role: str) -> bool:
    """Whether it takes two people to give this role to somebody."""
    return not GRAVE.isdisjoint(ROLES[role].duties)


def grave() -> list[str]:
    """Slugs of the roles that take two people."""
    return [slug for slug in ROLES if is_grave(slug)]


def apart_from(role: str) -> list[str]:
    """Slugs of the roles nobody holds beside this one: whoever audits does nothing else."""
    if role == "audit_admin":
        return [slug for slug in ROLES if slug != role]
    return [slug for slug in SEPARATE if slug != role] if role in SEPARATE else ["audit_admin"]


def lent(role: str) -> frozenset[Duty]:
    """What of this role somebody has who stands in for its holder; empty for what is never lent."""
    duties = ROLES[role].duties & LENT
    return duties if Duty.HANDLE_CASES in duties else frozenset()


def wants_own_factor(role: str) -> bool:
    return not OWN_FACTOR.isdisjoint(ROLES[role].duties)
