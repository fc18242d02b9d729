from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids import boundaries
from grids.models import Area, Building, CalendarDay, Compound, posts
from grids.roles import Duty, Level
from office.area_filters import CommunityFilter, GridFilter
from office.regulation_admin import RegulationAdmin
from office.scoped_admin import ScopedAdmin, administered

HANGS_UNDER = _("上一级")

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

    def get_fields(self, request, obj=None):
        parent = "hangs_under" if obj else "parent"
        return [parent, "code", "name", "valid_from", "valid_to"]

    def formfield_for_foreignkey(self, field, request, **options):
        mine = administered(request.reader).valid().exclude(level=Level.GRID)
        options.update(queryset=mine.order_by("path"), label=HANGS_UNDER)
        found = super().formfield_for_foreignkey(field, request, **options)
        found.required = True
        return found

    def get_readonly_fields(self, request, obj=None):
        return ["hangs_under", "code"] if obj else []

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
        return cleaned


@admin.register(Building)
class BuildingAdmin(ScopedAdmin):
    """A building given to another grid takes its doors, people and open matters with it.

    A wrong number is corrected; the order in which its doors are walked follows.
    """

    form = BuildingForm
    fields = ["compound", "number", "name", "kind", "grid"]
    list_display = ["__str__", "grid", "community"]
    list_select_related = ["compound", "grid", "community"]
    list_filter = [CommunityFilter, GridFilter]
    search_fields = ["compound__name", "=number", "name"]
    ordering = ["compound__name", "number"]

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "grid":
            grids = administered(request.reader).valid().grids()
            options["queryset"] = grids.order_by("path")
        if field.name == "compound":
            compounds = Compound.objects.filter(community__in=administered(request.reader))
            options["queryset"] = compounds.order_by("name")
        return super().formfield_for_foreignkey(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["compound", "kind"] if obj else []

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
        if "grid" in form.changed_data:
            boundaries.move_building(building=building, to=form.cleaned_data["grid"], **about)


@admin.register(CalendarDay)
class CalendarDayAdmin(RegulationAdmin):
    """Days off and make-up days that the national calendar does not know."""

    ruled = ["day", "is_workday", "why"]
    counts_from = _(
        "从改好以后新算的期限起照这个算，已经在算的不变；推算的期限等这一年的节假日录全了会重算。"
    )
    list_display = ["day", "is_workday", "why"]
    date_hierarchy = "day"
