from django.contrib import admin
from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from cases import timeline
from cases.models import Case, Category, Deadline, Step
from office.area_filters import CommunityFilter, GridFilter
from office.base_admin import OfficeAdmin
from office.scoped_admin import ReadOnly, ScopedAdmin


class DeadlineInline(TabularInline):
    model = Deadline
    extra = 0
    hide_title = True


@admin.register(Category)
class CategoryAdmin(OfficeAdmin):
    """One list for the whole house; a category in use is switched off, never deleted."""

    list_display = ["name", "parent", "confidential_by_default", "active", "position"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    inlines = [DeadlineInline]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Deadline)
class DeadlineAdmin(OfficeAdmin):
    """Until when, and who says so. A change counts for what is reported from then on."""

    list_display = ["of", "priority", "amount", "unit", "basis"]
    list_select_related = ["category"]
    list_filter = ["priority"]
    autocomplete_fields = ["category"]

    @display(description=_("类别"), ordering="category__position")
    def of(self, deadline):
        return deadline.category or _("其他各类")


class StepInline(ReadOnly, TabularInline):
    model = Step
    extra = 0
    hide_title = True
    fields = ["what", "to_status", "at", "note"]
    readonly_fields = fields

    @display(description=_("做了什么"))
    def what(self, step):
        return timeline.TITLES.get(step.action, step.action)


@admin.register(Case)
class CaseAdmin(ReadOnly, ScopedAdmin):
    """Cases change by the named actions of the desk, never by editing a row."""

    exported_as = "cases"
    list_display = ["number", "title", "category", "status", "community", "grid", "due_at"]
    list_select_related = ["category", "community", "grid"]
    list_filter = [CommunityFilter, GridFilter, "status", "priority", "channel"]
    search_fields = ["number"]
    ordering = ["-reported_at"]
    exclude = ["reporter", "filed_by", "visit", "dwelling"]
    inlines = [StepInline]
