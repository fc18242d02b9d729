"""What a resident reads about themselves: what is registered, and who looked at it."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api import keyset
from foundation.api.operations import Paged, moment, operation
from residents import masks
from residents.access import RESIDENTS
from residents.reveal import disclosure

SHARED = {"section": "my", "audience": RESIDENTS}


class MyEntry(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    address = serializers.CharField(allow_null=True)
    phone = serializers.CharField(help_text=_("只有头三位和末四位，没有登记是空的。"))
    has_id_number = serializers.BooleanField()


class LookFacts(serializers.Serializer):
    at = serializers.DateTimeField()
    who = serializers.CharField()
    role = serializers.CharField(help_text=_("当时的岗位。"))
    what = serializers.CharField(help_text=_("看了哪一项。"))
    why = serializers.CharField(help_text=_("当时写的理由。"))


@operation(
    "GET",
    **SHARED,
    answers=MyEntry,
    summary=_("我的登记"),
    about=_("社区登记的您本人；有错请告诉网格员。"),
)
def my_entry(request):
    person = request.user.person
    return {
        "uid": str(person.uid),
        "name": person.name,
        "address": person.home and str(person.home),
        "phone": masks.phone(person),
        "has_id_number": person.id_number_index != "",
    }


@operation(
    "GET",
    **SHARED,
    asks=Paged,
    answers=LookFacts,
    pages=True,
    summary=_("谁看过我的号码"),
    about=_("谁、什么时候、看了哪一项、为什么，最近的在前面。"),
)
def looks_at_me(request, asked):
    page = disclosure.looks_at(
        request.user.person, cursor=asked.get("cursor", ""), size=keyset.PAGE, or_first=False
    )
    items = [
        {
            "at": moment(look.at),
            "who": look.who,
            "role": str(look.role),
            "what": str(look.what),
            "why": look.why,
        }
        for look in page.items
    ]
    return page._replace(items=items)
