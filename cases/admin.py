from django.contrib import admin
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from cases import timeline
from cases.models import Case, Category, Deadline, Step
from office.area_filters import CommunityFilter, GridFilter
from office.base_admin import Typed
from office.regulation_admin import RegulationAdmin, WhoseFilter
from office.scoped_admin import ReadOnly, ScopedAdmin


class OneForEachPriority(BaseInlineFormSet):
    """All are of the category and of its area, so only the priority tells them apart."""

    def full_clean(self):
        for form in self.forms:
            form.instance.area = self.instance.area
        super().full_clean()

    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        kept = [row.get("priority") for row in rows if not row.get("DELETE")]
        if len(kept) != len(set(kept)):
            raise ValidationError(_("这个类别和缓急已经有时限。"))


class DeadlineInline(Typed, TabularInline):
    """Of whoever made the category; others say theirs in the register of deadlines."""

    model = Deadline
    formset = OneForEachPriority
    extra = 0
    hide_title = True
    fields = ["priority", "amount", "unit", "basis"]


@admin.register(Category)
class CategoryAdmin(RegulationAdmin):
    """Of the house, and of streets and communities; one in use is switched off, never deleted."""

    ruled = ["words", "icon", "confidential_by_default", "active", "position"]
    counts_from = _("从改好以后新报的事起照这个办。上面保密的类别，下面不能放开，也不能停用。")
    list_display = ["__str__", "group", "confidential_by_default", "active", "position"]
    list_select_related = ["parent", "instead_of__parent"]
    search_fields = ["name", "instead_of__name"]
    inlines = [DeadlineInline]

    @display(description=_("上级类别"), ordering="parent__position")
    def group(self, category):
        return (category.instead_of or category).parent

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent", "instead_of__parent")

    def is_own(self, obj):
        return obj.instead_of_id is not None

    def get_fields(self, request, obj=None):
        if obj is None:
            itself = ["instead_of"] if self.rule_to_change(request) else ["parent", "name"]
            return ["area", *itself, *self.ruled]
        itself = ["__str__"] if obj.instead_of_id else ["parent", "name"]
        fields = ["whose", *itself, *self.ruled, *(["differs"] if obj.instead_of_id else [])]
        # The name of an icon says something only to whoever may choose another.
        may_write = self.has_change_permission(request, obj)
        return fields if may_write else [name for name in fields if name != "icon"]

    def get_readonly_fields(self, request, obj=None):
        return ["whose", "__str__", "differs"] if obj else []

    def get_changeform_initial_data(self, request):
        return super().get_changeform_initial_data(request) | self.changed(request)

    def changed(self, request):
        """What a street keeps in its own way is the category itself, whoever changed it before."""
        other = self.rule_to_change(request)
        return {"instead_of": other.instead_of or other} if other else {}

    def formfield_for_foreignkey(self, field, request, **options):
        found = super().formfield_for_foreignkey(field, request, **options)
        if field.name == "instead_of" and (changed := self.changed(request)):
            found.queryset = found.queryset.filter(pk=changed["instead_of"].pk)
            found.required, found.empty_label = True, None
        return found

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Only the deadlines of whoever made the category."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs | {"queryset": Deadline.objects.filter(area=obj.area_id)}

    def get_inlines(self, request, obj):
        is_change = obj.instead_of_id if obj else self.rule_to_change(request)
        return [] if is_change else super().get_inlines(request, obj)


@admin.register(Deadline)
class DeadlineAdmin(RegulationAdmin):
    """Until when, and who says so. A change counts for what is reported from then on."""

    fixed = ["category", "priority"]
    ruled = ["amount", "unit", "basis"]
    counts_from = _("从改好以后新报的事算起，已经在算的期限不变。")
    list_display = ["of", "priority", "amount", "unit", "basis"]
    list_select_related = ["category", "area"]
    list_filter = [WhoseFilter, "priority"]
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
        return timeline.title(step.action)


@admin.register(Case)
class CaseAdmin(ReadOnly, ScopedAdmin):
    """Cases change by the named actions of the desk, never by editing a row."""

    exported_as = "cases"
    list_display = ["number", "title", "category", "status", "community", "grid", "due_at"]
    list_select_related = ["category", "community", "grid"]
    list_filter = [CommunityFilter, GridFilter, "status", "priority", "channel"]
    search_fields = ["number"]
    ordering = ["-reported_at"]
    exclude = ["reporter", "filed_by", "visit", "dwelling", "kept_from"]
    inlines = [StepInline]
