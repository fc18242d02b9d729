"""What somebody wants done with several posts; each form ends in steps (steps.py)."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation.typed import DayField
from grids import roles
from grids.models import Area, Posting
from grids.roles import Level
from office.forms import RowsField
from office.posts.steps import Step, ending
from office.registers.reach import staff_of
from office.scoped_admin import administered

FIRST_LINES, MORE_LINES, MOST_LINES = 3, 3, 12
MOST_SHOWN = 200
"""Posts on one page; a street has some two hundred, and a filter narrows them."""


class PlaceField(forms.ModelChoiceField):
    """One area; a grid with the name of its community."""

    def __init__(self, label, **options):
        options = {"required": False, "empty_label": gettext_lazy("请选择")} | options
        super().__init__(Area.objects.none(), label=label, **options)

    def label_from_instance(self, area):
        return full_name(area)


class PeopleField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user):
        return f"{user.name}（{user.username}）"


class PostsField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, post):
        parts = [post.user.name, post.get_role_display(), full_name(post.area)]
        if post.from_on > timezone.localdate():
            parts.append(_("%(day)s 起") % {"day": date_format(post.from_on)})
        if post.until_on:
            parts.append(_("到 %(last)s 为止") % {"last": date_format(post.until_on)})
        return " · ".join(parts)


def full_name(area: Area) -> str:
    return f"{area.parent.name} · {area.name}" if area.level == Level.GRID else area.name


def places_of(reader):
    rows = administered(reader).valid(on=reader.day)
    return rows.select_related("parent").order_by("path")


class GiveForm(forms.Form):
    """Everybody chosen gets every post written: one person several, or several the same."""

    people = PeopleField(
        User.objects.none(),
        label=gettext_lazy("安排谁"),
        error_messages={"required": gettext_lazy("还没有选人。")},
    )
    from_on = DayField(label=gettext_lazy("开始日期"))
    until_on = DayField(
        label=gettext_lazy("结束日期（含当天）"),
        required=False,
        help_text=gettext_lazy("不定期就空着；下沉队员一定要写。"),
    )

    def __init__(self, *args, reader, lines=FIRST_LINES, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = (
            staff_of(reader).filter(is_active=True).order_by("name", "pk")
        )
        self.fields["from_on"].initial = timezone.localdate
        self.lines, places = lines, list(places_of(reader))
        choices = [("", _("请选择")), *((area.pk, full_name(area)) for area in places)]
        for n in range(lines):
            self.fields[f"role{n}"] = forms.ChoiceField(
                label=_("第 %(n)s 个岗位") % {"n": n + 1},
                choices=[("", _("请选择")), *roles.CHOICES],
                required=n == 0,
            )
            field = PlaceField(_("在哪里"), required=n == 0)
            field.queryset = places_of(reader)
            field.choices = choices  # read once for all lines
            self.fields[f"area{n}"] = field

    def pairs(self):
        """The two fields of each line, for the page."""
        return [(self[f"role{n}"], self[f"area{n}"]) for n in range(self.lines)]

    def clean(self):
        cleaned = super().clean()
        for n in range(1, self.lines):
            role, area = cleaned.get(f"role{n}"), cleaned.get(f"area{n}")
            if role and not area and f"area{n}" not in self.errors:
                self.add_error(f"area{n}", _("这一行写了岗位，还要选区域。"))
            if area and not role and f"role{n}" not in self.errors:
                self.add_error(f"role{n}", _("这一行选了区域，还要选岗位。"))
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("结束日期不能早于开始日期。"))
        return cleaned

    def steps(self) -> list[Step]:
        """Of a valid form."""
        cleaned = self.cleaned_data
        posts = [(cleaned[f"role{n}"], cleaned[f"area{n}"]) for n in range(self.lines)]
        days = {"from_on": cleaned["from_on"], "until_on": cleaned["until_on"]}
        return [
            Step(user, role, area, **days)
            for user in cleaned["people"]
            for role, area in posts
            if role
        ]


class FilterForm(forms.Form):
    area = PlaceField(gettext_lazy("哪里的"))
    role = forms.ChoiceField(
        label=gettext_lazy("哪种岗位"), choices=[("", gettext_lazy("全部")), *roles.CHOICES]
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        places = places_of(reader).exclude(level=Level.GRID)
        self.fields["area"].queryset, self.fields["area"].empty_label = places, _("全部")
        self.fields["role"].required = False

    def narrow(self, rows):
        cleaned = self.cleaned_data if self.is_valid() else {}
        if area := cleaned.get("area"):
            rows = rows.filter(area__path__startswith=area.path)
        return rows.filter(role=cleaned["role"]) if cleaned.get("role") else rows


class LeaveForm(forms.Form):
    """Several posts end on one day, or go on elsewhere from the next one."""

    posts = PostsField(
        Posting.objects.none(),
        label=gettext_lazy("哪些岗位"),
        error_messages={"required": gettext_lazy("一个岗位也没有选。")},
    )
    what = forms.ChoiceField(
        label=gettext_lazy("怎么办"),
        choices=[("end", gettext_lazy("结束")), ("move", gettext_lazy("调到别的区域"))],
        widget=forms.RadioSelect,
    )
    last_day = DayField(
        label=gettext_lazy("在原来的区域干到哪一天（含当天）"),
        help_text=gettext_lazy("调动的，第二天起在新的区域。"),
    )
    to = PlaceField(gettext_lazy("调到哪里"), help_text=gettext_lazy("只有调动才选。"))

    def __init__(self, *args, reader, shown, **kwargs):
        super().__init__(*args, **kwargs)
        rows = posts_of(reader)
        self.fields["posts"].queryset = rows
        self.fields["to"].queryset = places_of(reader)
        self.fields["last_day"].initial = timezone.localdate
        field = self.fields["posts"]
        field.choices = [(post.pk, field.label_from_instance(post)) for post in shown]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == "move" and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", _("要调到哪里？请选一个区域。"))
        return cleaned

    def steps(self) -> list[Step]:
        """Of a valid form."""
        cleaned = self.cleaned_data
        to = cleaned["to"] if cleaned["what"] == "move" else None
        return ending(cleaned["posts"], cleaned["last_day"], to)


def posts_of(reader):
    """Posts of today and later where the reader administers."""
    rows = Posting.objects.filter(area__in=administered(reader)).exclude(until_on__lt=reader.day)
    rows = rows.select_related("user", "area__parent")
    return rows.order_by("area__path", "user__name", "pk")
