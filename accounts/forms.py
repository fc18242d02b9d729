import re

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from foundation import phones, typed

DAYS = [(1, _("一天")), (7, _("一周")), (30, _("一个月")), (tokens.LONGEST, _("三个月"))]


def password_field(label, **options) -> forms.CharField:
    """For a password somebody has, not for a new one; blanks at its ends belong to it."""
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, max_length=256, strip=False, widget=widget, **options)


class ReauthenticationForm(forms.Form):
    """Ends with the password where it was not typed lately; the view asks `has_password`."""

    def __init__(self, *args, ask_password, **kwargs):
        super().__init__(*args, **kwargs)
        if ask_password:
            again = _("离上次输密码超过一刻钟了，请再输一次。")
            self.fields["password"] = password_field(_("您的登录密码"), help_text=again)


class PasswordForm(forms.Form):
    username = typed.CodeField(
        label=_("登录名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(_("密码"))


class NewPasswordForm(forms.Form):
    """Two fields that must agree and be hard to guess; the old one where it is asked for."""

    field_order = ["old", "password1", "password2"]
    password1 = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 8 个字符，不要用生日、电话和常见的词。"),
    )
    password2 = forms.CharField(
        label=_("再输一遍"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, ask_old, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        if ask_old:
            self.fields["old"] = password_field(_("现在的密码"))
            self.order_fields(self.field_order)

    def clean(self):
        cleaned = super().clean()
        first = cleaned.get("password1")
        if first and cleaned.get("password2") and first != cleaned["password2"]:
            self.add_error("password2", _("两次输入的密码不一样。"))
        elif first:
            try:
                password_validation.validate_password(first, self.user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class PhoneField(typed.CodeField):
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


class PassphraseInput(forms.TextInput):
    """Dots, but no field for passwords: browsers take no Chinese there. Never filled in again."""

    def __init__(self):
        super().__init__({"autocomplete": "off", "autocapitalize": "none", "data-masked": True})

    def get_context(self, name, value, attrs):
        return super().get_context(name, None, attrs)


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("口令"),
        max_length=40,
        help_text=_("在社区柜台当面定的那一句。字之间有没有空格都行。"),
        widget=PassphraseInput(),
    )


class CodeForm(forms.Form):
    code = typed.CodeField(
        label=_("验证码"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self):
        code = self.cleaned_data["code"].replace("-", "")
        if not re.fullmatch("[0-9]{6}", code):  # said here, it costs no try
            raise forms.ValidationError(_("验证码是 6 位数字。"))
        return code


class TokenForm(ReauthenticationForm):
    name = typed.TextField(
        label=_("给哪个程序用"),
        max_length=40,
        help_text=_("以后凭这个名字认它。比如：一表通同步。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("有效多久"), choices=DAYS, initial=30, coerce=int, widget=forms.RadioSelect
    )
