"""Who works here: accounts of staff, and the posts they hold."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BLANK_CHOICE_DASH
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from accounts import staff
from accounts.models import User
from foundation.typed import DayField
from grids import letting_in, postings, roles, second
from grids.models import Area, Posting
from office import notifications, proposals
from office.changelog import WHY
from office.models import Proposal
from office.registers.proposing import Proposes
from office.registers.reach import is_all_ours, staff_of
from office.registers.staff_forms import (
    TYPED_AGAIN,
    AsksPassword,
    RoleFitsLevel,
    StaffForm,
    TakesTwo,
    is_asked,
    password_again,
)
from office.scoped_admin import ReadOnly, ScopedAdmin, administered


class PostingInline(ReadOnly, TabularInline):
    model = Posting
    extra = 0
    hide_title = True
    fields = readonly_fields = ["role", "area", "from_on", "until_on"]

    def get_queryset(self, request):
        mine = super().get_queryset(request).filter(area__in=administered(request.reader))
        return mine.select_related("area").order_by("-from_on")


class NewStaffForm(AsksPassword, TakesTwo, RoleFitsLevel, StaffForm):
    """Everybody begins with a post, so nobody has an account that belongs to no office."""

    own_password = password_again()
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("责任区域"), widget=UnfoldAdminSelectWidget
    )
    role = forms.ChoiceField(
        label=_("岗位"),
        choices=[*BLANK_CHOICE_DASH, *roles.CHOICES],
        widget=UnfoldAdminSelectWidget,
    )
    from_on = DayField(label=_("开始日期"), widget=UnfoldAdminDateWidget)
    until_on = DayField(label=_("结束日期（含当天）"), required=False, widget=UnfoldAdminDateWidget)

    class Meta(StaffForm.Meta):
        fields = ["username", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = self.areas
        self.fields["from_on"].initial = timezone.localdate


class ChangeStaffForm(AsksPassword, TakesTwo, StaffForm):
    """An account there is. What opens a way into one that weighs heavily is asked for by itself."""

    own_password = password_again()

    def clean(self):
        cleaned = super().clean()
        if self.kind_for_two(cleaned) and len({*self.changed_data} & {*StaffForm.Meta.fields}) > 1:
            raise ValidationError(_("登录名和停用、启用要另一个人确认，请一样一样改。"))
        return cleaned

    def grave_step(self, cleaned):
        if not self.kind_for_two(cleaned):
            return None
        place = second.place_of_account(self.instance, on=timezone.localdate())
        return place, self.instance

    def kind_for_two(self, cleaned):
        """What of it takes two people, as a proposal calls it; "" if one will do."""
        before = User.objects.get(pk=self.instance.pk)
        columns = {name: cleaned[name] for name in ("username", "is_active") if name in cleaned}
        if not letting_in.opens(before, columns):
            return ""
        if second.place_of_account(before, on=timezone.localdate()) is None:
            return ""
        renamed = columns.get("username") != before.username
        return Proposal.Kind.RENAME if renamed else Proposal.Kind.SWITCH_ON


class GiveCodeForm(AsksPassword, forms.Form):
    """Only the password, where it was not typed lately."""

    own_password = password_again()


@admin.register(User)
class StaffAdmin(Proposes, ScopedAdmin):
    """Accounts of people with a post in reach; residents' accounts are made by signing in.

    A password is never chosen here: `give_code` takes the old one away and shows a code, once.
    An account with a grave post, and a code for one, is only asked for.
    """

    list_display = ["name", "username", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "username"]
    ordering = ["name", "pk"]
    inlines = [PostingInline]
    form = ChangeStaffForm
    fieldsets = [(None, {"fields": ["username", "name", "is_active"]})]
    add_fieldsets = [
        (None, {"fields": ["username", "name"]}),
        (_("第一个岗位"), {"fields": ["area", "role", "from_on", "until_on"]}),
    ]
    field_words = {"password": _("密码"), "area": _("责任区域"), "role": _("岗位")}
    field_words |= {"from_on": _("开始日期"), "until_on": _("结束日期（含当天）")}
    field_words |= {"confirmed_by": _("谁确认的")}
    actions_detail = ["appoint", "give_code", "way_in"]

    def get_queryset(self, request):
        return staff_of(request.reader).order_by(*self.ordering)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            areas = administered(request.reader).valid().order_by("path")
            options["form"] = NewStaffForm.asked_in(request, areas=areas)
            why = [name for name in options.get("fields") or [] if name == WHY]
            options["fields"] = ["username", "name", *why]
        else:
            options["form"] = ChangeStaffForm.asked_in(request)
        return super().get_form(request, obj, change=change, **options)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        asked = self.may_write(request, obj) and is_asked(request)
        return [*fieldsets, (None, {"fields": [TYPED_AGAIN]})] if asked else fieldsets

    def has_change_permission(self, request, obj=None):
        mine = obj is None or is_all_ours(request.reader, obj)
        return mine and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        cleaned, about = form.cleaned_data, {"by": request.user, "at": timezone.now()}
        if change:
            self._change(request, form, about)
            return
        named = {name: cleaned[name] for name in ("username", "name")}
        first = {name: cleaned[name] for name in ("area", "role", "from_on", "until_on")}
        if form.grave_step(cleaned):
            self.propose(request, kind=Proposal.Kind.OPEN, **named, **first)
            return
        made = staff.open_account(**named, **about)
        obj.pk, obj._state.adding = made.pk, False
        postings.appoint(user=made, **first, **about)
        notifications.offer_own_entry(made, at=about["at"])

    def _change(self, request, form, about):
        """What opens a way into an account that weighs heavily is only asked for."""
        user = User.objects.get(pk=form.instance.pk)
        if kind := form.kind_for_two(form.cleaned_data):
            username = form.cleaned_data["username"] if kind == Proposal.Kind.RENAME else ""
            step = {"kind": kind, "user": user, "username": username}
            self.propose(request, ask=proposals.ask_for_account, **step)
            return
        named = {name: form.cleaned_data[name] for name in ("username", "name", "is_active")}
        letting_in.change_account(user=user, **named, **about)

    def response_add(self, request, obj, post_url_continue=None):
        """The next thing somebody new needs is a way in."""
        if obj.pk is None:
            return super().response_add(request, obj, post_url_continue)
        return redirect("admin:accounts_user_give_code", obj.pk)

    @action(description=_("安排岗位"), url_path="appoint", icon="person_add")
    def appoint(self, request, object_id):
        """To the form of a new post, with this person filled in."""
        return redirect(f"{reverse('admin:grids_posting_add')}?user={unquote(object_id)}")

    @action(description=_("怎么登录"), url_path="way-in", icon="badge")
    def way_in(self, request, object_id):
        """To their card, devices and second factor."""
        member = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        return redirect("security:way-in", member.uid)

    @action(description=_("给一个登录码"), url_path="give-code", icon="key")
    def give_code(self, request, object_id):
        """Ask first; then show the code on this page, which nobody keeps, and nowhere else.

        For somebody with a grave post it is asked for, and comes in two halves.
        """
        user = self.get_object(request, unquote(object_id))
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, user) or user == request.user:
            raise PermissionDenied
        form = GiveCodeForm.asked_in(request)(request.POST if request.method == "POST" else None)
        grave = second.place_of_account(user, on=timezone.localdate()) is not None
        context = self.admin_site.each_context(request) | {"staff": user, "opts": self.opts}
        context |= {"title": _("给一个登录码"), "subtitle": str(user), "code": "", "own": False}
        context |= {"form": form, "takes_two": grave}
        if request.method == "POST" and settings.DEMO:
            messages.warning(request, _("这是大家一起用的演示，密码不能改。"))
        elif form.is_valid():
            if self._code(request, user, grave, context):
                return redirect("office:proposals")
        response = TemplateResponse(request, "admin/give_code.html", context)
        add_never_cache_headers(response)
        return response

    def _code(self, request, user, grave, context):
        """Put the code into the context, or ask for it; true when there is nothing to show here."""
        about = {"user": user, "by": request.user, "at": timezone.now()}
        if user.phone_index or hasattr(user, "person"):
            context["own"] = True
        elif not grave:
            context["code"] = letting_in.give_code(**about)
        else:
            return self._ask_for_code(request, about)
        return False

    def _ask_for_code(self, request, about):
        try:
            proposals.ask_for_account(kind=Proposal.Kind.CODE, **about)
        except proposals.CannotBeDone as refusal:
            messages.warning(request, refusal.sentence)
            return False
        messages.success(request, _("提出来了，等第二个人确认；现在还什么都没有改。"))
        return True
