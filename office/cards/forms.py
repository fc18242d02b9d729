from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from accounts.models import User
from foundation.pictures import photos
from office.cards.sheets import Person, mark_of
from office.forms import RowsField

CHANGED = _(
    "这一页打开以后，又有人打过卡（也许就是您自己刷新了页面）。下面是现在的样子，"
    "请再看一看：还要打的再选上，旧卡马上作废。"
)


PICTURES = {
    "accept": "image/jpeg,image/png,image/webp",
    "data-preview": "id_photo_chosen",
    "data-shrink": True,
}


class PrintForm(ReauthenticationForm):
    """Whom to print for; `seen` says how codes stood when the page was drawn."""

    who = RowsField(
        User.objects.none(),
        label=_("给谁打"),
        to_field_name="uid",
        error_messages={"required": _("一个人也没有选。")},
    )
    what = forms.ChoiceField(choices=[("cards", ""), ("badges", "")], required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, people: list[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.mark = people, mark_of(people)
        users = [person.user for person in people]
        self.fields["who"].queryset = User.objects.filter(pk__in=[user.pk for user in users])

    def changed(self, people: list[Person]) -> None:
        """Somebody else was faster: the page says how it looks now."""
        self.people, self.mark = people, mark_of(people)
        self.add_error(None, ValidationError(CHANGED, code="changed"))

    @property
    def with_codes(self) -> bool:
        return self.cleaned_data["what"] != "badges"

    @property
    def chosen(self) -> list[User]:
        """In the order of the page."""
        wanted = {user.pk for user in self.cleaned_data["who"]}
        return [person.user for person in self.people if person.user.pk in wanted]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") != "badges" and cleaned.get("seen") != self.mark:
            raise ValidationError(CHANGED, code="changed")
        return cleaned


class PhotoForm(forms.Form):
    """One photo, taken or chosen; only pixels we encoded ourselves are kept."""

    photo = forms.FileField(
        label=_("您的照片"),
        help_text=_("正面、看得清脸就行。居民扫您的工作证时看得见，别处都不用。"),
        widget=forms.FileInput(attrs=PICTURES),
    )

    def clean_photo(self):
        try:
            [picture] = photos.take_in([self.cleaned_data["photo"]])
        except photos.BadPhoto as bad:
            raise ValidationError(str(bad)) from None
        return picture
