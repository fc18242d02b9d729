"""What the pages of a community say of its categories and deadlines."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import categories
from cases.local_rules.forms import CategoryForm, DeadlineForm
from cases.models import Case, Category, Deadline
from grids.models import nearest
from office.rules.kinds import Kind, Line


def open_cases(reader, community):
    """Those the reader sees: whatever is confidential is not counted for anybody else."""
    return Case.objects.visible_to(reader).filter(community=community).open()


class Categories(Kind):
    name = "categories"
    model = Category
    position = 10
    label = gettext_lazy("类别")
    lead = gettext_lazy("居民反映的事分哪几类。上面保密的类别，这里不能放开，也不能停用。")
    adds = gettext_lazy("加一类")
    fixed = ["parent", "name"]
    ruled = ["words", "confidential_by_default", "active"]
    counts_from = gettext_lazy("从存好以后新报的事起照这个办。")

    def rows(self, community):
        rows = Category.objects.holding_at(community)
        return list(rows.select_related("area", "parent", "instead_of__parent"))

    def lines(self, rows, community, reader):
        held = nearest(rows, community)
        here = categories.of_rows(rows, community)
        names = {each.pk: each.name for each in here}
        return [
            Line(held[each.pk], each.name, self._says_here(each), names.get(each.parent_id, ""))
            for each in sorted(here, key=partial(_under_its_group, here))
        ]

    def says(self, rule):
        return _in_words(rule.confidential_by_default, rule.active, rule.words)

    def _says_here(self, each):
        return _in_words(each.confidential, each.active, each.words)

    def form(self, data, *, instance, held, **asked):
        loosens = not (instance.instead_of_id and instance.is_secret_above())
        return CategoryForm(data, instance=instance, held=held, loosens=loosens, **asked)

    def still(self, rule, community, reader):
        n = open_cases(reader, community).filter(category=rule.about).count()
        return n and ngettext(
            "您看得到的还有 %(n)s 件这样的事没办完，照原来的办。",
            "您看得到的还有 %(n)s 件这样的事没办完，照原来的办。",
            n,
        ) % {"n": n}

    def own_of(self, rule, community):
        """What the category itself is, as it holds here; it stays what and where it is."""
        itself = rule.instead_of or rule
        here = categories.here(itself, community)
        says = {"words": here.words, "icon": here.icon, "position": here.position}
        says |= {"confidential_by_default": here.confidential, "active": here.active}
        return Category(area=community, instead_of=itself, **says)

    def goes_back(self, rule):
        return rule.instead_of_id is not None


class Deadlines(Kind):
    name = "deadlines"
    model = Deadline
    position = 20
    label = gettext_lazy("答复时限")
    lead = gettext_lazy("多久要给居民答复。单独规定了的类别照单独的，别的照“其他各类”。")
    adds = gettext_lazy("给一类单独规定")
    form = DeadlineForm
    fixed = ["category", "priority"]
    ruled = ["amount", "unit", "basis"]
    counts_from = gettext_lazy("从存好以后新报的事算起，已经在算的期限不变。")

    def rows(self, community):
        rows = Deadline.objects.holding_at(community)
        return list(rows.select_related("area", "category"))

    def lines(self, rows, community, reader):
        order = list(Deadline.priority.field.flatchoices)
        places = {value: place for place, (value, _label) in enumerate(order)}
        lines = super().lines(rows, community, reader)
        return sorted(lines, key=lambda line: _as_listed(line.rule, places))

    def line(self, rule):
        kind = rule.category.name if rule.category else _("其他各类")
        title = _("%(category)s，%(priority)s")
        words = {"category": kind, "priority": rule.get_priority_display()}
        return Line(rule, title % words, self.says(rule))

    def says(self, rule):
        return f"{rule.amount} {rule.get_unit_display()} · {rule.basis}"

    def still(self, rule, community, reader):
        """Those whose deadline this rule gives; what was counted by an older one is like them."""
        rules = Deadline.objects.holding_at(community).filter(priority=rule.priority)
        own = {pk for pk in rules.values_list("category", flat=True) if pk} - {rule.category_id}
        cases = open_cases(reader, community).filter(priority=rule.priority)
        cases = cases.exclude(category__in=own)
        if rule.category_id is None:
            cases = cases.exclude(category__parent__in=own)
        else:
            mine = Q(category=rule.category_id) | Q(category__parent=rule.category_id)
            cases = cases.filter(mine)
        n = cases.count()
        return n and ngettext(
            "您看得到的还有 %(n)s 件在算期限，期限不变。",
            "您看得到的还有 %(n)s 件在算期限，期限不变。",
            n,
        ) % {"n": n}


def _in_words(confidential, active, words):
    said = [_("保密") if confidential else "", "" if active else _("不用"), words]
    return " · ".join(filter(None, said))


def _under_its_group(here, each):
    """Each group, and behind it what is in it, as both stand in their order."""
    places = {local.pk: place for place, local in enumerate(here)}
    group = places.get(each.parent_id, places[each.pk])
    return group, each.parent_id is not None, places[each.pk]


def _as_listed(rule, places):
    """All others first, then the categories in their order, each by how pressing it is."""
    kind = rule.category
    where = (1, kind.position, kind.pk) if kind else (0, 0, 0)
    return *where, places[rule.priority]


CATEGORIES, DEADLINES = Categories(), Deadlines()
