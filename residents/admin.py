from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from accounts import reauthentication
from notices.admin import DeadLetterAdmin, NoticeAdmin
from notices.models import Dispatch, Notice
from office.area_filters import CommunityFilter, GridFilter
from office.changelog import PASSWORD, WHY
from office.regulation_admin import RegulationAdmin
from office.scoped_admin import ReadOnly, ScopedAdmin, administered, rows_for
from residents import contacts_due, masks, registry
from residents.at_office import pending
from residents.models import (
    CareTag,
    ContactTier,
    Dwelling,
    Person,
    Residency,
    Roster,
    WrittenNumber,
)
from residents.numbers import writing
from residents.person_forms import ChangePersonForm, PersonForm
from residents.roster.saying.sentences import summary_of
from residents.search import people, places, query


@admin.register(ContactTier)
class ContactTierAdmin(RegulationAdmin):
    """How often whom; days already reckoned follow, in the background."""

    fixed = ["tier", "kind", "from_age"]
    ruled = ["every_days", "by_phone", "seen_within", "basis"]
    counts_from = _("存好以后马上重新算：下一次联系的日子照新的规定，约好的日子不变。")
    list_display = ["__str__", "every_days", "by_phone", "seen_within", "basis"]

    def formfield_for_dbfield(self, field, request, **options):
        """What is left out is as the model has it: calls count, nothing more is asked for."""
        found = super().formfield_for_dbfield(field, request, **options)
        if field.name in ("from_age", "by_phone", "seen_within"):
            found.required = False
        return found

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        contacts_due.rule_changed(obj, by=request.user, at=timezone.now())

    def delete_model(self, request, obj):
        contacts_due.rule_changed(obj, by=request.user, at=timezone.now())
        super().delete_model(request, obj)


@admin.register(Dwelling)
class DwellingAdmin(ScopedAdmin):
    exported_as = "doors"
    fields = ["building", "stairwell", "floor", "door", "no_entry_since"]
    list_display = ["__str__", "floor", "grid", "no_entry_since"]
    list_select_related = ["building__compound", "grid"]
    list_filter = [CommunityFilter, GridFilter]
    search_fields = ["building__compound__name"]  # found as in the search box, see below
    ordering = ["walk_key"]
    autocomplete_fields = ["building"]

    def get_search_results(self, request, queryset, search_term):
        asked = query.read(search_term)
        return (places.listed(queryset, asked) if asked.text else queryset), False

    def get_readonly_fields(self, request, obj=None):
        return ["building"] if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            obj.place_in(obj.building.grid)
        super().save_model(request, obj, form, change)


class ResidencyInline(ReadOnly, TabularInline):
    model = Residency
    extra = 0
    hide_title = True
    fields = readonly_fields = ["dwelling", "tenure", "from_on", "until_on"]

    def get_queryset(self, request):
        stays = super().get_queryset(request).filter(pk__in=rows_for(Residency, request.reader))
        return stays.select_related("dwelling__building__compound").order_by("-from_on")


class CareTagInline(ReadOnly, TabularInline):
    model = CareTag
    extra = 0
    hide_title = True
    fields = readonly_fields = ["kind", "source", "purpose", "expires_on"]

    def get_queryset(self, request):
        tags = super().get_queryset(request)
        return tags.filter(pk__in=CareTag.objects.visible_to(request.reader)).order_by("kind")


@admin.register(Person)
class PersonAdmin(ScopedAdmin):
    """One register entry. Numbers are masked here as everywhere; residents.registry writes."""

    exported_as = "people"
    list_display = ["name", "where", "tier", "next_due_on", "status"]
    list_select_related = ["home__building__compound"]
    list_filter = [CommunityFilter, GridFilter, "status", "tier"]
    search_fields = ["name"]  # found as in the search box, see below
    ordering = ["-pk"]
    autocomplete_fields = ["home"]
    inlines = [ResidencyInline, CareTagInline]
    hidden_fields = frozenset({"id_number", "phone"})
    field_words = {
        "id_number": _("身份证号"),
        "phone": _("手机"),
        "no_phone": _("去掉登记的手机"),
        "tenure": _("居住类型"),
        "account": _("自己登录的账号"),
        "account_phone": _("登录用的手机"),
        "care_tag": _("关爱标签"),
    }
    known = ["registered_id_number", "registered_phone", "birth_on", "sex", "tier", "next_due_on"]

    def has_change_permission(self, request, obj=None):
        """What was joined into another entry is only looked at; the other one is changed."""
        joined = obj is not None and obj.status == Person.Status.JOINED
        return not joined and super().has_change_permission(request, obj)

    def get_search_results(self, request, queryset, search_term):
        asked = query.read(search_term)
        found = people.matching(queryset, asked, to=request.reader)
        return (found if asked.text else queryset), False

    @admin.display(description=_("现住"))
    def where(self, person):
        return person.home.building if person.home else "—"

    @admin.display(description=_("登记的身份证号"))
    def registered_id_number(self, person):
        return masks.id_number_in_detail(person, birth=masks.Birth.DAY)

    @admin.display(description=_("登记的手机"))
    def registered_phone(self, person):
        return masks.phone(person) or "—"

    def get_form(self, request, obj=None, change=False, **options):
        form = ChangePersonForm if obj else PersonForm
        why = [name for name in options.get("fields") or [] if name == WHY]
        facts = {
            "request": request,
            "reader": request.reader,
            "asks_password": self.asks_password(request),
        }
        form = type(form.__name__, (form,), facts)
        options["form"], options["fields"] = form, [*form.Meta.fields, *why]
        return super().get_form(request, obj, change=change, **options)

    def get_fieldsets(self, request, obj=None):
        password = [PASSWORD] if self.asks_password(request) else []
        typed = ["name", "home", "tenure", "relation", "id_number", "phone", *password, "remarks"]
        if obj is None:
            return self.with_why([(None, {"fields": typed})])
        known = (_("登记里已有"), {"fields": self.known})
        return self.with_why([known, (_("修改"), {"fields": [*typed, "no_phone", "status"]})])

    def asks_password(self, request):
        """Once for a request: the form and the page around it go by the same answer."""
        if not hasattr(request, "asks_password"):
            request.asks_password = not reauthentication.is_fresh(request, timezone.now())
        return request.asks_password

    def record_subject(self, obj):
        return obj.uid

    def get_readonly_fields(self, request, obj=None):
        return self.known if obj else []

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        cleaned, now = form.cleaned_data, timezone.now()
        if change:
            person = Person.objects.select_for_update(of=["self"]).get(pk=obj.pk)
            cleaned = cleaned | {"reason": form.reason}
            write_changes(person, cleaned, set(form.changed_data), by=request.user, at=now)
            return
        cleaned = {name: value for name, value in cleaned.items() if name != WHY}
        made = registry.register(by=request.user, at=now, **cleaned)
        obj.pk, obj._state.adding = made.pk, False


def write_changes(person, cleaned, changed, *, by, at):
    """Each change by the function of the register that is meant for it."""
    today = timezone.localdate(at)
    corrected = {name: cleaned[name] for name in changed & {"name", "relation", "remarks"}}
    if corrected:
        registry.correct(person=person, **corrected, by=by, at=at)
    written = {"origin": WrittenNumber.Origin.OFFICE, "reason": cleaned["reason"]}
    if number := cleaned["id_number"]:
        writing.write_id_number(person=person, number=number, **written, by=by, at=at)
    if cleaned["phone"] or cleaned["no_phone"]:
        writing.write_phone(person=person, phone=cleaned["phone"], **written, by=by, at=at)
    here = cleaned["status"] == Person.Status.HERE
    if "home" in changed or (here and "status" in changed):
        tenure = cleaned["tenure"] or Residency.Tenure.OWN
        registry.move(person=person, to=cleaned["home"], tenure=tenure, on=today, by=by, at=at)
    if cleaned["status"] == Person.Status.MOVED and person.status != Person.Status.MOVED:
        registry.moved_away(person=person, on=today, by=by, at=at)
    if cleaned["status"] == Person.Status.DIED and person.status != Person.Status.DIED:
        registry.died(person=person, on=today, by=by, at=at)


@admin.register(CareTag)
class CareTagAdmin(ScopedAdmin):
    """A need, noted or renewed; the person's tier follows. A wrong one ends yesterday."""

    exported_as = "care"
    fields = ["person", "kind", "source", "purpose", "expires_on"]
    list_display = ["person", "kind", "source", "expires_on"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    search_fields = ["^person__name"]
    ordering = ["expires_on", "pk"]
    autocomplete_fields = ["person"]

    def get_queryset(self, request):
        people = rows_for(Person, request.reader)
        return super().get_queryset(request).filter(person__in=people)

    def get_readonly_fields(self, request, obj=None):
        return ["person", "kind"] if obj else []

    def save_model(self, request, obj, form, change):
        made = registry.tag(
            person=obj.person,
            kind=obj.kind,
            source=obj.source,
            purpose=obj.purpose,
            expires_on=obj.expires_on,
            by=request.user,
            at=timezone.now(),
        )
        obj.pk, obj._state.adding = made.pk, False


@admin.register(Roster)
class RosterAdmin(ReadOnly, ScopedAdmin):
    """What was imported, when and by whom; what the files held is shown on their own pages."""

    list_display = ["file_name", "community", "state", "what", "uploaded_at", "uploaded_by"]
    fields = [*list_display, "taken_in_at", "taken_in_by"]
    list_select_related = ["community", "uploaded_by"]
    list_filter = [CommunityFilter, "state"]
    search_fields = ["file_name"]
    ordering = ["-uploaded_at", "-pk"]

    def get_queryset(self, request):
        rosters = super().get_queryset(request).light()
        return rosters.filter(community__in=administered(request.reader))

    @admin.display(description=_("结果"))
    def what(self, roster):
        return summary_of(roster) or "—"


@admin.register(Notice)
class OurNoticesAdmin(NoticeAdmin):
    """To staff of the areas one administers, and to their residents."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pending.ours(request.reader))


@admin.register(Dispatch)
class OurDeadLettersAdmin(DeadLetterAdmin):
    """To staff of the areas one administers, and to their residents."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pending.ours(request.reader))
