import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import password_field
from foundation.audit import reasons
from foundation.typed import DayField, TextField
from grids.models import Area
from grids.roles import Duty, Level
from office.forms import SecondForm
from reports.four_eyes import Holds
from reports.models import Export
from reports.tables import Ask, Table

MOST_GRIDS = 400
"""More areas than anybody wants to scroll through; a larger house chooses communities."""
STEP = "\N{EM SPACE}"


class AreaField(forms.ModelChoiceField):
    """The tree, so far as somebody may export from it."""

    def label_from_instance(self, area):
        deep = {Level.GRID: 2, Level.COMMUNITY: 1}.get(area.level, 0)
        return STEP * deep + area.name


class ExportForm(forms.Form):
    """What, from where, which columns, why; the password only when two people are needed."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    area = AreaField(Area.objects.none(), label=_("从哪里"), empty_label=None)
    state = forms.ChoiceField(label=_("哪些"))
    from_on = DayField(label=_("从哪天"), required=False)
    until_on = DayField(label=_("到哪天"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("哪些列"),
        help_text=_("用得着的才选。"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("至少选一列。")},
    )
    full = forms.BooleanField(
        label=_("写完整的号码和门牌"),
        required=False,
        help_text=_("要街道的另一位同事批准。不选就隐去：138****1234，住址到楼栋。"),
    )
    why = TextField(
        label=_("做什么用"),
        min_length=reasons.SHORTEST,
        max_length=reasons.LONGEST,
        help_text=_("写进文件，也一直留下记录。比如：报民政局三月高龄补贴核对。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    form = forms.ChoiceField(
        label=_("文件"), choices=Export.Form, initial=Export.Form.XLSX, widget=forms.RadioSelect
    )
    password = password_field(
        _("您的登录密码"), required=False, help_text=_("这份导出要两个人点头，请先确认是您本人。")
    )

    def __init__(self, *args, reader, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["uid"].initial = uuid.uuid4
        self.fields["area"].queryset = areas_of(reader)
        self.fields["columns"].choices = [(one.key, label_of(one)) for one in table.columns]
        self.initial.setdefault("columns", [one.key for one in table.columns if one.chosen])
        self._ask_what_the_table_knows()

    def _ask_what_the_table_knows(self):
        table, today = self.table, timezone.localdate()
        if table.states:
            self.fields["state"].choices = list(table.states.items())
        else:
            del self.fields["state"]
        if table.dated != "between":
            del self.fields["from_on"]
        if not table.dated:
            del self.fields["until_on"]
        if not table.has_full:
            del self.fields["full"]
        last_month = today.replace(day=1) - timedelta(days=1)
        self.initial.setdefault("from_on", last_month.replace(day=1))
        self.initial.setdefault("until_on", today)

    def clean_why(self):
        try:
            reasons.for_the_record(self.cleaned_data["why"])
        except reasons.TooShort:
            raise forms.ValidationError(_("请多写几个字，说清楚给谁、做什么用。")) from None
        except reasons.TellsTooMuch:
            raise forms.ValidationError(_("用途里不要写号码，这句话会一直留着。")) from None
        return self.cleaned_data["why"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and first > last:
            self.add_error("until_on", _("结束的日子不能早于开始的日子。"))
        return cleaned

    def first_ask(self) -> Ask | None:
        """The question the form stands at before anybody answered."""
        area = self.fields["area"].queryset.first()
        days = {key: self.initial[key] for key in ("from_on", "until_on") if key in self.fields}
        return area and Ask(area=area, state=next(iter(self.table.states), ""), **days)

    @property
    def ask(self) -> Ask | None:
        """The question so far, also while the reason is still missing."""
        cleaned = self.cleaned_data
        if "area" not in cleaned or set(self.errors) & {"state", "from_on", "until_on"}:
            return None
        days = {key: cleaned.get(key) for key in ("from_on", "until_on")}
        states = list(self.table.states)
        return Ask(area=cleaned["area"], state=cleaned.get("state") or (states or [""])[0], **days)


def areas_of(reader):
    areas = Area.objects.with_duty(reader, Duty.EXPORT).valid()
    areas = areas.filter(level__in=[Level.TOWNSHIP, Level.COMMUNITY, Level.GRID])
    if areas[: MOST_GRIDS + 1].count() > MOST_GRIDS:
        areas = areas.exclude(level=Level.GRID)
    return areas


def label_of(column):
    if column.holds == Holds.ORDINARY:
        return column.label
    return _("%(column)s · 敏感") % {"column": column.label}


class DecideForm(SecondForm):
    """Of an export."""

    answer = forms.ChoiceField(
        label=_("您看呢"),
        choices=[("agree", _("批准")), ("refuse", _("不批准"))],
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=_("不批准的原因"),
        required=False,
        max_length=reasons.LONGEST,
        help_text=_("批准就不用写。"),
    )
