"""紧急状态: where urgent messages go out at night, too, how long and why; a grave one by two."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notices.delivery import emergencies
from notices.models import Emergency
from office.base_admin import OfficeAdmin
from office.registers.delivery import CodeIsOurs
from office.scoped_admin import administered


class EmergencyForm(CodeIsOurs, forms.ModelForm):
    pass


@admin.register(Emergency)
class EmergencyAdmin(OfficeAdmin):
    form = EmergencyForm
    list_display = ["area_code", "reason", "from_at", "until_at", "said_by", "agreed_by", "state"]
    fields = ["area_code", "reason", "from_at", "until_at", "said_by", "agreed_by", "state"]
    readonly_fields = ["said_by", "agreed_by", "state"]
    list_select_related = ["said_by", "agreed_by"]
    ordering = ["-from_at", "-pk"]
    actions = ["agree", "end"]

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        form.reader = request.reader
        return form

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.reader.rules_the_house:
            return rows
        return rows.filter(area_code__in=administered(request.reader).values("code"))

    def has_change_permission(self, request, obj=None):
        """It is said once, as it is; it ends, and another is said."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.said_by = request.user
        super().save_model(request, obj, form, change)
        if obj.grave:
            text = _("超过一天，或者比社区大，要另一位同事也同意才算数。")
            messages.warning(request, text)

    @admin.display(description=_("现在"))
    def state(self, row):
        if row.pk is None:
            return "—"
        now = timezone.now()
        if row.until_at <= now:
            return _("过去了")
        if not row.counts:
            return _("等第二个人同意")
        return _("还没开始") if row.from_at > now else _("正在")

    @admin.action(description=_("我也同意"))
    def agree(self, request, rows):
        for row in rows:
            try:
                emergencies.agree(row, by=request.user, at=timezone.now())
            except emergencies.NotAnother:
                messages.error(request, gettext("“%s”是您定的，要另一位同事同意。") % row.reason)
            except emergencies.Over:
                messages.info(request, gettext("“%s”已经过去了，或者已经有人同意了。") % row.reason)
            else:
                self.note(request, row, {"agreed_by": ("", request.user.uid)})

    @admin.action(description=_("现在就结束"))
    def end(self, request, rows):
        now = timezone.now()
        for row in rows.filter(until_at__gt=now):
            self.note(request, row, {"until_at": (row.until_at.isoformat(), now.isoformat())})
            emergencies.end(row, at=now)
