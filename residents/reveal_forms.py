from django import forms
from django.utils.translation import gettext_lazy as _

from residents import reveal


class RevealForm(forms.Form):
    field = forms.ChoiceField(label=_("看哪一项"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("为什么要看"),
        min_length=reveal.SHORTEST_REASON,
        max_length=reveal.LONGEST_REASON,
        help_text=_("本人看得到这句话，不用写姓名和号码。比如：核对补贴名单。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("您的登录密码"),
        max_length=256,
        strip=False,
        help_text=_("离上次输密码超过一刻钟了，请再输一次。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, person, ask_password, **kwargs):
        super().__init__(*args, **kwargs)
        there = [field for field in reveal.FIELDS if getattr(person, f"{field}_sealed")]
        self.fields["field"].choices = [(field, reveal.FIELDS[field]) for field in there]
        if len(there) == 1:
            self.initial["field"] = there[0]
        if not ask_password:
            del self.fields["password"]
