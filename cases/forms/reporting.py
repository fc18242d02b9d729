"""A problem is written down: by a worker, at the counter, by a resident."""

from functools import partial
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import categories, front_desk
from cases.categories import LocalCategory
from cases.forms.fields import (
    AsksBeforeSending,
    CategoryField,
    GroupedCategories,
    KeptFromField,
    WithPhotos,
    text_field,
)
from cases.harm import receivers
from cases.models import Category, Priority
from foundation.typed import TextField
from residents import masks


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
    place = TextField(label=_("在哪里"), max_length=120, required=False)
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

    def ask_whom_to_leave_out(self, cleaned):
        """Once it is clear where: whoever writes it down reads out who is told, and asks."""
        grid, reporter = self._grid(cleaned), cleaned.get("reporter")
        if not grid:
            return
        field = self.fields["kept_from"] = KeptFromField()
        self.put_photos_last()
        field.offer(receivers.told(grid.parent, reporter, on=timezone.localdate()))
        key, typed = self.add_prefix("kept_from"), self.data.get(self.add_prefix("kept_from"))
        if key not in self.data:
            self.add_error(
                "kept_from", _("还没有发出去。请念给本人听：这几位会知道。再问有没有要避开的。")
            )
            return
        try:
            cleaned["kept_from"] = field.clean(typed)
        except forms.ValidationError as wrong:
            self.add_error("kept_from", wrong)

    def _grid(self, cleaned):
        reporter = cleaned.get("reporter")
        if self.dwelling:
            return self.dwelling.grid
        return cleaned.get("grid") or (reporter.grid if reporter else None)

    def clean(self):
        cleaned = super().clean()
        cleaned["grid"] = self._grid(cleaned)
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
    place = TextField(
        label=_("在哪里"), max_length=120, required=False, help_text=_("比如：3号楼2单元门口")
    )
    confidential = forms.BooleanField(
        label=_("只让社区书记知道"), required=False, help_text=_("家里人和邻居都看不到。")
    )

    kept_from = KeptFromField()

    field_order = ["words", "category", "place", "confidential"]

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
        self.fields["kept_from"].offer(receivers)
