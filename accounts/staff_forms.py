"""Accounts for staff: a name to sign in with, and a password somebody sets."""

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts.models import User

NEW = {"autocomplete": "new-password"}


class PasswordTwice(forms.ModelForm):
    """Two password fields that must agree and be hard to guess; both empty keeps the old one."""

    password_required = False

    password1 = forms.CharField(
        label=_("新密码"),
        required=False,
        strip=False,
        max_length=256,
        widget=UnfoldAdminPasswordWidget(attrs=NEW),
        help_text=_("空着就不改。改了以后，这个人在别处的登录都会失效。"),
    )
    password2 = forms.CharField(
        label=_("再输一遍"),
        required=False,
        strip=False,
        max_length=256,
        widget=UnfoldAdminPasswordWidget(attrs=NEW),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].required = True
        if self.password_required and "password1" in self.fields:
            self.fields["password1"].required = self.fields["password2"].required = True
            self.fields["password1"].help_text = _("请当面或电话告诉本人。")

    def clean(self):
        facts = super().clean()
        first, second = facts.get("password1"), facts.get("password2")
        if first != second:
            self.add_error("password2", _("两次输入的密码不一样。"))
        elif first:
            try:
                password_validation.validate_password(first, self.instance)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return facts


class StaffForm(PasswordTwice):
    class Meta:
        model = User
        fields = ["username", "name", "is_active"]
