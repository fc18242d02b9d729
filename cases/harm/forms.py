from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from accounts.models import User


class ReceiverForm(ReauthenticationForm):
    user = forms.ModelChoiceField(
        None,
        label=_("请谁接待"),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("从受理这个社区的事的人里选。要选自己，请同事来定。"),
    )
    is_woman = forms.BooleanField(label=_("是女性"), required=False)

    def __init__(self, *args, candidates: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in candidates])
        field.choices = [(user.pk, user.name) for user in candidates]
