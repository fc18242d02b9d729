"""What somebody who writes an announcement fills in, and why one is taken back."""

import uuid
from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from announcements.audience import Audience
from announcements.models import Version
from announcements.writing import Text
from foundation.pictures import photos
from foundation.typed import DayField, TextField
from grids.models import Area, Building, Compound
from grids.roles import Level
from residents import care

A_WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)
WHOLE = "all"
PICTURES = {
    "accept": "image/jpeg,image/png,image/webp",
    "data-preview": "id_picture_chosen",
    "data-shrink": True,
}


class TextForm(forms.Form):
    """The words, the days and the picture; the same for a draft and for a correction."""

    title = TextField(label=gettext_lazy("标题"), max_length=40)
    words = TextField(
        label=gettext_lazy("内容"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("说清什么事、什么时候、要居民做什么。不写谁家的事，不写号码。"),
    )
    from_on = DayField(label=gettext_lazy("从哪天起"))
    until_on = DayField(
        label=gettext_lazy("到哪天为止（含当天）"),
        help_text=gettext_lazy("过了这一天自己消失，不用来删。"),
    )
    by_message = forms.BooleanField(
        label=gettext_lazy("也发消息"),
        required=False,
        help_text=gettext_lazy("有账号的居民收到一条消息。急的、要居民做什么的才发。"),
    )
    without_picture = forms.BooleanField(label=gettext_lazy("去掉现在的图片"), required=False)
    picture = forms.FileField(
        label=gettext_lazy("图片"),
        required=False,
        help_text=gettext_lazy("没有也可以。一张，照片里的位置信息会去掉。"),
        widget=forms.FileInput(attrs=PICTURES),
    )

    def __init__(self, *args, version: Version | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["from_on"].initial, self.fields["until_on"].initial = today, today + A_WEEK
        if version:
            for name in Text._fields:
                self.fields[name].initial = getattr(version, name)
        if not (version and version.picture):
            del self.fields["without_picture"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("最后一天不能早于第一天。"))
        elif last and last < timezone.localdate():
            self.add_error("until_on", _("最后一天已经过了。"))
        elif first and last and last - first > LONGEST:
            self.add_error("until_on", _("一条公告最长一年。"))
        return self._with_picture(cleaned)

    def _with_picture(self, cleaned):
        """Looked at last: nothing is decoded for a form that is wrong anyway."""
        file = cleaned.get("picture")
        if not file:
            cleaned["picture"] = None
        elif self.errors:
            self.add_error("picture", _("图片要请您重新选一次。"))
        else:
            try:
                [cleaned["picture"]] = photos.take_in([file])
            except photos.BadPhoto as bad:
                self.add_error("picture", str(bad))
        return cleaned

    @property
    def text(self) -> Text:
        return Text(*(self.cleaned_data[name] for name in Text._fields))


class WriteForm(TextForm):
    """A new one, to an area; `uid` is made with the page, so that two taps are one."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.ChoiceField(label=gettext_lazy("发给"), initial=WHOLE)
    care = forms.ChoiceField(
        label=gettext_lazy("只给有这种需要的人"),
        required=False,
        help_text=gettext_lazy(
            "只有写公告的人看得见选了哪一种：不写在公告上，不印在纸上，几个人合用的手机上不显示。"
        ),
    )

    field_order = ["uid", "part", "care"]

    def __init__(self, *args, area: Area, sees_care: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.area, self.parts = area, _parts(area)
        self.fields["uid"].initial = uuid.uuid4
        whole = (WHOLE, _("%(area)s，所有的人") % {"area": area.name})
        self.fields["part"].choices = [whole, *((key, str(row)) for key, row in self.parts.items())]
        if not self.parts:
            del self.fields["part"]
        self.fields["care"].choices = [("", _("不限")), *care.Kind.choices]
        if not sees_care:
            del self.fields["care"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("part") in self.parts and cleaned.get("care"):
            self.add_error(
                "care", _("只给一部分人的公告，要发给整个网格或者更大的地方，免得看得出是谁。")
            )
        return cleaned

    @property
    def to(self) -> Audience:
        part = self.parts.get(self.cleaned_data.get("part", ""))
        return audience_of(self.area, part, self.cleaned_data.get("care", ""))


class WhereForm(forms.Form):
    """For which area; a street may have a hundred grids, so they stand under their communities."""

    into = forms.ChoiceField(label=gettext_lazy("发给哪里"))

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [(area.code, _in_line(area)) for area in areas]


class TakeBackForm(forms.Form):
    why = TextField(
        label=gettext_lazy("为什么收回"),
        max_length=200,
        help_text=gettext_lazy("写给同事看，居民看不见。"),
    )


def audience_of(area: Area, part: Compound | Building | None, care_kind: str = "") -> Audience:
    """A compound or a building is said to its community: it stays there when grids change."""
    if part is None:
        return Audience(area, care=care_kind)
    community = area if area.level == Level.COMMUNITY else area.parent
    kind = "building" if isinstance(part, Building) else "compound"
    return Audience(community, **{kind: part}, care=care_kind)


def _parts(area):
    """{key: compound or building} that lie in a community or a grid."""
    if area.level not in (Level.COMMUNITY, Level.GRID):
        return {}
    buildings = Building.objects.filter(Q(**{area.level: area})).select_related("compound")
    buildings = buildings.order_by("compound__name", "number", "pk")
    compounds = Compound.objects.filter(community=area) if area.level == Level.COMMUNITY else []
    rows = {f"c{each.pk}": each for each in compounds}
    return rows | {f"b{each.pk}": each for each in buildings}


def _in_line(area):
    return ("　" if area.level == Level.GRID else "") + area.name
