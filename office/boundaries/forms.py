"""What somebody wants changed; each form ends in a `Change`, which grids/boundaries checks."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import typed
from grids.boundaries import Change, Kind, next_code
from grids.models import Area, Building
from grids.roles import Level
from office.forms import RowsField
from office.scoped_admin import administered


class Buildings(RowsField):
    """Checkboxes, one for each building; from several grids with the grid they belong to now."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(Building.objects.none(), label=_("哪些楼栋"), **options)
        self.several = False

    def label_from_instance(self, building):
        return f"{building} · {building.grid.name}" if self.several else str(building)


class Places(forms.ModelChoiceField):
    """One grid or community; with the community's name where there are several."""

    def __init__(self, label, **options):
        super().__init__(Area.objects.none(), label=label, empty_label=_("请选择"), **options)

    def label_from_instance(self, area):
        return f"{area.parent.name} · {area.name}"


class ChangeForm(forms.Form):
    """`area`: the grid, or for moving buildings also the community, it is about."""

    kind: Kind
    lead = ""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, area: Area, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.area = area
        self.fields["uid"].initial = uuid.uuid4
        mine = administered(reader).valid(on=reader.day).filter(valid_to=None)
        self.mine = mine.select_related("parent__parent").order_by("path")

    @property
    def label(self):
        return self.kind.label

    def buildings(self):
        column = "grid" if self.area.level == Level.GRID else "community"
        rows = Building.objects.filter(**{column: self.area})
        rows = rows.select_related("compound", "grid__parent__parent")
        return rows.order_by("grid__path", "compound__name", "number", "pk")

    def change(self) -> Change:
        """Of a valid form."""
        return Change(self.kind, grid=self.area, **self.what(self.cleaned_data))

    def what(self, cleaned):
        return {}


class MoveForm(ChangeForm):
    kind = Kind.MOVE
    lead = _("选好的楼栋归到另一个网格，楼里的居民和没办完的事一起过去。")

    buildings_moved = Buildings()
    to = Places(_("归到哪个网格"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["buildings_moved"].several = self.area.level != Level.GRID
        self.fields["buildings_moved"].queryset = self.buildings()
        self.fields["to"].queryset = self.mine.filter(level=Level.GRID)

    def clean(self):
        cleaned = super().clean()
        chosen, to = cleaned.get("buildings_moved"), cleaned.get("to")
        if chosen and to:
            there = [str(building) for building in chosen if building.grid_id == to.pk]
            if there:
                sentence = _("%(names)s已经在%(grid)s了，请去掉。")
                self.add_error(
                    "buildings_moved", sentence % {"names": "、".join(there), "grid": to.name}
                )
        return cleaned

    def change(self):
        cleaned = self.cleaned_data
        return Change(self.kind, buildings=tuple(cleaned["buildings_moved"]), to=cleaned["to"])


class SplitForm(ChangeForm):
    kind = Kind.SPLIT
    lead = _("选出一部分楼栋，成立一个新网格；没有选的还在原来的网格。")

    name = typed.TextField(label=_("新网格的名称"), max_length=80)
    code = typed.CodeField(label=_("新网格的编码"), max_length=20)
    buildings_moved = Buildings()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].initial = next_code(self.area.parent)
        self.fields["buildings_moved"].queryset = self.buildings()

    def what(self, cleaned):
        buildings = tuple(cleaned["buildings_moved"])
        return {"buildings": buildings, "code": cleaned["code"], "name": cleaned["name"]}


class JoinForm(ChangeForm):
    kind = Kind.JOIN
    lead = _("整个网格归到同社区的另一个网格，这个网格停用，它的岗位到昨天为止。")

    to = Places(_("并到哪个网格"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        beside = self.mine.filter(level=Level.GRID, parent=self.area.parent_id)
        self.fields["to"].queryset = beside.exclude(pk=self.area.pk)

    def what(self, cleaned):
        return {"to": cleaned["to"]}


class RehangForm(ChangeForm):
    kind = Kind.REHANG
    lead = _("整个网格划到另一个社区，网格员跟着网格走。")

    to = Places(_("划到哪个社区"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = self.mine.filter(level=Level.COMMUNITY).exclude(pk=self.area.parent_id)
        self.fields["to"].queryset = others

    def what(self, cleaned):
        return {"to": cleaned["to"]}


class CloseForm(ChangeForm):
    kind = Kind.CLOSE
    lead = _("空的网格从今天起停用，它的岗位到昨天为止。")


FORMS = {form.kind: form for form in (MoveForm, SplitForm, JoinForm, RehangForm, CloseForm)}


def kinds_for(area: Area) -> list[type[ChangeForm]]:
    """What can be done there, the most usual first; a community only has buildings to move."""
    return list(FORMS.values()) if area.level == Level.GRID else [MoveForm]
