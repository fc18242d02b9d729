from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from grids import boundaries
from grids.models import Area, Building, CalendarDay, Compound, posts
from grids.roles import Duty, Level
from office.area_filters import CommunityFilter, GridFilter
from office.regulation_admin import RegulationAdmin
from office.scoped_admin import ScopedAdmin, administered

HANGS_UNDER = _("上一级")
HAS_OFFICE = (Level.TOWNSHIP, Level.COMMUNITY)
ADJUSTED = (Level.COMMUNITY, Level.GRID)
STILL_HOLDS = gettext_noop(
    "“%(name)s”里还有%(what)s，停用了就没有人管。请先用“调整网格”把它们归到别处，再来停用。"
)

# What somebody may do comes from dated posts; groups would promise something else.
admin.site.unregister(Group)


class AreaForm(forms.ModelForm):
    """A new area hangs one level below its parent, and its code begins with the parent's.

    A grid gets its code by itself; above it codes are those of the national register.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if code := self.fields.get("code"):
            code.required = False
            code.help_text = _("空着，系统会接着编。已经有编码的照填，要以社区的编码开头。")

    def clean(self):
        cleaned = super().clean()
        if (parent := cleaned.get("parent")) and not cleaned.get("code"):
            if parent.level == Level.COMMUNITY:
                cleaned["code"] = parent.next_code()
            else:
                self.add_error("code", _("街道、社区的编码不用自己编，请从区划名单导入。"))
        if (parent := cleaned.get("parent")) and cleaned.get("code"):
            if parent.level_below is None:
                self.add_error("parent", _("网格下面不能再有区域。"))
            else:
                self.instance.level = parent.level_below
            if not parent.may_have_below(cleaned["code"]):
                self.add_error("code", _("编码要以上一级的编码开头，只用数字。"))
        return cleaned

    def clean_valid_to(self):
        """An area with anybody in it does not end here; what is in it is given to others first."""
        last_day, area = self.cleaned_data["valid_to"], self.instance
        if last_day and area.pk and "valid_to" in self.changed_data:
            grids = Area.objects.under(area).filter(level=Level.GRID)
            held = boundaries.held_in(grids, day=timezone.localdate())
            if held or area.areas.valid().exists():
                words = {"what": "、".join(held) or _("下级区域"), "name": area.name}
                raise ValidationError(_(STILL_HOLDS) % words)
        return last_day


@admin.register(Area)
class AreaAdmin(ScopedAdmin):
    """Communities and grids of the street; codes and places in the tree stay as they are."""

    form = AreaForm
    list_display = ["name", "level", "code", "hangs_under", "valid_from", "valid_to"]
    list_select_related = ["parent"]
    list_filter = ["level"]
    search_fields = ["name", "^code"]
    ordering = ["path"]

    @admin.display(description=HANGS_UNDER, ordering="parent__path")
    def hangs_under(self, area):
        return area.parent

    @admin.display(description=_("调整"))
    def adjusting(self, area):
        """Where it is divided, joined, moved or closed."""
        words = _("拆分、合并、停用、换社区") if area.level == Level.GRID else _("楼栋换网格")
        there = reverse("boundaries:place", args=[area.code])
        return format_html('<a href="{}">{}</a>', there, words)

    def get_fields(self, request, obj=None):
        parent = "hangs_under" if obj else "parent"
        more = ["adjusting"] if obj and obj.level in ADJUSTED else []
        rings = ["office_phone"] if obj and obj.level in HAS_OFFICE else []
        return [parent, "code", "name", *rings, "valid_from", "valid_to", *more]

    def formfield_for_foreignkey(self, field, request, **options):
        mine = administered(request.reader).valid().exclude(level=Level.GRID)
        options.update(queryset=mine.order_by("path"), label=HANGS_UNDER)
        found = super().formfield_for_foreignkey(field, request, **options)
        found.required = True
        return found

    def get_readonly_fields(self, request, obj=None):
        """A grid ends by the action that says what becomes of it (office/boundaries)."""
        ends = ["valid_to"] if obj and obj.level == Level.GRID else []
        return ["hangs_under", "code", "adjusting", *ends] if obj else []

    def has_change_permission(self, request, obj=None):
        """One's own street is above oneself: the district renames and closes it."""
        return super().has_change_permission(request, obj) and (
            obj is None
            or (obj.parent is not None and posts.holds(request.reader, Duty.ADMINISTER, obj.parent))
        )


@admin.register(Compound)
class CompoundAdmin(ScopedAdmin):
    list_display = ["name", "community"]
    list_select_related = ["community"]
    list_filter = [CommunityFilter]
    search_fields = ["name"]
    ordering = ["community__code", "name"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(community__in=administered(request.reader))

    def formfield_for_foreignkey(self, field, request, **options):
        communities = administered(request.reader).filter(level=Level.COMMUNITY)
        options["queryset"] = communities.valid().order_by("code")
        return super().formfield_for_foreignkey(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["community"] if obj else []


class BuildingForm(forms.ModelForm):
    def clean_name(self):
        """Without blanks, so that a door reads as one: 胜利巷 12号院 东头."""
        return "".join(self.cleaned_data["name"].split())

    def clean_number(self):
        number, (least, most) = self.cleaned_data["number"], Building.NUMBERS
        if not least <= number <= most:
            text = _("楼号要填 %(least)s 到 %(most)s 的整数。")
            raise ValidationError(text % {"least": least, "most": most})
        return number

    def clean(self):
        cleaned = super().clean()
        compound = cleaned.get("compound") or getattr(self.instance, "compound", None)
        grid = cleaned.get("grid")
        if grid and compound and not Building.may_stand_in(compound, grid):
            raise ValidationError({"grid": _("网格要在小区所在的社区里。")})
        if self.instance.pk and "kind" in self.changed_data and cleaned.get("kind"):
            try:
                before = Building.objects.get(pk=self.instance.pk)
                boundaries.check_kind(before, cleaned["kind"])
            except boundaries.NotOfThisKind as contradicted:
                self.add_error("kind", contradicted.sentence)
        return cleaned


@admin.register(Building)
class BuildingAdmin(ScopedAdmin):
    """A new building stands in a grid; to another one it is given by the action that shows what follows.

    A wrong number or kind is corrected; its doors follow.
    """

    form = BuildingForm
    list_display = ["__str__", "grid", "community"]
    list_select_related = ["compound", "grid", "community"]
    list_filter = [CommunityFilter, GridFilter]
    search_fields = ["compound__name", "=number", "name"]
    ordering = ["compound__name", "number"]

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "grid":
            grids = administered(request.reader).valid().filter(valid_to=None).grids()
            options["queryset"] = grids.order_by("path")
        if field.name == "compound":
            compounds = Compound.objects.filter(community__in=administered(request.reader))
            options["queryset"] = compounds.order_by("name")
        return super().formfield_for_foreignkey(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["compound", "grid", "adjusting"] if obj else []

    @admin.display(description=_("调整"))
    def adjusting(self, building):
        there = reverse("boundaries:change", args=[building.grid.code])
        return format_html('<a href="{}">{}</a>', there, _("换到别的网格"))

    def get_fields(self, request, obj=None):
        return ["compound", "number", "name", "kind", "grid", *(["adjusting"] if obj else [])]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.place_in(form.cleaned_data["grid"])
            super().save_model(request, obj, form, change)
            return
        about = {"by": request.user, "at": timezone.now()}
        building = Building.objects.select_for_update().get(pk=obj.pk)
        if {"number", "name"} & {*form.changed_data}:
            said = {name: form.cleaned_data[name] for name in ("number", "name")}
            boundaries.renumber(building=building, **said, **about)
        if "kind" in form.changed_data:
            self._change_kind(request, building, form.cleaned_data["kind"], about)

    def _change_kind(self, request, building, kind, about):
        try:
            boundaries.change_kind(building=building, kind=kind, **about)
        except boundaries.NotOfThisKind as contradicted:  # a door was added while the form was read
            messages.error(request, contradicted.sentence)


@admin.register(CalendarDay)
class CalendarDayAdmin(RegulationAdmin):
    """Days off and make-up days that the national calendar does not know."""

    ruled = ["day", "is_workday", "why"]
    counts_from = _(
        "从改好以后新算的期限起照这个算，已经在算的不变；推算的期限等这一年的节假日录全了会重算。"
    )
    list_display = ["day", "is_workday", "why"]
    date_hierarchy = "day"
