"""The search box in the API: the same finders, the same limits, and nothing in an address."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api.fields import TextField
from foundation.api.operations import Asked, operation
from grids.api import see_doors
from residents.search import finders
from residents.search.query import LONGEST


class Words(Asked):
    words = TextField(
        max_length=LONGEST,
        help_text=_("姓名、拼音、首字母、3-2-501、区域编码，或者完整的手机号、身份证号。"),
    )


class FoundLine(serializers.Serializer):
    title = serializers.CharField()
    meta = serializers.CharField(help_text=_("在哪里。"))
    note = serializers.CharField(help_text=_("和别的不一样的地方，比如已搬走。"))
    page = serializers.CharField(help_text=_("在我们的哪个页面上办；没有就是空的。"))


class FoundGroup(serializers.Serializer):
    title = serializers.CharField()
    items = FoundLine(many=True)
    more = serializers.BooleanField(help_text=_("还有没列出来的，请多写一个字。"))


@operation(
    "POST",
    section="people",
    audience=see_doors,
    asks=Words,
    answers=FoundGroup,
    many=True,
    summary=_("找人、找门牌、找地方"),
    about=_("和页面上的搜索框一样，一分钟 60 次，一天 600 次。要找的字不进网址。"),
)
def find(request, asked):
    groups = finders.find(text=asked["words"], to=request.reader, at=timezone.now())
    return [
        {"title": str(group.title), "items": [_line(row) for row in group.rows], "more": group.more}
        for group in groups
    ]


def _line(row):
    return {"title": row.title, "meta": row.meta, "note": str(row.note), "page": row.href}
