"""送达规则: which kind of message leaves by what, here and below; with the exact words it says."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from grids.models import Area
from notices import events
from notices.delivery import wording
from notices.delivery.asked import Signature
from notices.models import Audience, DeliveryRule
from office.base_admin import OfficeAdmin
from office.scoped_admin import administered

SAMPLE = Signature(_("（网格员的名字）"), _("（社区的办公电话）"))
NOT_YOURS = _("只能写您管的区域的编码。处处都算的，由管系统的人来写。")


class CodeIsOurs:
    """A form whose `area_code` lies where its reader administers; `reader` is put on by the admin."""

    reader = None

    def clean_area_code(self):
        code = self.cleaned_data["area_code"]
        areas = Area.objects if self.reader.rules_the_house else administered(self.reader)
        everywhere = code == "" and self.reader.rules_the_house
        if not everywhere and not areas.filter(code=code).exists():
            raise forms.ValidationError(NOT_YOURS)
        return code


class RuleForm(CodeIsOurs, forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("event"):
            label = field.label
            choices = [("", "—"), *events.choices()]
            widget = UnfoldAdminSelectWidget()
            self.fields["event"] = forms.ChoiceField(label=label, choices=choices, widget=widget)

    def clean(self):
        cleaned = super().clean()
        event = next((each for each in events.known() if each.name == cleaned.get("event")), None)
        if event and cleaned.get("audience") and cleaned["audience"] not in event.audiences:
            self.add_error("audience", _("这一类消息不发给他们。"))
        if cleaned.get("audience") == Audience.RESIDENTS and cleaned.get("by_wecom"):
            self.add_error("by_wecom", _("企业微信里只有工作人员，居民请用别的方式。"))
        if cleaned.get("audience") == Audience.STAFF and cleaned.get("by_slip"):
            self.add_error("by_slip", _("纸条是带给居民的，工作人员请用别的方式。"))
        return cleaned


@admin.register(DeliveryRule)
class DeliveryRuleAdmin(OfficeAdmin):
    form = RuleForm
    list_display = ["event_name", "audience", "area_code", "how", "digest", "quiet"]
    list_filter = ["audience"]
    when_empty = _("没有自己的规则，都照系统通行的送。要不一样的，新增一条。")
    fields = [
        "event",
        "audience",
        "area_code",
        "by_text",
        "by_wecom",
        "by_mail",
        "by_slip",
        "digest",
        "quiet",
        "exact_words",
    ]
    readonly_fields = ["exact_words"]
    ordering = ["event", "audience", "area_code"]

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        form.reader = request.reader
        return form

    def get_queryset(self, request):
        """One's own areas', and what holds above them, which is only to read."""
        rows = super().get_queryset(request)
        if request.reader.rules_the_house:
            return rows
        codes = list(administered(request.reader).values_list("code", flat=True))
        above = {code[:length] for code in codes for length in (2, 4, 6, 9, 12)} | {""}
        return rows.filter(area_code__in={*codes, *above})

    def _is_ours(self, request, obj):
        if obj is None or request.reader.rules_the_house:
            return True
        return administered(request.reader).filter(code=obj.area_code).exists()

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_ours(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Without it the rule above holds again; the record keeps what it said."""
        return super().has_delete_permission(request, obj) and self._is_ours(request, obj)

    @admin.display(description=_("哪一类消息"))
    def event_name(self, rule):
        return dict(events.choices()).get(rule.event, rule.event)

    @admin.display(description=_("用什么方式"))
    def how(self, rule):
        names = [str(rule._meta.get_field(f"by_{way}").verbose_name) for way in rule.ways]
        return "、".join(names) or _("只在站内")

    @admin.display(description=_("原话"))
    def exact_words(self, rule):
        """As it leaves the house, also for a phone several people have and for several in one."""
        if not rule.pk:
            return _("先保存，再看原话。")
        event = events.of(rule.event)
        about = {"signature": SAMPLE}
        said = [wording.words(event, rule.audience, **about)]
        if rule.audience == Audience.RESIDENTS:
            said += [
                wording.words(event, rule.audience, shared=True, **about),
                wording.words(event, rule.audience, confidential=True, **about),
            ]
        if rule.digest:
            said.append(wording.words(event, rule.audience, several=3, **about))
        return format_html_join("", "<p>{}</p>", ((each,) for each in dict.fromkeys(said)))
