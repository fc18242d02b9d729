"""Places in the API: the areas of one's posts, and what stands in them."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.access import ANYBODY_SIGNED_IN
from foundation.api import keyset
from foundation.api.fields import CodeField, WholeField
from foundation.api.operations import MOST, Paged, named, one, operation
from grids.access import duty_audience
from grids.models import Area, Building, Compound, building_name, inside
from grids.roles import CHOICES, Duty, Level

see_doors = duty_audience(Duty.SEE_DOORS)
CODE = r"^[0-9]{2,20}$"
AREA_COLUMNS = ("code", "name", "level", "parent__code", "valid_from", "valid_to")
BUILDING_COLUMNS = ("pk", "number", "name", "compound_id", "compound__name", "grid__code")
NO_SUCH_AREA = _("没有这个区域，或者它不在您的岗位范围里。")


class AreaCode(CodeField):
    """The code of an area at any level; the answer holds what lies in it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("只要这个区域里的，用区域编码。"))
        super().__init__(CODE, required=False, **kwargs)


def in_area(rows, asked: dict, reader):
    """Rows in the area asked for; an area out of sight is an area that does not exist."""
    if "area" not in asked:
        return rows
    area = named(Area.objects.visible_to(reader), "area", sentence=NO_SUCH_AREA, code=asked["area"])
    return rows.filter(inside(area))


class AreaFacts(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(Level.choices)
    parent = serializers.CharField(allow_null=True, help_text=_("上级区域的编码。"))
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class AreaQuery(Paged):
    level = serializers.ChoiceField(Level.choices, required=False)
    under = AreaCode(help_text=_("这个区域自己和它下面的。"))


class PostFacts(serializers.Serializer):
    role = serializers.ChoiceField(CHOICES)
    area = serializers.CharField(help_text=_("区域编码。"))
    area_name = serializers.CharField()
    until_on = serializers.DateField(allow_null=True, help_text=_("最后一天。"))
    duties = serializers.ListField(
        child=serializers.ChoiceField([duty.value for duty in Duty]), help_text=_("能做的事。")
    )


class Me(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    posts = PostFacts(many=True, help_text=_("今天有效的岗位；居民没有。"))


@operation(
    "GET",
    section="sign-in",
    audience=ANYBODY_SIGNED_IN,
    answers=Me,
    summary=_("我是谁"),
    about=_("现在以谁的身份在问，今天有哪些岗位，能做哪些事。"),
)
def me(request):
    user = request.user
    posts = [
        {
            "role": post.role,
            "area": post.area.code,
            "area_name": post.area.name,
            "until_on": post.until_on and post.until_on.isoformat(),
            "duties": sorted(post.duties),
        }
        for post in request.reader.posts
    ]
    return {"uid": str(user.uid), "name": user.name, "posts": posts}


@operation(
    "GET",
    section="places",
    audience=see_doors,
    asks=AreaQuery,
    answers=AreaFacts,
    pages=True,
    summary=_("区域列表"),
    about=_("您岗位所在的区域和它们下面的，从上到下排。"),
)
def areas(request, asked):
    seen = rows = Area.objects.visible_to(request.reader)
    if "level" in asked:
        rows = rows.filter(level=asked["level"])
    if "under" in asked:
        rows = rows.under(named(seen, "under", sentence=NO_SUCH_AREA, code=asked["under"]))
    rows = rows.values("path", *AREA_COLUMNS)
    page = keyset.page(rows, order=("path",), cursor=asked.get("cursor", ""))
    return page._replace(items=[_area(row) for row in page.items])


@operation(
    "GET",
    section="places",
    audience=see_doors,
    answers=AreaFacts,
    summary=_("一个区域"),
    about=_("停用的区域也在，看 valid_to。"),
)
def area(request, code):
    return _area(
        one(Area.objects.visible_to(request.reader).filter(code=code).values(*AREA_COLUMNS))
    )


def _area(row):
    return {
        "code": row["code"],
        "name": row["name"],
        "level": row["level"],
        "parent": row["parent__code"],
        "valid_from": row["valid_from"].isoformat(),
        "valid_to": row["valid_to"] and row["valid_to"].isoformat(),
    }


class CompoundFacts(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    community = serializers.CharField(help_text=_("所在社区的区域编码。"))


class BuildingFacts(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(help_text=_("小区和楼号。"))
    number = serializers.IntegerField()
    compound = serializers.IntegerField(help_text=_("小区的编号。"))
    area = serializers.CharField(help_text=_("所在网格的区域编码。"))


class BuildingQuery(Paged):
    area = AreaCode()
    compound = WholeField(
        min_value=1, max_value=MOST, required=False, help_text=_("只要这个小区里的，用编号。")
    )


@operation(
    "GET",
    section="places",
    audience=see_doors,
    asks=Paged,
    answers=CompoundFacts,
    pages=True,
    summary=_("小区列表"),
    about=_("您看得见其中楼栋的小区；一个小区可以跨网格。"),
)
def compounds(request, asked):
    rows = Compound.objects.visible_to(request.reader).values("pk", "name", "community__code")
    page = keyset.page(rows, order=("pk",), cursor=asked.get("cursor", ""))
    items = [
        {"id": row["pk"], "name": row["name"], "community": row["community__code"]}
        for row in page.items
    ]
    return page._replace(items=items)


@operation(
    "GET",
    section="places",
    audience=see_doors,
    asks=BuildingQuery,
    answers=BuildingFacts,
    pages=True,
    summary=_("楼栋列表"),
    about=_("一栋楼在一个小区里，归一个网格。"),
)
def buildings(request, asked):
    rows = in_area(Building.objects.visible_to(request.reader), asked, request.reader)
    if "compound" in asked:
        rows = rows.filter(compound_id=asked["compound"])
    rows = rows.values(*BUILDING_COLUMNS)
    page = keyset.page(rows, order=("pk",), cursor=asked.get("cursor", ""))
    return page._replace(items=[_building(row) for row in page.items])


@operation(
    "GET",
    section="places",
    audience=see_doors,
    answers=BuildingFacts,
    summary=_("一栋楼"),
    about=_("一栋楼在一个小区里，归一个网格。"),
)
def building(request, pk):
    rows = Building.objects.visible_to(request.reader).filter(pk=pk)
    return _building(one(rows.values(*BUILDING_COLUMNS)))


def _building(row):
    return {
        "id": row["pk"],
        "name": building_name(row["compound__name"], row["number"], row["name"]),
        "number": row["number"],
        "compound": row["compound_id"],
        "area": row["grid__code"],
    }
