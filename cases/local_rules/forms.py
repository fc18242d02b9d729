from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Category, Deadline, Priority
from foundation.typed import column
from office.rules.forms import RuleForm, YesNo


class CategoryForm(RuleForm):
    """A category of the community's own, or how it keeps one from above.

    `loosens`: whether secrecy and use are the community's to choose; what is secret above is not.
    """

    confidential_by_default = YesNo(
        label=_("这样的事"), yes=_("保密"), no=_("不保密"), help_text=_("只能收紧，不能放开。")
    )
    active = YesNo(label=_("本社区"), yes=_("用这一类"), no=_("不用这一类"))

    class Meta:
        model = Category
        formfield_callback = column
        fields = ["parent", "name", "words", "confidential_by_default", "active"]

    def __init__(self, *args, loosens=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not loosens:
            del self.fields["confidential_by_default"], self.fields["active"]
        if "parent" in self.fields:
            groups = Category.objects.holding_at(self.instance.area).themselves()
            self.fields["parent"].queryset = groups.filter(parent=None)
            self.fields["parent"].empty_label = _("自己是一个大类")
        if self.instance._state.adding and not self.instance.instead_of_id:
            del self.fields["active"]  # nobody makes one that is not used

    def _get_validation_exclusions(self):
        """Name and group of a category from above are not its to say."""
        left_alone = {"name", "parent"} if self.instance.instead_of_id else set()
        return (super()._get_validation_exclusions() | left_alone) - {"instead_of"}


class DeadlineForm(RuleForm):
    priority = forms.ChoiceField(
        label=_("缓急"), choices=Priority.choices, widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(
        label=_("单位"), choices=Deadline.Unit.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Deadline
        formfield_callback = column
        fields = ["category", "priority", "amount", "unit", "basis"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            rows = Category.objects.holding_at(self.instance.area).themselves()
            self.fields["category"].queryset = rows
            self.fields["category"].empty_label = _("其他各类")
