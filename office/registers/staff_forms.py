"""Forms about people who work here; the password of an account is its owner's affair."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grids import postings

WRONG_LEVEL = _("这个岗位不能设在这一级区域。")


class RoleFitsLevel:
    """A form that appoints somebody; which role fits which level is asked of grids.postings."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("area") and cleaned.get("role"):
            try:
                postings.check_level(cleaned["area"], cleaned["role"])
            except postings.WrongLevel:
                self.add_error("area", WRONG_LEVEL)
        return cleaned


class StaffForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "name", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].required = True
