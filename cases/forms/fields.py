"""What several forms of a case ask in the same way: photos, the category, the question of harm."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.categories import LocalCategory
from cases.harm import words as harm
from cases.models import Category
from foundation.pictures import photos
from foundation.typed import TextField


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures; the form re-encodes them once everything else is right."""

    def __init__(self, **kwargs):
        attrs = {
            "accept": "image/jpeg,image/png,image/webp",
            "multiple": True,
            "data-preview": "id_photos_chosen",
            "data-shrink": True,
        }
        kwargs.setdefault("label", _("照片"))
        kwargs.setdefault("help_text", _("不拍也可以。最多 6 张，照片里的位置信息会去掉。"))
        super().__init__(required=False, widget=PhotosInput(attrs=attrs), **kwargs)

    def clean(self, data, initial=None):
        return [super(PhotosField, self).clean(file, initial) for file in data or [] if file]

    def to_python(self, data):
        return data  # an empty file is no picture, and is said so with all other bad ones


class WithPhotos(forms.Form):
    """Pictures are looked at last: nothing is decoded for a form that is wrong anyway.

    They stand last, too: where a slow connection breaks off among them, all that was chosen and
    typed has come already (config/serving/refused_bodies.py).
    """

    photos = PhotosField()

    def order_fields(self, field_order):
        super().order_fields(field_order)
        self.put_photos_last()

    def put_photos_last(self):
        self.fields["photos"] = self.fields.pop("photos")

    def clean(self):
        cleaned = super().clean()
        files = cleaned.get("photos") or []
        if files and self.errors:
            self.add_error("photos", _("照片要请您重新选一次。"))
            return cleaned
        try:
            cleaned["photos"] = photos.take_in(files)
        except photos.BadPhoto as bad:
            self.add_error("photos", str(bad))
        return cleaned


class CategoryField(forms.ChoiceField):
    """Categories as they hold where the case lies; the form says `use` with those in use there."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("是哪类事"))
        errors = {"invalid_choice": _("请从列出来的里面选一类。")}
        kwargs["error_messages"] = errors | kwargs.get("error_messages", {})
        super().__init__(**kwargs)
        self.offered: dict[str, Category] = {}
        self.secret: set[int] = set()  # those that are confidential here

    def use(self, local: list[LocalCategory]):
        self.offered = {str(each.pk): each.category for each in local}
        self.secret = {each.pk for each in local if each.confidential}
        self.choices = self.choices_of(local)

    def choices_of(self, local):
        return [(each.pk, each.name) for each in local]

    def clean(self, value):
        return self.offered.get(super().clean(value))


class GroupedCategories(CategoryField):
    """Both levels in one list, the second under the first."""

    def choices_of(self, local):
        groups = []
        for top in (each for each in local if each.parent_id is None):
            below = [(each.pk, each.name) for each in local if each.parent_id == top.pk]
            groups.append((top.name, [(top.pk, top.name), *below]) if below else (top.pk, top.name))
        return [("", _("请选一类")), *groups]


class AsksBeforeSending(forms.Form):
    """Words that say somebody may be hurt: whoever writes them is asked who shall know, and answers.

    The question stands in the form only once it is asked; it comes before photos are looked at.
    """

    ASK = "who"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and (self.add_prefix(self.ASK) in self.data or self._must_ask()):
            self.fields[self.ASK] = forms.ChoiceField(
                label=_("这件事让谁知道"),
                choices=[("few", _("只让社区书记知道")), ("area", _("照常发"))],
                widget=forms.RadioSelect,
                help_text=_("像是有人被伤害，只让社区书记知道更稳妥。有危险马上打 110。"),
                error_messages={"required": _("还没有发出去。请点一下，再发。")},
            )

    def _must_ask(self):
        secret = self.data.get(self.add_prefix("confidential"))
        return not secret and harm.speak_of_harm(self.data.get(self.add_prefix("words"), ""))

    def clean(self):
        cleaned = super().clean()
        category = cleaned.get("category")
        if category and category.pk in self.fields["category"].secret:
            self.errors.pop(self.ASK, None)
        if cleaned.pop(self.ASK, "") == "few":
            cleaned["confidential"] = True
        if category and category.harm:
            self.ask_whom_to_leave_out(cleaned)
        return cleaned

    def ask_whom_to_leave_out(self, cleaned):
        """Where the form does not show who is told from the beginning."""


class KeptFromField(forms.ModelChoiceField):
    """One of those who would be told that somebody is being hurt, and shall not be."""

    def __init__(self):
        super().__init__(
            User.objects.none(),
            label=_("不想让谁知道"),
            required=False,
            empty_label=_("都可以"),
            widget=forms.RadioSelect,
            help_text=_("可以点一位，这件事就不给他看。"),
        )

    def offer(self, told: Iterable[User]):
        self.queryset = User.objects.filter(pk__in=[user.pk for user in told])
        self.choices = [("", _("都可以")), *((user.pk, user.name) for user in told)]


def text_field(label, **kwargs):
    kwargs.setdefault("max_length", 1000)
    return TextField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
