"""Accounts for staff: a name to sign in with; the password is their own affair."""

from django import forms

from accounts.models import User


class StaffForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "name", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].required = True
