"""Doors in the API."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api import keyset
from foundation.api.fields import WholeField
from foundation.api.operations import MOST, Paged, moment, one, operation
from grids.api import AreaCode, in_area, see_doors
from grids.models import building_name
from residents.models import Dwelling
from residents.models.places import door_name

DOOR = (
    "pk",
    "building_id",
    "building__number",
    "building__name",
    "building__compound__name",
    "stairwell",
    "floor",
    "door",
    "grid__code",
    "no_entry_since",
    "last_contact_at",
    "last_attempt_at",
)


class DoorFacts(serializers.Serializer):
    id = serializers.IntegerField()
    address = serializers.CharField()
    building = serializers.IntegerField(help_text=_("楼栋的编号。"))
    stairwell = serializers.IntegerField(help_text=_("单元；没有单元的是 0。"))
    floor = serializers.IntegerField()
    door = serializers.CharField(help_text=_("门牌。"))
    area = serializers.CharField(help_text=_("所在网格的区域编码。"))
    no_entry_since = serializers.DateField(allow_null=True, help_text=_("从这天起请我们不要进屋。"))
    last_contact_at = serializers.DateTimeField(allow_null=True, help_text=_("上次联系上。"))
    last_attempt_at = serializers.DateTimeField(
        allow_null=True, help_text=_("上次去过，不管有没有联系上。")
    )


class DoorQuery(Paged):
    area = AreaCode()
    building = WholeField(
        min_value=1, max_value=MOST, required=False, help_text=_("只要这栋楼里的，用编号。")
    )


@operation(
    "GET",
    section="people",
    audience=see_doors,
    asks=DoorQuery,
    answers=DoorFacts,
    pages=True,
    summary=_("门牌列表"),
    about=_("哪一户，上次什么时候联系上、什么时候去过。"),
)
def doors(request, asked):
    rows = in_area(Dwelling.objects.visible_to(request.reader), asked, request.reader)
    if "building" in asked:
        rows = rows.filter(building_id=asked["building"])
    page = keyset.page(rows.values(*DOOR), order=("pk",), cursor=asked.get("cursor", ""))
    return page._replace(items=[_door(row) for row in page.items])


@operation(
    "GET",
    section="people",
    audience=see_doors,
    answers=DoorFacts,
    summary=_("一户"),
    about=_("哪一户，上次什么时候联系上、什么时候去过。"),
)
def door(request, pk):
    return _door(one(Dwelling.objects.visible_to(request.reader).filter(pk=pk).values(*DOOR)))


def _door(row):
    of = ("compound__name", "number", "name")
    house = building_name(*(row[f"building__{column}"] for column in of))
    return {
        "id": row["pk"],
        "address": f"{house} {door_name(row['stairwell'], row['door'])}",
        "building": row["building_id"],
        "stairwell": row["stairwell"],
        "floor": row["floor"],
        "door": row["door"],
        "area": row["grid__code"],
        "no_entry_since": row["no_entry_since"] and row["no_entry_since"].isoformat(),
        "last_contact_at": moment(row["last_contact_at"]),
        "last_attempt_at": moment(row["last_attempt_at"]),
    }
