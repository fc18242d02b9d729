"""People in the API, masked as on our pages (residents/masks.py); numbers never leave in full."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation import rate_limits
from foundation.api import keyset
from foundation.api.fields import DayField, MomentField, WholeField
from foundation.api.operations import MOST, Paged, one, operation
from grids.access import duty_audience
from grids.api import AreaCode, in_area
from grids.models import building_name, posts
from grids.roles import Duty
from residents import care, masks
from residents.models import CareTag, Person
from residents.models.people import mask_name

LINE = (
    "pk",
    "uid",
    "name",
    "status",
    "grid_id",
    "grid__code",
    "community_id",
    "township_id",
    "home_id",
    "home__building__number",
    "home__building__name",
    "home__building__compound__name",
    "id_number_index",
    "phone_index",
    "last_contact_on",
    "tier",
    "next_due_on",
)
SHARED = {"section": "people", "audience": duty_audience(Duty.SEE_PEOPLE)}


class TagFacts(serializers.Serializer):
    kind = serializers.ChoiceField(care.Kind.choices)
    words = serializers.CharField(help_text=_("在门口可以说出口的说法。"))
    expires_on = serializers.DateField()


class PersonLine(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField(help_text=_("岗位范围以外的只有姓。"))
    status = serializers.ChoiceField(Person.Status.choices)
    area = serializers.CharField(help_text=_("所在网格的区域编码。"))
    address = serializers.CharField(allow_null=True, help_text=_("列表里只到楼栋。"))
    door = serializers.IntegerField(
        allow_null=True, required=False, help_text=_("门牌的编号，只给走这个网格的人。")
    )
    has_id_number = serializers.BooleanField(help_text=_("有没有登记身份证号。号码接口里没有。"))
    has_phone = serializers.BooleanField()
    last_contact_on = serializers.DateField(allow_null=True)
    tier = serializers.ChoiceField(
        [("", ""), *care.Tier.choices],
        required=False,
        help_text=_("联系档次，只给看得到关爱的岗位。"),
    )
    next_due_on = serializers.DateField(allow_null=True, required=False)


class PersonFacts(PersonLine):
    phone = serializers.CharField(help_text=_("只有头三位和末四位，没有登记是空的。"))
    care = TagFacts(many=True, required=False, help_text=_("现在有效的关爱标签。"))


class PersonQuery(Paged):
    area = AreaCode()
    door = WholeField(
        min_value=1, max_value=MOST, required=False, help_text=_("只要住在这一户的，用编号。")
    )
    status = serializers.ChoiceField(
        Person.Status.choices, default=Person.Status.HERE, help_text=_("不写就是在住的。")
    )
    tier = serializers.ChoiceField(care.Tier.choices, required=False)
    due_by = DayField(required=False, help_text=_("这天或这天以前该联系的；最急的在前面。"))
    registered_after = MomentField(required=False)


@operation(
    "GET",
    **SHARED,
    asks=PersonQuery,
    answers=PersonLine,
    pages=True,
    summary=_("居民列表"),
    about=_(
        "和页面一样遮盖：身份证号只说有没有登记，地址只到楼栋。"
        "一个人一天最多读 20 页，要更多请走导出，由第二个人批准。"
    ),
)
def people(request, asked):
    reader, now = request.reader, timezone.now()
    most = settings.API_PEOPLE_PAGES_A_DAY
    rate_limits.spend("api-people", str(request.user.pk), limit=most, per=timedelta(days=1), at=now)
    rows = in_area(Person.objects.visible_to(reader), asked, reader).filter(status=asked["status"])
    if "door" in asked:
        walked = masks.grids_walked(reader)
        rows = rows.filter(home_id=asked["door"], grid__in=walked)
    if "tier" in asked:
        rows = rows.with_duty(reader, Duty.SEE_CARE).filter(tier=asked["tier"])
    if "registered_after" in asked:
        rows = rows.filter(registered_at__gt=asked["registered_after"])
    order = ("pk",)
    if "due_by" in asked:
        rows, order = (
            rows.with_duty(reader, Duty.SEE_CARE).due(asked["due_by"]),
            ("next_due_on", "pk"),
        )
    page = keyset.page(rows.values(*LINE), order=order, cursor=asked.get("cursor", ""))
    walked = masks.grids_walked(reader)
    return page._replace(items=[_line(row, reader, walked) for row in page.items])


@operation(
    "GET",
    **SHARED,
    answers=PersonFacts,
    summary=_("一位居民"),
    about=_("手机号遮住中间。要看完整号码，请在页面上写明理由。"),
)
def person(request, uid):
    reader = request.reader
    found = Person.objects.visible_to(reader).select_related("grid", "home__building__compound")
    found = one(found.filter(uid=uid))
    line = _line(_as_row(found), reader, masks.grids_walked(reader))
    line["address"] = masks.address(found.home, to=reader) if found.home else None
    line["phone"] = masks.phone(found)
    if posts.holds(reader, Duty.SEE_CARE, found):
        tags = CareTag.objects.visible_to(reader).valid(timezone.localdate()).filter(person=found)
        line["care"] = [
            {"kind": tag.kind, "words": str(tag.spoken), "expires_on": tag.expires_on.isoformat()}
            for tag in tags.order_by("kind")
        ]
    return line


def _as_row(person):
    home = person.home
    return {name: getattr(person, name) for name in LINE if "__" not in name} | {
        "grid__code": person.grid.code,
        "home__building__number": home and home.building.number,
        "home__building__name": home and home.building.name,
        "home__building__compound__name": home and home.building.compound.name,
    }


def _line(row, reader, walked):
    """A person in a list, as `residents.masks` let this reader see them."""
    place = posts.Place(row["grid_id"], row["community_id"], row["township_id"])
    over = posts.holds(reader, Duty.SEE_PEOPLE, place)
    of = ("compound__name", "number", "name")
    house = [row[f"home__building__{column}"] for column in of]
    line = {
        "uid": str(row["uid"]),
        "name": row["name"] if over else mask_name(row["name"]),
        "status": row["status"],
        "area": row["grid__code"],
        "address": building_name(*house) if row["home_id"] else None,
        "has_id_number": row["id_number_index"] != "",
        "has_phone": row["phone_index"] != "",
        "last_contact_on": row["last_contact_on"] and row["last_contact_on"].isoformat(),
    }
    if row["grid_id"] in walked:
        line["door"] = row["home_id"]
    if posts.holds(reader, Duty.SEE_CARE, place):
        line["tier"] = row["tier"]
        line["next_due_on"] = row["next_due_on"] and row["next_due_on"].isoformat()
    return line
