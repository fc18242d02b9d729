"""What the box asks: no name, no number, nothing it does not need."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import WithPhotos, text_field
from foundation.typed import CodeField, TextField
from grids.models import Area, Posting
from grids.roles import Level
from participation.models.feedback import Kind, Subject

OFFICES = (Level.TOWNSHIP, Level.COMMUNITY)


def offices(day):
    """The streets and communities where somebody is at work, from the top."""
    paths = Posting.objects.on(day).values_list("area__path", flat=True).order_by().distinct()
    codes = {code for path in paths for code in path.strip("/").split("/")}
    return Area.objects.valid(on=day).filter(code__in=codes, level__in=OFFICES).order_by("path")


class OfficeField(forms.ModelChoiceField):
    def __init__(self):
        super().__init__(
            Area.objects.none(),
            label=_("给哪个社区或街道"),
            to_field_name="code",
            empty_label=_("请选一个"),
            help_text=_("说不清是哪个社区的，选街道。"),
        )

    def label_from_instance(self, area):
        return area.name if area.level == Level.TOWNSHIP else f"\u00a0\u00a0{area.name}"


class FeedbackForm(WithPhotos):
    """`asks_word`: for who has no account, and comes back with the number and this word."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    page = CodeField(max_length=80, required=False, widget=forms.HiddenInput)
    badge = CodeField(max_length=40, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("是建议还是投诉"), choices=Kind.choices, widget=forms.RadioSelect
    )
    subject = forms.ChoiceField(
        label=_("关于什么"), choices=Subject.choices, widget=forms.RadioSelect
    )
    words = text_field(_("您想说的"), max_length=2000)
    who = TextField(
        label=_("说的是谁"),
        max_length=40,
        required=False,
        help_text=_("知道名字就写，说的这个人看不到。不知道就不写，由街道的人来答复。"),
    )
    area = OfficeField()
    word = TextField(
        label=_("查答复用的暗号"),
        min_length=4,
        max_length=20,
        help_text=_("自己定，4 到 20 个字，别人猜不到、自己记得住。凭编号和暗号看答复。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ["kind", "subject", "words", "who", "area", "word"]

    def __init__(self, *args, day, asks_word: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid4())
        self.fields["area"].queryset = offices(day)
        if not asks_word:
            del self.fields["word"]


class TrackForm(forms.Form):
    number = CodeField(
        label=_("编号"),
        max_length=9,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("比如 7K3M-9QWP。"),
    )
    word = TextField(
        label=_("暗号"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ObjectionForm(forms.Form):
    words = text_field(_("哪里不满意"), max_length=1000)


class AnswerForm(forms.Form):
    words = text_field(
        _("答复"),
        max_length=1000,
        help_text=_("用大白话写：查了什么，怎么改，什么时候改好。不写别人的姓名和号码。"),
    )
