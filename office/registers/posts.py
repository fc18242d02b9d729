"""Who is responsible for an area, from and until when."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.models import User
from grids import postings, roles
from grids.models import Posting
from office.models import Proposal
from office.registers.proposing import Proposes
from office.registers.reach import staff_of
from office.registers.staff_forms import (
    PLACE_ENDED,
    TYPED_AGAIN,
    AsksPassword,
    RoleFitsLevel,
    TakesTwo,
    apart,
    is_asked,
    password_again,
)
from office.scoped_admin import ScopedAdmin, administered


class AppointForm(AsksPassword, TakesTwo, RoleFitsLevel, forms.ModelForm):
    """A post."""

    own_password = password_again()


NOTHING_LEFT = _("交接以后没有剩下的日子了。下沉队员的岗位要有结束日期，请给接手的人新增一条任职。")


class EndForm(AsksPassword, TakesTwo, forms.ModelForm):
    """Until when a post is held, and who has it from the next day on."""

    own_password = password_again()

    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("交给谁"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("选了人，从结束日期的第二天起，这个岗位就归这位同事。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "successor" in self.fields:
            others = self.staff.exclude(pk=self.instance.user_id).filter(is_active=True)
            self.fields["successor"].queryset = others.order_by("name", "pk")

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.initial.get("until_on") and not cleaned.get("until_on"):
            raise ValidationError({"until_on": _("已经定了结束日期。要接着干，请新增一条任职。")})
        if cleaned.get("successor") and not cleaned.get("until_on"):
            raise ValidationError({"until_on": _("请填干到哪一天，第二天起交接。")})
        post, last_day = self.instance, cleaned.get("until_on")
        if successor := cleaned.get("successor"):
            if why := apart(successor, post.role, last_day + timedelta(days=1), None):
                raise ValidationError({"successor": why})
            first_day, until_on = last_day + timedelta(days=1), self.initial.get("until_on")
            if roles.ROLES[post.role].for_a_time and not (until_on and until_on >= first_day):
                raise ValidationError({"successor": NOTHING_LEFT})
            self._goes_on(post, first_day)
        elif postings.is_longer(self.initial.get("until_on"), last_day):
            if why := apart(post.user, post.role, post.from_on, last_day):
                raise ValidationError({"until_on": why})
            self._goes_on(post, post.from_on)
        return cleaned

    def _goes_on(self, post, from_on):
        """Somebody holds it longer, or after them: not in a place that ended, nor for ever."""
        try:
            postings.check_place(post.area, from_on, today=timezone.localdate())
        except postings.PlaceEnded:
            raise ValidationError(PLACE_ENDED % {"name": post.area.name}) from None

    def grave_step(self, cleaned):
        post = self.instance
        longer = postings.is_longer(self.initial.get("until_on"), cleaned.get("until_on"))
        if roles.is_grave(post.role) and (cleaned.get("successor") or longer):
            return post.area, cleaned.get("successor") or post.user
        return None


@admin.register(Posting)
class PostingAdmin(Proposes, ScopedAdmin):
    """Appointed here, ended or handed over here; what was is never rewritten.

    A grave post is only asked for here; the yes of a second person gives it.
    """

    form = AppointForm
    field_words = {"successor": _("交给谁"), "handed_to": _("交给谁")}
    field_words |= {"confirmed_by": _("谁确认的")}
    list_display = ["user", "role", "area", "from_on", "until_on"]
    list_select_related = ["user", "area"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__username", "area__name"]
    ordering = ["-from_on", "-pk"]
    autocomplete_fields = ["user"]
    actions_list = ["give_several", "leave_several"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(area__in=administered(request.reader))

    def get_form(self, request, obj=None, change=False, **options):
        options["form"] = AppointForm.asked_in(request)
        if obj is not None:
            options["form"] = EndForm.asked_in(request, staff=staff_of(request.reader))
        return super().get_form(request, obj, change=change, **options)

    def get_fields(self, request, obj=None):
        fields = ["user", "area", "role", "from_on", "until_on"]
        if not self.may_write(request, obj):
            return fields
        more = ["successor"] if obj else []
        return [*fields, *more, TYPED_AGAIN] if is_asked(request) else [*fields, *more]

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "area":
            options["queryset"] = administered(request.reader).valid().order_by("path")
        if field.name == "user":
            options["queryset"] = staff_of(request.reader)
        return super().formfield_for_foreignkey(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["user", "area", "role", "from_on"] if obj else []

    def get_changeform_initial_data(self, request):
        """Most begin today; whose post it is may come from their account's page."""
        return {"from_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    @action(description=_("一次安排几个"), url_path="give-several", icon="group_add")
    def give_several(self, request):
        return redirect("posts:give")

    @action(description=_("一次调动或结束几个"), url_path="leave-several", icon="group_remove")
    def leave_several(self, request):
        return redirect("posts:leave")

    def save_model(self, request, obj, form, change):
        cleaned, about = form.cleaned_data, {"by": request.user, "at": timezone.now()}
        if change:
            posting = Posting.objects.select_related("user", "area").get(pk=obj.pk)
            self._change(request, posting, form, about)
            return
        fields = {name: cleaned[name] for name in ["user", "area", "role", "from_on", "until_on"]}
        if form.grave_step(cleaned):
            self.propose(request, kind=Proposal.Kind.APPOINT, **fields)
            return
        made = postings.appoint(**fields, **about)
        obj.pk, obj._state.adding = made.pk, False

    def _change(self, request, posting, form, about):
        cleaned, last_day = form.cleaned_data, form.cleaned_data["until_on"]
        grave = {"area": posting.area, "role": posting.role, "posting": posting}
        if to := cleaned["successor"]:
            first_day = last_day + timedelta(days=1)
            if form.grave_step(cleaned):
                days = {"from_on": first_day, "until_on": last_day}
                kind = Proposal.Kind.HAND_OVER
                self.propose(request, kind=kind, user=to, **days, **grave)
            else:
                postings.hand_over(posting=posting, to=to, on=first_day, **about)
        elif form.grave_step(cleaned):
            kind = Proposal.Kind.EXTEND
            self.propose(request, kind=kind, user=posting.user, until_on=last_day, **grave)
        else:
            postings.end(posting=posting, last_day=last_day, **about)
