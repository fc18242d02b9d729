"""How often each tier is visited, on the page where a community sets its own rules (office.rules)."""

from django.utils.translation import gettext_lazy, ngettext

from foundation.typed import column
from grids.roles import Duty
from office.rules.forms import RuleForm
from office.rules.kinds import Kind
from residents import care
from residents.models import ContactTier, Person


class TierForm(RuleForm):
    class Meta:
        model = ContactTier
        formfield_callback = column
        fields = ["tier", "every_days", "basis"]


class Tiers(Kind):
    """Each tier has its rule from the house, so there is none to add."""

    name = "tiers"
    model = ContactTier
    position = 30
    label = gettext_lazy("多久联系一次")
    lead = gettext_lazy("要关爱的居民，最多隔几天联系一次。")
    form = TierForm
    fixed = ["tier"]
    ruled = ["every_days", "basis"]
    counts_from = gettext_lazy("从每位居民的下一次联系算起。")

    def lines(self, rows, community, reader):
        order = care.Tier.values
        lines = super().lines(rows, community, reader)
        return sorted(lines, key=lambda line: order.index(line.rule.tier))

    def says(self, rule):
        return f"{care.rhythm(rule.every_days)} · {rule.basis}"

    def still(self, rule, community, reader):
        people = Person.objects.visible_to(reader).with_duty(reader, Duty.SEE_CARE)
        n = people.here().filter(community=community, tier=rule.tier).count()
        return n and ngettext(
            "现在有 %(n)s 位居民照这一条联系，已经定好的下一次不变。",
            "现在有 %(n)s 位居民照这一条联系，已经定好的下一次不变。",
            n,
        ) % {"n": n}
