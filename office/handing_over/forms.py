"""Which posts go to whom, and from when."""

import uuid

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.typed import DayField
from grids import roles
from grids.models import Posting
from office.forms import RowsField
from office.registers.reach import staff_of
from office.scoped_admin import administered


class PostsField(RowsField):
    def label_from_instance(self, post):
        return f"{post.area.name} · {post.get_role_display()}"


class ColleagueField(forms.ModelChoiceField):
    """By name and sign-in name: two people may have one name."""

    def label_from_instance(self, user):
        return f"{user.name}（{user.username}）"


class HandoverForm(forms.Form):
    """`user` hands over; offered are their posts that go on, but for what takes two people."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    posts = PostsField(
        Posting.objects.none(), label=_("哪些岗位"), widget=forms.CheckboxSelectMultiple
    )
    to = ColleagueField(
        User.objects.none(), label=_("交给谁"), to_field_name="uid", empty_label=_("请选择")
    )
    on = DayField(label=_("从哪天起接手"))

    def __init__(self, *args, user: User, reader, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        goes_on = Q(until_on=None) | Q(until_on__gte=today)
        posts = Posting.objects.filter(goes_on, user=user, area__in=administered(reader))
        posts = posts.exclude(role__in=roles.grave()).select_related("area").order_by("pk")
        self.fields["posts"].queryset = posts
        self.fields["posts"].initial = [post.pk for post in posts]
        others = staff_of(reader).filter(is_active=True).exclude(pk=user.pk)
        self.fields["to"].queryset = others.order_by("name", "pk")
        self.fields["uid"].initial, self.fields["on"].initial = uuid.uuid4, today
