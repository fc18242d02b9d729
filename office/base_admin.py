"""What every register of the street office does: ask why, keep who and what, page without counting.

A form asks for the reason of a change; the words go into the row's history (office/changelog.py),
the proof into the record. A list offers its own filters and no other question, and the ways of
looking at it that somebody saved (office/saved_filters.py).
"""

from django import forms
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db import models
from django.db.models import UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextInputWidget

from foundation.audit import trail
from foundation.parameters import as_whole_number
from foundation.typed import TextField, WholeField, for_typing
from grids.roles import Duty
from office import changelog, saved_filters

COUNTED = 5_000
"""Rows a list counts and pages through; whoever looks further back filters or searches."""
LONGEST_WHY = 200
# What a filter may ask of its field; anything else would be a question the page does not offer.
ENDINGS = {"", "exact", "id__exact", "pk__exact", "isnull", "in", "gte", "lt", "year", "month"}
ENDINGS |= {"day"}


class AtLeast(int):
    """A number that says it may be more."""

    def __str__(self):
        return f"{int(self):,}+"


class CappedPaginator(Paginator):
    """Counting every row of a large table would cost more than showing a page of it.

    Nor is there a page behind the last one counted, so no list skips more rows than that.
    """

    @cached_property
    def count(self):
        counted = self.object_list.order_by()[:COUNTED].count()
        return AtLeast(counted) if counted == COUNTED else counted


class WhyField(TextField):
    def __init__(self):
        super().__init__(
            label=_("为什么改"),
            required=False,
            max_length=LONGEST_WHY,
            widget=UnfoldAdminTextInputWidget,
            help_text=_("可以不写，最多 200 字。写了就留在变更记录里，别写证件号和电话。"),
        )


class Whole:
    """A form's row is unique as a whole, also where half of it is only shown.

    Django leaves a rule out as soon as the form lacks one of its fields, and the database then
    answers with an error nobody can read.
    """

    shown: set = set()

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - self.shown


class ChosenByKey(AutocompleteSelect):
    """Django asks the table for whatever came as a key, and breaks on what is not one."""

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if as_whole_number(str(key)) is not None]
        return super().optgroups(name, keys, attr)


class MomentInput(forms.DateTimeInput):
    """One box for a day and its time, in the look of the theme."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(attrs={"class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%dT%H:%M")


class Typed:
    """Of a register, or of the lines in one: what is typed there is read as in every form."""

    def formfield_for_dbfield(self, field, request, **options):
        if isinstance(field, models.DateTimeField):  # the theme would ask in two boxes
            options["widget"] = MomentInput()
        found = super().formfield_for_dbfield(field, request, **for_typing(field, options))
        if isinstance(found, WholeField):  # its box is one of text, in the look of the theme
            found.widget.input_type = "text"
            found.widget.attrs["inputmode"] = "numeric"
        return found


class OfficeAdmin(Typed, ModelAdmin):
    """A register kept by the street office, for the whole house unless ScopedAdmin narrows it."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_before_template = "admin/saved_filters.html"
    object_history_template = "admin/changelog.html"
    # In a history these show that they changed, never what they were.
    hidden_fields: frozenset = frozenset()
    # The table (reports/tables) in which this register may leave the house, if it is one.
    exported_as = ""
    # Words for fields that are no columns of the model.
    field_words: dict = {}
    # Whether rows change here, and so have a history here.
    keeps_changelog = True
    when_empty = _("这里还没有登记过什么。")

    def formfield_for_choice_field(self, field, request, **options):
        """Nothing is chosen on somebody's behalf unless the model names what is usual."""
        options.setdefault("choices", field.get_choices(include_blank=not field.has_default()))
        return super().formfield_for_choice_field(field, request, **options)

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", ChosenByKey(field, self.admin_site))
        return super().formfield_for_foreignkey(field, request, **options)

    # Why

    def with_why(self, fieldsets):
        return [*fieldsets, (None, {"fields": [changelog.WHY]})]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return self.with_why(fieldsets) if self.may_write(request, obj) else fieldsets

    def may_write(self, request, obj):
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    def get_form(self, request, obj=None, change=False, **options):
        """The reason is no column: asked for here, read by `construct_change_message`."""
        asked = options.get("fields") or []
        options["fields"] = [name for name in asked if name != changelog.WHY] or None
        form = super().get_form(request, obj, change=change, **options)
        more = {changelog.WHY: WhyField()} if changelog.WHY in asked else {}
        return type(form.__name__, (Whole, form), {**more, "shown": self.shown_and_unique(obj)})

    def shown_and_unique(self, obj):
        """Columns of an old row that are only shown, and that a rule of uniqueness names."""
        if obj is None:
            return set()
        rules = (rule for rule in self.opts.constraints if isinstance(rule, UniqueConstraint))
        return {name for rule in rules for name in rule.fields}

    # Who changed what

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with trail.noticing() as request.on_record:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.put_on_record(request, obj, form)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        changed = {*formset.new_objects, *(row for row, _names in formset.changed_objects)}
        for each in formset.forms:
            if each.instance.pk and each.instance in changed:  # an empty line has no key yet
                self.put_on_record(request, each.instance, each)
        for row in formset.deleted_objects:
            self.note_removal(request, row)

    def put_on_record(self, request, obj, form):
        values = {name: changelog.values_of(form, name) for name in changelog.changed_in(form)}
        if changes := trail.differing(values):
            self.note(request, obj, changes)

    def note_removal(self, request, obj):
        self.note(request, obj, {"row": (str(obj), "")})

    def note(self, request, obj, changes):
        scope = getattr(obj, "record_scope", trail.HOUSE)
        about = {"by": request.user, "at": timezone.now()}
        trail.thing_changed(scope=scope, thing=obj, changes=changes, **about)

    def delete_model(self, request, obj):
        self.note_removal(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def construct_change_message(self, request, form, formsets, add=False):
        return changelog.message(self, form, formsets, add=add, on_record=request.on_record)

    def log_change(self, request, obj, message):
        """Words only for what is on record; a form saved as it was changed nothing."""
        return super().log_change(request, obj, message) if request.on_record else None

    def record_subject(self, obj):
        """How the record names this row."""
        return trail.name_of(obj)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        entries = changelog.entries(self, request, obj) if obj else []
        context = {"entries": entries, "most": changelog.MOST, **(extra_context or {})}
        return super().history_view(request, object_id, context)

    # Lists

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the filters of this list ask; Django would answer for any column."""
        filters = [each[0] if isinstance(each, tuple) else each for each in self.list_filter]
        if lookup in {getattr(each, "parameter_name", None) for each in filters}:
            return True
        for name in [*filters, self.date_hierarchy]:
            if isinstance(name, str) and (lookup == name or lookup.startswith(f"{name}__")):
                return lookup[len(name) :].strip("_") in ENDINGS
        return False

    def get_urls(self):
        return [*saved_filters.urls(self), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = saved_filters.context(self, request)
        if self.exported_as and request.reader.holds(Duty.EXPORT):
            context["export"] = reverse("reports:new", args=[self.exported_as])
        return super().changelist_view(request, {**context, **(extra_context or {})})
