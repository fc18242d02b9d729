"""本社区的规定: what holds in a community and whose it is; setting one's own, and going back."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.parameters import whole_number
from grids import regulations
from grids.access import for_duty
from grids.models import Area, Regulation
from grids.models.regulations import scopes
from grids.roles import Duty
from office.rules import kinds, writing


class Opened(NamedTuple):
    """One kind of rules in one community, as a page of it begins."""

    community: Area
    kind: kinds.Kind
    rows: list[Any]
    lines: list[kinds.Line]

    def line_of(self, key: int | None) -> kinds.Line | None:
        """What holds about the thing that the rule with this key is about; None without a key."""
        if key is None:
            return None
        about = next((row.about for row in self.rows if row.pk == key), None)
        found = (line for line in self.lines if line.rule.about == about)
        if about is None or (line := next(found, None)) is None:
            raise Http404
        return line

    def above(self, rule: Regulation) -> Regulation | None:
        """What would hold without this rule."""
        order = scopes(rule.area)[1:]
        others = [row for row in self.rows if row.about == rule.about and row.area_id in order]
        return min(others, key=lambda row: order.index(row.area_id), default=None)

    def whose(self, rule: Regulation, house: str) -> str:
        changes = rule.area_id is not None and self.above(rule) is not None
        return regulations.whose_here(rule, self.community, house=house, changes=changes)

    def to(self, name: str, rule: Regulation | None = None) -> str:
        asked = {"kind": self.kind.name} | ({"rule": rule.pk} if rule else {})
        return f"{reverse(name, args=[self.community.code])}?{urlencode(asked)}"

    @property
    def back(self) -> str:
        return self.to("rules:community")


def _open(request, code) -> Opened:
    community = get_object_or_404(regulations.communities_ruled(request.reader), code=code)
    kind = kinds.named(request.GET.get("kind", ""))
    if kind is None:
        raise Http404
    rows = kind.rows(community)
    return Opened(community, kind, rows, kind.lines(rows, community, request.reader))


@for_duty(Duty.SET_RULES)
@require_GET
def communities(request):
    """Straight to the one there is; else which one."""
    found = list(regulations.communities_ruled(request.reader))
    if len(found) == 1:
        return redirect("rules:community", found[0].code)
    return render(request, "office/rules/communities.html", {"communities": found})


@for_duty(Duty.SET_RULES)
@require_GET
def community(request, code):
    """What holds there of one kind, and whose rule it is."""
    opened, house = _open(request, code), regulations.name_of_the_house()
    context = {
        "opened": opened,
        "lines": [
            {
                "line": line,
                "whose": opened.whose(line.rule, house),
                "own": line.rule.area_id == opened.community.pk,
                "href": opened.to("rules:rule", line.rule),
            }
            for line in opened.lines
        ],
        "tabs": [
            {"label": kind.label, "url": f"?kind={kind.name}", "current": kind is opened.kind}
            for kind in kinds.every()
        ],
        "new": opened.kind.adds and opened.to("rules:rule"),
        "several": regulations.communities_ruled(request.reader).count() > 1,
    }
    return render(request, "office/rules/community.html", context)


@for_duty(Duty.SET_RULES)
@require_http_methods(["GET", "POST"])
def rule_page(request, code):
    """One rule as it holds; saved, it is the community's own."""
    opened = _open(request, code)
    line = opened.line_of(whole_number(request, "rule"))
    form = _form(request, opened, line, request.POST or None)
    if request.method == "POST" and form.is_valid() and "look" in request.POST:
        return _rule_page(request, opened, line, form, 200)
    if request.method == "POST" and form.is_valid():
        try:
            _set(opened, form, request.user)
        except writing.ChangedMeanwhile:
            return _somebody_was_first(request, code)
        messages.success(request, _("存好了，本社区从现在起照这个办。"))
        return redirect(opened.back)
    return _rule_page(request, opened, line, form, 422 if form.is_bound else 200)


def _set(opened, form, user):
    names = [name for name in form.fields if name != "seen"]
    if form.instance.pk is None:
        names = [*opened.kind.fixed, *opened.kind.ruled]
    what = {"seen": form.cleaned_data["seen"], "by": user, "at": timezone.now()}
    writing.set_rule(rule=form.instance, names=names, then=opened.kind.changed, **what)


def _somebody_was_first(request, code):
    """What was typed, beside the rule as it is by now; saving once more is meant."""
    opened = _open(request, code)
    line = opened.line_of(whole_number(request, "rule"))
    typed = request.POST.copy()
    typed["seen"] = writing.mark_of(line and line.rule)
    form = _form(request, opened, line, typed)
    form.add_error(None, _("刚才有人改过这一条。上面是现在的规定；还要照您写的办，请再存一次。"))
    return _rule_page(request, opened, line, form, 409)


def _form(request, opened, line, data=None):
    kind, held = opened.kind, line and line.rule
    if held is None:
        rule = kind.begun(opened.community, request.GET)
    elif held.area_id == opened.community.pk:
        rule = held
    else:
        rule = kind.own_of(held, opened.community)
    asked = {"fixed": kind.fixed, "held": held, "reader": request.reader}
    return kind.form(data, instance=rule, **asked)


def _rule_page(request, opened, line, form, status):
    kind, held = opened.kind, line and line.rule
    own = held is not None and held.area_id == opened.community.pk
    above = opened.above(held) if own else None
    still = held and kind.still(held, opened.community, request.reader)
    context = {
        "opened": opened,
        "line": line,
        "form": form,
        "whose": held and opened.whose(held, regulations.name_of_the_house()),
        "above": above and kind.says(above),
        "above_whose": above and opened.whose(above, regulations.name_of_the_house()),
        "looks": type(kind).foresees is not kinds.Kind.foresees,
        "follows": [sentence for sentence in (still, kind.counts_from) if sentence],
    }
    if form.is_bound and form.is_valid():
        context["weeks"] = kind.foresees(form.instance, opened.community, request.reader)
    if own and kind.goes_back(held):
        context["take_back"] = opened.to("rules:take-back", held)
    return render(request, "office/rules/rule.html", context, status=status)


@for_duty(Duty.SET_RULES)
@require_http_methods(["GET", "POST"])
def take_back(request, code):
    """Asks once more, showing what will differ."""
    opened = _open(request, code)
    key = whole_number(request, "rule")
    rule = next((row for row in opened.rows if row.pk == key), None)
    if rule is None or rule.area_id != opened.community.pk or not opened.kind.goes_back(rule):
        messages.info(request, _("这一条本社区没有单独的规定，已经照上面的办了。"))
        return redirect(opened.back)
    if request.method == "POST":
        return _taken_back(request, opened, rule)
    above = opened.above(rule)
    context = {
        "opened": opened,
        "line": opened.line_of(rule.pk),
        "above": above,
        "whose": above and opened.whose(above, regulations.name_of_the_house()),
        "differences": above and regulations.differences(above, rule, opened.kind.ruled),
        "seen": writing.mark_of(rule),
        "still": opened.kind.still(rule, opened.community, request.reader),
        "back": opened.to("rules:rule", rule),
    }
    return render(request, "office/rules/take_back.html", context)


def _taken_back(request, opened, rule):
    seen = request.POST.get("seen", "")
    try:
        what = {"seen": seen, "by": request.user, "at": timezone.now()}
        writing.take_back(rule=rule, then=opened.kind.changed, **what)
    except writing.ChangedMeanwhile:
        messages.error(request, _("刚才有人改过这一条，请看看现在的规定。"))
        return redirect(opened.to("rules:rule", rule))
    messages.success(request, _("好了，这一条本社区从现在起照上面的办。"))
    return redirect(opened.back)
