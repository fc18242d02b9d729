"""What the street office types about one person; the register's own functions write it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from accounts import reauthentication
from accounts.forms import PhoneField, password_field
from foundation import names, typed
from foundation.audit import reasons
from grids.models import Reader
from office import changelog
from residents import identity
from residents.models import Person, Residency
from residents.numbers.forms import TELLS_TOO_MUCH

WRONG_ID = _("身份证号不对：要 18 位（或老的 15 位），最后一位要和前面的对得上。")
ODD_NAME = _("姓名里有数字、符号或认不出的字。")
TWO_NAMES = _("一格只填一个人。如果这是一个人，姓名中间请不要空格或换行。")
SOMEBODY_ELSE = _("这个身份证号已经登记在另一位居民名下。")


class PersonForm(forms.ModelForm):
    """Numbers are only ever typed in, never shown: an empty field keeps what is registered.

    `request`, `reader` and `asks_password` are set by the admin: whoever writes a number types their password again,
    unless they did lately, and says why where somebody is registered already. An ID number of
    somebody the `reader` sees is refused; one registered out of their sight is taken like one
    nobody has, or the form would tell who is registered elsewhere (decision 22).
    """

    request = None
    reader: Reader
    asks_password = asks_why = False

    id_number = typed.CodeField(
        label=_("身份证号"), required=False, max_length=30, widget=UnfoldAdminTextInputWidget
    )
    phone = PhoneField(
        label=_("手机"), required=False, max_length=30, widget=UnfoldAdminTextInputWidget
    )
    tenure = forms.ChoiceField(
        label=_("居住类型"), choices=Residency.Tenure, widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = Person
        formfield_callback = typed.column
        fields = ["name", "home", "relation", "remarks"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "home" in self.fields:
            self.fields["home"].required = True
        if self.asks_password:
            self.fields[changelog.PASSWORD] = password_field(
                _("您的登录密码"), required=False, help_text=_("写或者改号码才要。")
            )

    def clean_name(self):
        try:
            return names.clean(self.cleaned_data["name"])
        except names.NotAName as error:
            why = TWO_NAMES if str(error) == "several" else ODD_NAME
            raise forms.ValidationError(why) from None

    def clean_id_number(self):
        text = self.cleaned_data["id_number"]
        if not text:
            return ""
        try:
            number = identity.read(text).number
        except identity.NotAnIdNumber:
            raise forms.ValidationError(WRONG_ID) from None
        seen = Person.objects.visible_to(self.reader).standing().with_id_number(number)
        if seen.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(SOMEBODY_ELSE)
        return number

    def clean(self):
        cleaned = super().clean()
        self.reason = ""
        if any(cleaned.get(name) for name in ("id_number", "phone", "no_phone")):
            if self.asks_why:
                self._ask_why(cleaned)
            if not self.errors and changelog.PASSWORD in self.fields:
                reauthentication.has_password(self.request, self, timezone.now())
        cleaned.pop(changelog.PASSWORD, None)
        return cleaned

    def _ask_why(self, cleaned):
        try:
            words = cleaned.get(changelog.WHY) or ""
            self.reason = reasons.for_the_record(words, name=cleaned.get("name") or "")
        except reasons.TooShort:
            self.add_error(changelog.WHY, _("改号码要写为什么，多写几个字，让本人看得懂。"))
        except reasons.TellsTooMuch:
            self.add_error(changelog.WHY, TELLS_TOO_MUCH)


class ChangePersonForm(PersonForm):
    asks_why = True
    no_phone = forms.BooleanField(
        label=_("去掉登记的手机"), required=False, widget=UnfoldBooleanWidget
    )
    tenure = forms.ChoiceField(
        label=_("搬家后的居住类型"),
        required=False,
        initial=Residency.Tenure.OWN,
        choices=Residency.Tenure,
        widget=UnfoldAdminSelectWidget,
        help_text=_("换了现住地址才用得上。"),
    )

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "status" in self.fields:  # two entries are joined elsewhere, by two people
            choices = [each for each in Person.Status.choices if each[0] != Person.Status.JOINED]
            self.fields["status"].choices = choices
        for name, what in (("id_number", _("空着就不改。")), ("phone", _("空着就不改。"))):
            if name in self.fields:
                self.fields[name].label = {"id_number": _("新身份证号"), "phone": _("新手机")}[name]
                self.fields[name].help_text = what

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("phone") and cleaned.get("no_phone"):
            self.add_error("no_phone", _("要么填新号码，要么去掉，不能都选。"))
        return cleaned
