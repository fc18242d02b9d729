from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import phones


class PasswordForm(forms.Form):
    username = forms.CharField(
        label=_("登录名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; cleaned to digits."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value):
        value = super().clean(value)
        try:
            return phones.clean(value) if value else ""
        except phones.NotAPhone:
            raise forms.ValidationError(_("请填 11 位手机号，比如 138 开头的那种。")) from None


class PhoneForm(forms.Form):
    phone = PhoneField(label=_("手机号"), max_length=30)


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("验证码"),
        error_messages={"invalid": _("验证码是 6 位数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self):
        return self.cleaned_data["code"].strip()
