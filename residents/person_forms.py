"""What the street office types about one person; the register's own functions write it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from accounts.forms import PhoneField
from residents import identity
from residents.models import Person, Residency

WRONG_ID = _("身份证号不对：要 18 位（或老的 15 位），最后一位要和前面的对得上。")
SOMEBODY_ELSE = _("这个身份证号已经登记在另一位居民名下。")


class PersonForm(forms.ModelForm):
    """Numbers are only ever typed in, never shown: an empty field keeps what is registered."""

    id_number = forms.CharField(
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
        fields = ["name", "home", "relation", "remarks"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "home" in self.fields:
            self.fields["home"].required = True

    def clean_id_number(self):
        text = self.cleaned_data["id_number"]
        if not text:
            return ""
        try:
            number = identity.read(text).number
        except identity.NotAnIdNumber:
            raise forms.ValidationError(WRONG_ID) from None
        if Person.objects.with_id_number(number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(SOMEBODY_ELSE)
        return number


class ChangePersonForm(PersonForm):
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
        for name, what in (("id_number", _("空着就不改。")), ("phone", _("空着就不改。"))):
            if name in self.fields:
                self.fields[name].label = {"id_number": _("新身份证号"), "phone": _("新手机")}[name]
                self.fields[name].help_text = what

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("phone") and cleaned.get("no_phone"):
            self.add_error("no_phone", _("要么填新号码，要么去掉，不能都选。"))
        return cleaned
