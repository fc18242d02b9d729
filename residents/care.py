"""Care, not suspicion: which needs we note, and how often each asks for a contact.

Kinds and tiers follow the Inner Mongolian opinion on visiting care of 2022 (three tiers, weekly,
monthly, quarterly). How many days a tier has is a row (ContactTier), with its basis. There is no
kind for faith, ethnicity, petitions, offences or suspicion, and there will be none.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Tier(models.TextChoices):
    HIGH = "high", _("高关注")
    KEY = "key", _("重点关注")
    GENERAL = "general", _("一般关注")


RANK = {Tier.HIGH: 1, Tier.KEY: 2, Tier.GENERAL: 3}
"""1 is most urgent; a person without a tier has rank 9."""
NO_RANK = 9


class Kind(models.TextChoices):
    LIVING_ALONE_80 = "living_alone_80", _("80 岁以上独居、空巢")
    SERIOUS_ILLNESS = "serious_illness", _("重病需看护")
    DEMENTIA = "dementia", _("认知障碍")
    DISABLED_ELDER = "disabled_elder", _("失能老人")
    EXTREME_HARDSHIP = "extreme_hardship", _("分散供养特困")
    BEREAVED = "bereaved", _("计生特殊家庭")
    CHILD_IN_DIFFICULTY = "child_in_difficulty", _("困境儿童")
    LIVING_ALONE = "living_alone", _("60 岁以上独居")
    DISABILITY = "disability", _("残疾人")
    LOW_INCOME = "low_income", _("低保")
    VETERAN = "veteran", _("退役军人")
    NEW_MOTHER = "new_mother", _("孕产妇")


TIER_OF = {
    Kind.LIVING_ALONE_80: Tier.HIGH,
    Kind.SERIOUS_ILLNESS: Tier.HIGH,
    Kind.DEMENTIA: Tier.HIGH,
    Kind.DISABLED_ELDER: Tier.KEY,
    Kind.EXTREME_HARDSHIP: Tier.KEY,
    Kind.BEREAVED: Tier.KEY,
    Kind.CHILD_IN_DIFFICULTY: Tier.KEY,
    Kind.LIVING_ALONE: Tier.GENERAL,
    Kind.DISABILITY: Tier.GENERAL,
    Kind.LOW_INCOME: Tier.GENERAL,
    Kind.VETERAN: Tier.GENERAL,
    Kind.NEW_MOTHER: Tier.GENERAL,
}

# What a tag says when it is shown to people at the door: never the diagnosis or the loss itself.
SPOKEN = {
    Kind.BEREAVED: _("需要多关心"),
    Kind.SERIOUS_ILLNESS: _("身体不好"),
    Kind.DEMENTIA: _("记性不好"),
}


def highest_tier(kinds) -> str:
    """The most urgent tier among the kinds, or an empty string."""
    tiers = sorted((TIER_OF[kind] for kind in kinds), key=RANK.get)
    return tiers[0] if tiers else ""


def rhythm(every_days: int | None) -> str:
    """How often somebody is contacted, in words that say which is more: 每周联系, 每月联系."""
    if not every_days:
        return ""
    named = {7: _("每周联系"), 30: _("每月联系"), 90: _("每季联系")}
    if every_days in named:
        return str(named[every_days])
    return ngettext("每 %(n)s 天联系", "每 %(n)s 天联系", every_days) % {"n": every_days}


ELDER = 60
"""Years; the law for the protection of the elderly (老年人权益保障法, article 2)."""


def may_be_elder(birth_on: date | None, on: date) -> bool:
    """Sixty or older, or nobody knows: big type does no harm to the young."""
    years = age(birth_on, on)
    return years is None or years >= ELDER


def age(birth_on: date | None, on: date) -> int | None:
    if birth_on is None:
        return None
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
