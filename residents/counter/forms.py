"""What staff type about somebody they see, and the signature of a colleague who sees them, too."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.by_phone import passphrases
from accounts.evidence.events import By
from accounts.forms import (
    PassphraseInput,
    PhoneField,
    ReauthenticationForm,
    password_field,
)
from foundation import rate_limits, typed
from residents import identity
from residents.numbers.forms import ReasonField
from residents.person_forms import WRONG_ID


class FindForm(forms.Form):
    """The ID card in hand, whole: a name would offer a list of people to choose from."""

    id_number = typed.CodeField(
        label=_("身份证号"),
        max_length=30,
        help_text=_("照着身份证输全。查到的人和证上对得上，再往下办。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_id_number(self):
        try:
            return identity.read(self.cleaned_data["id_number"]).number
        except identity.NotAnIdNumber:
            raise forms.ValidationError(WRONG_ID) from None


class CardForm(forms.Form):
    code = typed.CodeField(
        label=_("卡上的码"),
        max_length=40,
        help_text=_("十二个字母和数字，大小写、横线都不要紧。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class NumberForm(ReauthenticationForm):
    """Another phone, and why; somebody else confirms it afterwards."""

    phone = PhoneField(label=_("新手机号"), max_length=30)
    reason = ReasonField(help_text=_("比如：本人来柜台，说换了号码。不用写姓名和号码。"))
    field_order = ["phone", "reason", "password"]


class SeenForm(ReauthenticationForm):
    """Both have the person before them; the second signs with a name and password of their own."""

    needs_second = False
    seen = forms.BooleanField(label=_("本人就在面前，身份证和本人对得上"))

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.second = request, None
        needed = self.needs_second
        self.fields["second_name"] = typed.CodeField(
            label=_("另一位同事的登录名"),
            max_length=40,
            required=needed,
            help_text=self.why_second,
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        )
        self.fields["second_password"] = password_field(
            _("另一位同事的密码"), required=needed, help_text=_("请同事自己输，别人不看。")
        )
        self.fields["second_password"].widget.attrs["autocomplete"] = "off"

    @property
    def why_second(self):
        if self.needs_second:
            return _("两位都看过本人才办。上门的时候，两位的岗位要不一样。")
        return _("号码是您自己写的，或者您在上门，才要另一位同事。")

    def clean(self):
        cleaned = super().clean()
        name, password = cleaned.get("second_name"), cleaned.pop("second_password", "")
        if name and not self.errors:
            self._let_sign(name, password)
        return cleaned

    def _let_sign(self, name, password):
        signs = {"username": name, "password": password, "by": By.AGAIN}
        try:
            self.second = passwords.check(self.request, **signs, at=timezone.now())
        except rate_limits.TooOften:
            self.add_error("second_password", _("密码试得太勤了，请过一刻钟再试。"))
            return
        if self.second is None:
            self.add_error("second_password", _("登录名或密码不对，请同事再看一看。"))


class GiveCardForm(SeenForm):
    needs_second = True
    paper = forms.ChoiceField(
        label=_("纸"), choices=[("a6", _("A6 小卡")), ("a4", _("A4 整页，字大"))], initial="a6"
    )


class PassphraseForm(SeenForm):
    """Its owner types it, twice; the staff look away."""

    needs_second = True
    passphrase = forms.CharField(
        label=_("口令"),
        max_length=passphrases.LONGEST,
        help_text=_("请居民自己输：四个字以上，或者六位以上的数字。别用生日、身份证号和电话。"),
        widget=PassphraseInput(),
    )
    again = forms.CharField(
        label=_("再输一遍"),
        max_length=passphrases.LONGEST,
        widget=PassphraseInput(),
    )

    def clean(self):
        cleaned = super().clean()
        first, again = (passphrases.plain(cleaned.get(n) or "") for n in ("passphrase", "again"))
        if first and again and first != again:
            self.add_error("again", _("两次输入的口令不一样。"))
        return cleaned
