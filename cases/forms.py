from functools import cache, partial
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import categories, consequences, front_desk, need_to_know
from cases.categories import LocalCategory
from cases.harm import words as harm
from cases.models import Case, Category, Priority
from cases.moves import Move
from foundation.pictures import photos
from residents import masks


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures; the form re-encodes them once everything else is right."""

    def __init__(self, **kwargs):
        attrs = {
            "accept": "image/jpeg,image/png,image/webp",
            "multiple": True,
            "data-preview": "id_photos_chosen",
        }
        kwargs.setdefault("label", _("照片"))
        kwargs.setdefault("help_text", _("不拍也可以。最多 6 张，照片里的位置信息会去掉。"))
        super().__init__(required=False, widget=PhotosInput(attrs=attrs), **kwargs)

    def clean(self, data, initial=None):
        return [super(PhotosField, self).clean(file, initial) for file in data or [] if file]

    def to_python(self, data):
        return data  # an empty file is no picture, and is said so with all other bad ones


class WithPhotos(forms.Form):
    """Pictures are looked at last: nothing is decoded for a form that is wrong anyway."""

    photos = PhotosField()

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
        return cleaned


def text_field(label, **kwargs):
    kwargs.setdefault("max_length", 1000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class ReporterField(forms.ModelChoiceField):
    """Anybody of the user's areas is taken; only those found or living there are offered."""

    def __init__(self):
        super().__init__(
            None,
            label=_("谁反映的"),
            required=False,
            to_field_name="uid",
            widget=forms.RadioSelect,
            help_text=_("经办人看不到是谁反映的。"),
        )

    def offer(self, people, label):
        self.choices = [("", _("不留名")), *((person.uid, label(person)) for person in people)]


class ReportForm(WithPhotos, AsksBeforeSending):
    """A worker writes a problem down, at a door or on the way."""

    at_counter = False
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    category = GroupedCategories()
    priority = forms.ChoiceField(
        label=_("急不急"),
        choices=Priority.choices,
        initial=Priority.NORMAL,
        widget=forms.RadioSelect,
    )
    words = text_field(_("什么事"), max_length=2000, help_text=_("第一句会当作标题。"))
    place = forms.CharField(label=_("在哪里"), max_length=120, required=False)
    grid = forms.ModelChoiceField(
        None,
        label=_("哪个网格"),
        required=False,
        empty_label=_("请选网格"),
        help_text=_("不选就按反映人住的网格。"),
    )
    here = forms.TypedChoiceField(
        label=_("事情在哪儿"),
        choices=[("home", _("在这户家里")), ("common", _("在楼道或公共地方"))],
        coerce=lambda place: place == "home",
        widget=forms.RadioSelect,
        help_text=_("在公共地方的事，去办的人看不到这户的门牌。"),
        error_messages={"required": _("请点一下事情在哪儿。")},
    )
    reporter = ReporterField()
    confidential = forms.BooleanField(
        label=_("这件事保密"),
        required=False,
        help_text=_("只有社区书记、您和派去办的人看得见，反映人也看得见自己的。"),
    )

    field_order = ["category", "priority", "words", "here", "place", "reporter", "grid"]

    def __init__(self, *args, to, people, offered, grids, dwelling=None, **kwargs):
        """`people` who may be the reporter and those `offered`; `grids` unless there is a door."""
        super().__init__(*args, **kwargs)
        self.dwelling = dwelling
        self.initial.setdefault("client_id", uuid4())
        places = [dwelling] if dwelling else front_desk.communities_of(grids)
        self.fields["category"].use(categories.in_use(*places))
        self.fields["reporter"].queryset = people
        self.fields["reporter"].offer(offered, str if dwelling else partial(masks.who, to=to))
        self.fields["grid"].queryset = grids
        if dwelling:
            del self.fields["grid"]
            self.fields["place"].label = _("具体位置")
        else:
            del self.fields["here"]
        if not dwelling and not self.at_counter:
            del self.fields["reporter"]
            self.fields["grid"].required, self.fields["grid"].help_text = True, ""

    def clean(self):
        cleaned = super().clean()
        reporter = cleaned.get("reporter")
        cleaned["grid"] = (
            self.dwelling.grid
            if self.dwelling
            else cleaned.get("grid") or (reporter.grid if reporter else None)
        )
        if not cleaned["grid"] and "grid" not in self.errors:
            self.add_error("grid", _("请选事情发生在哪个网格。"))
        grid, category = cleaned.get("grid"), cleaned.get("category")
        if grid and category and not self.dwelling:
            self._check_category(category, grid)
        return cleaned

    def _check_category(self, category, grid):
        """Of several communities not every one has every category that is offered."""
        if category.pk not in {each.pk for each in categories.in_use(grid)}:
            words = {"community": grid.parent, "category": category}
            self.add_error(
                "category", _("%(community)s没有“%(category)s”这一类，请另选一类。") % words
            )


class CounterForm(ReportForm):
    """Staff at the counter write a problem down for whoever is standing there."""

    at_counter = True


class CategoryTiles(forms.RadioSelect):
    """Marks the tile under which the page says who is told."""

    harm: Category | None = None

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if self.harm and str(value) == str(self.harm.pk):
            option["attrs"]["data-harm"] = True
        return option


class MyReportForm(WithPhotos, AsksBeforeSending):
    """A resident: what happened, what it is about, where. The rest is our work."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    category = CategoryField(
        widget=CategoryTiles,
        help_text=_("拿不准就点“其他”。"),
        error_messages={"required": _("请点一类，拿不准就点“其他”。")},
    )
    words = text_field(_("什么事"), max_length=2000)
    place = forms.CharField(
        label=_("在哪里"), max_length=120, required=False, help_text=_("比如：3号楼2单元门口")
    )
    confidential = forms.BooleanField(
        label=_("只让社区书记知道"), required=False, help_text=_("家里人和邻居都看不到。")
    )

    kept_from = forms.ModelChoiceField(
        User.objects.none(),
        label=_("不想让谁知道"),
        required=False,
        empty_label=_("都可以"),
        widget=forms.RadioSelect,
        help_text=_("可以点一位，这件事就不给他看。"),
    )

    field_order = ["words", "category", "place", "photos", "confidential"]

    def __init__(
        self,
        *args,
        offered: list[LocalCategory],
        receivers=(),
        harm: Category | None = None,
        **kwargs,
    ):
        """`receivers` take on that somebody is being hurt where this resident lives, which `harm` is."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid4())
        self.fields["category"].use(offered)
        self.fields["category"].widget.harm = harm
        field = self.fields["kept_from"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in receivers])
        field.choices = [("", _("都可以")), *((user.pk, user.name) for user in receivers)]


class Decision(forms.Form):
    """What all decisions carry: the version of the case its decider looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, case: Case, by: User | None = None, initial=None, **kwargs):
        super().__init__(*args, initial={"version": case.version} | (initial or {}), **kwargs)
        self.case = case


class AcceptForm(Decision):
    category = GroupedCategories()
    priority = ReportForm.base_fields["priority"]
    confidential = forms.BooleanField(label=_("改为保密"), required=False)

    def __init__(self, *args, case, by, initial=None, **kwargs):
        seen = {"category": case.category_id, "priority": case.priority}
        super().__init__(*args, case=case, initial=seen | (initial or {}), **kwargs)
        self.fields["category"].use(categories.in_use(case))
        # It cannot be taken back, so it says who would still see the case.
        sees = consequences.secret_from_all_but(case, by=by, on=timezone.localdate())
        self.fields["confidential"].help_text = sees
        if case.confidential:
            del self.fields["confidential"]


class DispatchForm(Decision):
    handler = forms.ModelChoiceField(
        None, label=_("请谁去"), empty_label=None, widget=forms.RadioSelect
    )
    note = text_field(_("要交代的话"), required=False)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        workers = need_to_know.workers(case, on=timezone.localdate())
        field = self.fields["handler"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user, _role in workers])
        field.choices = [(user.pk, f"{user.name} · {role}") for user, role in workers]


MORE_THAN_WORDS = {"accept": AcceptForm, "dispatch": DispatchForm}


@cache
def form_of(move: Move) -> type[Decision]:
    """What the move asks for, as its entry in the table says."""
    if move.action in MORE_THAN_WORDS:
        return MORE_THAN_WORDS[move.action]
    fields = {ask.name: _field(ask) for ask in move.asks}
    if not move.photos:
        return type("DecisionForm", (Decision,), fields)
    order = {"field_order": [*fields, "photos"]}
    return type("DecisionForm", (Decision, WithPhotos), fields | order)


def _field(ask):
    if ask.choices:
        return forms.ChoiceField(label=ask.label, choices=ask.choices, widget=forms.RadioSelect)
    return text_field(ask.label, max_length=ask.longest, help_text=ask.help)
