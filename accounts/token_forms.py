from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from accounts.forms import ReauthenticationForm

DAYS = [(1, _("一天")), (7, _("一周")), (30, _("一个月")), (tokens.LONGEST, _("三个月"))]


class TokenForm(ReauthenticationForm):
    name = forms.CharField(
        label=_("给哪个程序用"),
        max_length=40,
        help_text=_("以后凭这个名字认它。比如：一表通同步。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("有效多久"), choices=DAYS, initial=30, coerce=int, widget=forms.RadioSelect
    )
