"""Forms about people who work here; the password of an account is its owner's affair."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts import reauthentication
from accounts.models import User
from foundation import names
from foundation.typed import CodeField, column
from grids import postings, roles, second
from office import proposals

TYPED_AGAIN = "own_password"
WRONG_LEVEL = _("这个岗位不能设在这一级区域。")


PLACE_ENDED = _("“%(name)s”已经停用，不能再安排岗位。请换一个区域。")
NEEDS_AN_END = _("下沉队员的岗位要写结束日期：活动哪天结束，就写哪一天。")


APART = _("这个岗位不能和“%(other)s”在一个人手里，请安排别人。")


def apart(user, role, from_on, until_on) -> str:
    """Why the post may not lie in this hand on those days, in a sentence; "" if it may."""
    try:
        postings.check_apart(user=user, role=role, from_on=from_on, until_on=until_on)
    except postings.HeldApart as held:
        return APART % {"other": roles.ROLES[held.role].label}
    return ""


class RoleFitsLevel:
    """A form that appoints somebody; which role fits where, and whom, is asked of grids.postings."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("area") and cleaned.get("role"):
            try:
                postings.check_level(cleaned["area"], cleaned["role"])
            except postings.WrongLevel:
                self.add_error("area", WRONG_LEVEL)
            else:
                self._until(cleaned)
        post = [cleaned.get(name) for name in ("user", "role", "from_on")]
        if all(post) and (why := apart(*post, cleaned.get("until_on"))):
            self.add_error("role", why)
        return cleaned

    def _until(self, cleaned):
        """A role given for a time has an end, and a place that ended gets no new post."""
        area, role, today = cleaned["area"], cleaned["role"], timezone.localdate()
        try:
            postings.check_end(role, cleaned.get("until_on"))
            postings.check_place(area, cleaned.get("from_on") or today, today=today)
        except postings.NeedsAnEnd:
            if "until_on" not in self.errors:
                self.add_error("until_on", NEEDS_AN_END)
        except postings.PlaceEnded:
            self.add_error("area", PLACE_ENDED % {"name": area.name})


class AsksPassword:
    """A form that wants the password once more where it was not typed lately.

    Registers make a class of their own for each request (`asked_in`): the form needs it.
    """

    request = None

    @classmethod
    def asked_in(cls, request, **facts):
        return type(cls.__name__, (cls,), {"request": request, **facts})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_asked(self.request):
            self.fields.pop(TYPED_AGAIN, None)

    @property
    def changed_data(self):
        return [name for name in super().changed_data if name != TYPED_AGAIN]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            now = timezone.now()
            reauthentication.has_password(self.request, self, now, form_field=TYPED_AGAIN)
        cleaned.pop(TYPED_AGAIN, None)
        return cleaned


def password_again():
    """The field such a form declares as `own_password`."""
    widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"})
    again = _("离上次输密码超过一刻钟了，请再输一次。")
    return forms.CharField(
        label=_("您的登录密码"), max_length=256, strip=False, widget=widget, help_text=again
    )


def is_asked(request) -> bool:
    return not reauthentication.is_fresh(request, timezone.now())


class TakesTwo:
    """A form whose grave posts are only asked for; without anybody to confirm it says so."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors and (grave := self.grave_step(cleaned)):
            area, about = grave
            about = {"by": self.request.user, "about": about, "on": timezone.localdate()}
            if not second.seconds(area=area, **about):
                self.add_error(None, proposals.NobodyThere.sentence)
        return cleaned

    def grave_step(self, cleaned):
        """(area, account or None) if what is typed takes two people."""
        if roles.is_grave(cleaned["role"]):
            return cleaned["area"], cleaned.get("user")
        return None


class StaffForm(forms.ModelForm):
    class Meta:
        model = User
        formfield_callback = column
        fields = ["username", "name", "is_active"]
        field_classes = {"username": CodeField}  # as the page to sign in reads it

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].required = True

    def clean_name(self):
        """One who is called so already keeps the name, whatever was taken for one before."""
        name = self.cleaned_data["name"]
        if name == self.instance.name:
            return name
        try:
            return names.clean(name)
        except names.NotAName:
            raise forms.ValidationError(_("姓名里有数字、符号或认不出的字。")) from None
