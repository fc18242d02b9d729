"""Registers of rules: those of the house, and what a street or community has instead.

Nobody writes over a rule that holds for others. A street that wants it otherwise makes a rule of
its own beside it ("改成本街道的"), sees what differs, and can go back.
"""

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.parameters import as_whole_number, whole_number
from grids import regulations
from grids.models.regulations import scopes
from grids.roles import Duty, Level
from office.scoped_admin import ScopedAdmin, rows_for

FROM = "from"
HOUSE = "house"


class WhoseFilter(SimpleListFilter):
    """The house's, or those of one area that has any."""

    title = gettext_lazy("谁的规定")
    parameter_name = "area"

    def lookups(self, request, model_admin):
        own = rows_for(model_admin.model, request.reader).exclude(area=None).order_by("area__path")
        areas = own.values_list("area", "area__name").distinct()
        house = regulations.rules_of(regulations.name_of_the_house())
        return [(HOUSE, house), *areas] if areas else []

    def queryset(self, request, queryset):
        if not (value := self.value()):
            return queryset
        if value == HOUSE:
            return queryset.filter(area=None)
        number = as_whole_number(value)
        return queryset.none() if number is None else queryset.filter(area=number)


class RegulationAdmin(ScopedAdmin):
    """`fixed`: what a rule is about, which stays; `ruled`: what it says."""

    fixed: list[str] = []
    ruled: list[str] = []
    counts_from = ""
    list_filter = [WhoseFilter]
    delete_confirmation_template = "admin/take_back_regulation.html"
    field_words = {"row": gettext_lazy("单独的规定")}

    # Who may

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("area")

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.shown_to = request.reader
        return found

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or regulations.may_write(request.reader, obj.area))

    def has_delete_permission(self, request, obj=None):
        """What a street made for itself it takes back; the house's rules are only changed."""
        return obj is not None and self.is_own(obj) and self.has_change_permission(request, obj)

    def is_own(self, obj) -> bool:
        return obj.area_id is not None

    def save_model(self, request, obj, form, change):
        self.check_writer(request, obj)
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        self.check_writer(request, obj)
        super().delete_model(request, obj)

    def check_writer(self, request, obj):
        """Once more, whatever a form let through."""
        if not regulations.may_write(request.reader, obj.area):
            raise PermissionDenied

    # The form

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["area", *self.fixed, *self.ruled]
        return ["whose", *self.fixed, *self.ruled, *(["differs"] if obj.area_id else [])]

    def get_readonly_fields(self, request, obj=None):
        return ["whose", *self.fixed, "differs"] if obj else []

    def get_fieldsets(self, request, obj=None):
        (name, first), *others = super().get_fieldsets(request, obj)
        return [(name, first | {"description": self.leading(request, obj)}), *others]

    def leading(self, request, rule):
        """From when a change counts; or whose it is to change, and the way to one's own."""
        if rule is None or self.has_change_permission(request, rule):
            return self.counts_from
        words = _("这条大家都用，在这里不能改。要跟它不一样，请单独规定。")
        way = self.way_down(request, rule)
        link = '{} <a class="text-link" href="{}">{}</a>'
        return format_html(link, words, way["link"], way["title"]) if way else words

    def formfield_for_dbfield(self, field, request, **options):
        """No window to make areas in: whose rule it is, is chosen."""
        found = super().formfield_for_dbfield(field, request, **options)
        if field.name in ("area", "instead_of"):
            found.widget = getattr(found.widget, "widget", found.widget)
        return found

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name != "area":
            return super().formfield_for_foreignkey(field, request, **options)
        found = super().formfield_for_foreignkey(
            field, request, queryset=regulations.areas_to_write(request.reader), **options
        )
        found.required = not regulations.may_write(request.reader, None)
        found.empty_label = None
        if not found.required:
            found.empty_label = regulations.rules_of(regulations.name_of_the_house())
        return found

    def get_changeform_initial_data(self, request):
        """A rule of one's own begins as the one it stands for."""
        initial = super().get_changeform_initial_data(request)
        if (other := self.rule_to_change(request)) is None:
            return {"area": self.own_street(request)} | initial
        area = self.own_street(request) if other.area_id is None else None
        says = {name: getattr(other, name) for name in [*self.fixed, *self.ruled]}
        return {"area": area} | says

    def rule_to_change(self, request):
        """The rule from above that this form is to say otherwise, named in its address."""
        key = whole_number(request, FROM)
        return self.get_queryset(request).filter(pk=key).first() if key else None

    def own_street(self, request):
        """Where whoever keeps the rules of one street keeps them."""
        areas = regulations.areas_to_write(request.reader).filter(level=Level.TOWNSHIP)[:2]
        return areas[0] if len(areas) == 1 else None

    # What pages say of it

    def whose(self, rule):
        house = regulations.name_of_the_house()
        changes = rule.area_id and regulations.above(rule) is not None
        return regulations.whose(rule, rule.shown_to, house=house, changes=bool(changes))

    whose.short_description = gettext_lazy("谁的规定")

    def differs(self, rule):
        """Line by line what is said otherwise than above."""
        other = regulations.above(rule)
        if other is None:
            return _("上面没有这一条，是这里自己定的。")
        name, lines = regulations.name_of(other.area) or _("上面"), []
        for field, (there, here) in regulations.differences(other, rule, self.ruled).items():
            words = {"field": field, "name": name, "there": there, "here": here}
            lines.append(_("%(field)s：%(name)s是“%(there)s”，这里是“%(here)s”") % words)
        return "\n".join(lines) or _("现在都一样，可以恢复用%(name)s的规定。") % {"name": name}

    differs.short_description = gettext_lazy("哪里不一样")

    def get_list_display(self, request):
        """Whose it is comes last but one; the rules are asked once for all lines."""
        reader, known = request.reader, {}

        def whose(rule):
            if not known:
                rows = rows_for(self.model, reader)
                known["above"] = {(row.area_id, row.about) for row in rows}
                known["house"] = regulations.name_of_the_house()
            above = [(pk, rule.about) for pk in scopes(rule.area)[1:]]
            changes = not known["above"].isdisjoint(above)
            words = regulations.whose(rule, reader, house=known["house"], changes=changes)
            own = [(post.area_id, rule.about) for post in reader.posts_with(Duty.ADMINISTER)]
            if rule.area_id is None and not known["above"].isdisjoint(own):
                return _("%(whose)s，本街道改过") % {"whose": words}
            return words

        whose.short_description = self.whose.short_description
        whose.admin_order_field = "area__path"
        return [*self.list_display, whose]

    # The ways from one rule to another

    def change_view(self, request, object_id, form_url="", extra_context=None):
        rule = self.get_object(request, object_id)
        ways = self.ways(request, rule) if rule else []
        context = {"ways": ways, "show_delete": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def ways(self, request, rule) -> list[dict]:
        found = [self.way_down(request, rule)]
        if self.has_delete_permission(request, rule):
            found.append({"title": _("不再单独规定"), "icon": "undo"})
            found[-1]["link"] = self.page("delete", rule.pk)
        return [way for way in found if way]

    def way_down(self, request, rule):
        """To the rule of one's own: to make it, or to where it is."""
        areas = regulations.areas_to_write(request.reader)
        if not any(rule.area_id in scopes(area)[1:] for area in areas):
            return None
        street = self.own_street(request) if rule.area_id is None else None
        own = street and self.own_rule(request, rule, street)
        if own:
            return {"title": _("看本街道的"), "icon": "edit", "link": self.page("change", own.pk)}
        below_a_street = rule.area_id is not None
        title = _("改成一个社区的") if below_a_street else _("改成一个街道的")
        title = _("改成本街道的") if street else title
        return {"title": title, "icon": "edit", "link": f"{self.page('add')}?{FROM}={rule.pk}"}

    def own_rule(self, request, rule, area):
        rows = self.get_queryset(request).filter(area=area)
        return next((row for row in rows if row.about == rule.about), None)

    def title_of_taking_back(self, rule):
        other = regulations.above(rule)
        if other is None:
            return _("不再单独规定")
        name = regulations.name_of(other.area) or _("上面")
        return _("恢复用%(name)s的规定") % {"name": name}

    def page(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def delete_view(self, request, object_id, extra_context=None):
        rule = self.get_object(request, object_id)
        if rule and self.is_own(rule):
            words = {"goes_back": self.title_of_taking_back(rule), "differs": self.differs(rule)}
            extra_context = words | (extra_context or {})
        return super().delete_view(request, object_id, extra_context)

    def response_delete(self, request, obj_display, obj_id):
        sentence = _("好了，“%(rule)s”不再单独规定。已经在算的期限不变。")
        self.message_user(request, sentence % {"rule": obj_display}, messages.SUCCESS)
        return HttpResponseRedirect(self.page("changelist"))
