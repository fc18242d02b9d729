"""Who works here: accounts of staff, and the posts they hold."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from accounts.models import User
from accounts.staff_forms import StaffForm
from grids import postings, roles
from grids.models import Area, Posting
from grids.scoped_admin import ReadOnly, ScopedAdmin, administered

WRONG_LEVEL = _("这个岗位不能设在这一级区域。")


def staff_of(user):
    """Everybody who holds or held a post in the areas the user administers."""
    here = Posting.objects.filter(area__in=administered(user))
    return User.objects.filter(pk__in=here.values("user"))


def is_all_ours(user, staff) -> bool:
    """Whether every post the staff member holds or will hold lies where the user administers.

    Whoever sets a password holds the account: nobody takes over one that reaches further.
    """
    today = timezone.localdate()
    open_posts = staff.postings.filter(Q(until_on=None) | Q(until_on__gte=today))
    return not open_posts.exclude(area__in=administered(user)).exists()


class AppointForm(forms.ModelForm):
    """A post; which role fits which level is asked of grids.postings."""

    def clean(self):
        facts = super().clean()
        if facts.get("area") and facts.get("role"):
            try:
                postings.check_level(facts["area"], facts["role"])
            except postings.WrongLevel:
                raise ValidationError({"area": WRONG_LEVEL}) from None
        if self.instance.pk and self.instance.until_on and not facts.get("until_on"):
            raise ValidationError({"until_on": _("已经定了结束日期。要接着干，请新增一条任职。")})
        return facts


@admin.register(Posting)
class PostingAdmin(ScopedAdmin):
    """Appointed here, ended here; what was is never rewritten."""

    form = AppointForm
    list_display = ["user", "role", "area", "from_on", "until_on"]
    list_select_related = ["user", "area"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__username", "area__name"]
    ordering = ["-from_on", "-pk"]
    autocomplete_fields = ["user"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(area__in=administered(request.user))

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "area":
            options["queryset"] = administered(request.user).valid().order_by("path")
        if field.name == "user":
            options["queryset"] = staff_of(request.user)
        return super().formfield_for_foreignkey(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["user", "area", "role", "from_on"] if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            postings.end(posting=obj, last_day=form.cleaned_data["until_on"])
            return
        made = postings.appoint(**form.cleaned_data)
        obj.pk, obj._state.adding = made.pk, False


class PostingInline(ReadOnly, TabularInline):
    model = Posting
    extra = 0
    fields = readonly_fields = ["role", "area", "from_on", "until_on"]

    def get_queryset(self, request):
        mine = super().get_queryset(request).filter(area__in=administered(request.user))
        return mine.select_related("area").order_by("-from_on")


class NewStaffForm(StaffForm):
    """Everybody begins with a post, so nobody has an account that belongs to no office."""

    password_required = True
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("责任区域"), widget=UnfoldAdminSelectWidget
    )
    role = forms.ChoiceField(
        label=_("岗位"),
        choices=[*BLANK_CHOICE_DASH, *roles.CHOICES],
        widget=UnfoldAdminSelectWidget,
    )
    from_on = forms.DateField(label=_("开始日期"), widget=UnfoldAdminDateWidget)

    class Meta(StaffForm.Meta):
        fields = ["username", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = self.areas
        self.fields["from_on"].initial = timezone.localdate

    def clean(self):
        facts = super().clean()
        if facts.get("area") and facts.get("role"):
            try:
                postings.check_level(facts["area"], facts["role"])
            except postings.WrongLevel:
                self.add_error("area", WRONG_LEVEL)
        return facts


@admin.register(User)
class StaffAdmin(ScopedAdmin):
    """Accounts of people with a post in reach; residents' accounts are made by signing in."""

    list_display = ["name", "username", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "username"]
    ordering = ["name", "pk"]
    inlines = [PostingInline]
    form = StaffForm
    fieldsets = [(None, {"fields": ["username", "name", "is_active", "password1", "password2"]})]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "password1", "password2"]}),
        (_("第一个岗位"), {"fields": ["area", "role", "from_on"]}),
    ]

    def get_queryset(self, request):
        return staff_of(request.user).order_by(*self.ordering)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            areas = administered(request.user).valid().order_by("path")
            options["form"] = type("NewStaffForm", (NewStaffForm,), {"areas": areas})
            options["fields"] = ["username", "name"]
        elif not self.has_change_permission(request, obj):
            options["fields"] = ["username", "name", "is_active"]
        return super().get_form(request, obj, change=change, **options)

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["username", "name", "is_active"]})]
        return super().get_fieldsets(request, obj)

    def has_change_permission(self, request, obj=None):
        mine = obj is None or is_all_ours(request.user, obj)
        return mine and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        facts = form.cleaned_data
        if facts.get("password1"):
            obj.set_password(facts["password1"])
        super().save_model(request, obj, form, change)
        if not change:
            postings.appoint(
                user=obj, area=facts["area"], role=facts["role"], from_on=facts["from_on"]
            )
