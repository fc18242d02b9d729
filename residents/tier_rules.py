"""How often whom, on the page where a community sets its own rules (office.rules)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.typed import column
from grids.roles import Duty
from office.rules.forms import RuleForm
from office.rules.kinds import Kind
from residents import care, contacts_due
from residents.models import ContactTier, Person

WHOM = ["tier", "kind", "from_age"]
SAYS = ["every_days", "by_phone", "seen_within", "basis"]


class TierForm(RuleForm):
    class Meta:
        model = ContactTier
        formfield_callback = column
        fields = [*WHOM, *SAYS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"from_age", "by_phone", "seen_within"} & {*self.fields}:
            self.fields[name].required = False


class Tiers(Kind):
    """Each tier has its rule from the house; for a need or an age one may be added."""

    name = "tiers"
    model = ContactTier
    position = 30
    label = gettext_lazy("多久联系一次")
    lead = gettext_lazy("要关爱的居民，最多隔几天联系一次。")
    adds = gettext_lazy("加一条")
    form = TierForm
    fixed = WHOM
    ruled = SAYS
    counts_from = gettext_lazy("存好以后马上重新算：下一次联系的日子照新的规定，约好的日子不变。")
    beside = "visits:recomputing"

    def lines(self, rows, community, reader):
        order = [*care.Tier.values, *care.Kind.values]
        places = {about: n for n, about in enumerate(order)}
        lines = super().lines(rows, community, reader)
        return sorted(lines, key=lambda line: (places.get(line.rule.about, 99), line.rule.from_age))

    def says(self, rule):
        parts = [care.rhythm(rule.every_days)]
        if rule.by_phone != ContactTier.ByPhone.ALWAYS:
            parts.append(_("电话、微信联系%(counts)s") % {"counts": rule.get_by_phone_display()})
        if rule.seen_within:
            n = rule.seen_within
            said = ngettext("%(n)s 天里要见到或听到本人", "%(n)s 天里要见到或听到本人", n)
            parts.append(said % {"n": n})
        return " · ".join([*parts, rule.basis])

    def still(self, rule, community, reader):
        if not rule.tier:
            return ""
        people = Person.objects.visible_to(reader).with_duty(reader, Duty.SEE_CARE)
        n = people.here().filter(community=community, tier=rule.tier).count()
        return n and ngettext(
            "现在有 %(n)s 位居民照这一条联系。", "现在有 %(n)s 位居民照这一条联系。", n
        ) % {"n": n}

    def foresees(self, rule, community, reader):
        return contacts_due.foresee(rule, community, reader)

    def changed(self, rule, *, by, at):
        contacts_due.rule_changed(rule, by=by, at=at)
