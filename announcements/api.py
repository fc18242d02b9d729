"""Announcements in the API: for staff who write them, and for residents who read them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from announcements import audience, forms, reading, writing
from announcements.models import SEEN_BY, Announcement
from announcements.views import own
from announcements.views.writing import areas_of
from foundation import once
from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.fields import CodeField, DayField, TextField
from foundation.api.operations import Asked, Done, Paged, moment, named, one, operation
from grids.access import duty_audience
from grids.api import CODE, NO_SUCH_AREA
from grids.models import posts
from grids.roles import Duty
from residents import care
from residents.access import RESIDENTS

STAFF = {"section": "announcements", "audience": duty_audience(SEEN_BY)}
WRITERS = {"section": "announcements", "audience": duty_audience(Duty.ANNOUNCE)}
MINE = {"section": "my", "audience": RESIDENTS}
REFUSES = {
    each.code: each.sentence
    for each in (writing.NoDraft, writing.Changed, writing.Over, writing.TakenBack, writing.NotSaid)
}


class AnnouncementLine(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    place = serializers.CharField(help_text=_("发给哪里：区域、小区或者楼栋。"))
    office = serializers.CharField(help_text=_("以谁的名义。"))
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class AnnouncementFacts(AnnouncementLine):
    words = serializers.CharField()
    state = serializers.ChoiceField(["draft", "published", "taken_back"])
    area = serializers.CharField(help_text=_("区域编码。"))
    published_at = serializers.DateTimeField(allow_null=True)
    readings = serializers.IntegerField(
        allow_null=True, help_text=_("读过几次，一个账号一天算一次；不到 5 次是空的。")
    )
    draft = serializers.CharField(
        allow_null=True, help_text=_("没发布的稿子的记号，发布时带上；没有稿子是空的。")
    )


class MyAnnouncement(AnnouncementLine):
    words = serializers.CharField()


class NewAnnouncement(Asked):
    client_id = serializers.UUIDField(help_text=_("发送前由您生成；重发用同一个，只会写一条。"))
    area = CodeField(CODE, help_text=_("发给哪里，用区域编码。"))
    care = serializers.ChoiceField(
        care.Kind.choices, required=False, help_text=_("只给有这种需要的人；谁也看不到这一项。")
    )
    title = TextField(max_length=40)
    words = TextField(max_length=800)
    from_on = DayField()
    until_on = DayField(help_text=_("最后一天。"))
    by_message = serializers.BooleanField(required=False, help_text=_("也发消息。"))


class Publishing(Asked):
    draft = CodeField(max_length=60, help_text=_("您看过的那一稿的记号。"))


class TakingBack(Asked):
    why = TextField(max_length=200, help_text=_("写给同事看。"))


@operation(
    "GET",
    **STAFF,
    asks=Paged,
    answers=AnnouncementLine,
    pages=True,
    summary=_("公告"),
    about=_("您的区域和上级发布过的公告，新的在前面。"),
)
def announcements(request, asked):
    rows = Announcement.objects.visible_to(request.reader).published().with_all()
    page = keyset.page(rows, order=("-pk",), cursor=asked.get("cursor", ""))
    return page._replace(items=[_line(each, each.current) for each in page.items])


@operation(
    "GET",
    **STAFF,
    answers=AnnouncementFacts,
    summary=_("一条公告"),
    about=_("居民看到的那一稿；还没发布的，只有能写公告的人看得到。"),
)
def announcement(request, uid):
    return _facts(request, uid)


@operation(
    "POST",
    **WRITERS,
    asks=NewAnnouncement,
    answers=AnnouncementFacts,
    repeats=True,
    refuses={once.Conflict.code: once.Conflict.detail},
    summary=_("写一条公告"),
    about=_("写好的是稿子，居民看不见；看过以后再发布。"),
)
def write_announcement(request, asked):
    area = named(areas_of(request.reader), "area", sentence=NO_SUCH_AREA, code=asked["area"])
    if "care" in asked and not posts.holds(request.reader, Duty.SEE_CARE, area):
        raise wrong(care=("not_here", _("您在这里看不到关爱标签。")))
    form = forms.TextForm(asked)
    if not form.is_valid():
        name, errors = next(iter(form.errors.as_data().items()))
        raise wrong(**{name: ("invalid", errors[0].message)})
    to = audience.Audience(area, care=asked.get("care", ""))
    about = {"uid": asked["client_id"], "to": to, "text": form.text}
    try:
        made, new = writing.write(**about, by=request.user, at=timezone.now())
    except once.Conflict as conflict:
        raise Refused(conflict.code, conflict.detail) from None
    return Done(_facts(request, made.uid), new=new)


@operation(
    "POST",
    **WRITERS,
    asks=Publishing,
    answers=AnnouncementFacts,
    refuses=REFUSES,
    summary=_("发布一条公告"),
    about=_("从第一天起，居民看得到。"),
)
def publish_announcement(request, uid, asked):
    return _do(request, uid, writing.publish, seen=asked["draft"])


@operation(
    "POST",
    **WRITERS,
    asks=TakingBack,
    answers=AnnouncementFacts,
    refuses=REFUSES,
    summary=_("收回一条公告"),
    about=_("居民马上看不见；同事还查得到说过什么。"),
)
def take_back_announcement(request, uid, asked):
    return _do(request, uid, writing.take_back, why=asked["why"])


@operation(
    "GET",
    **MINE,
    answers=AnnouncementLine,
    many=True,
    summary=_("社区公告"),
    about=_("今天对您说的，新的在前面。"),
)
def my_announcements(request):
    return [_line(each, each.current) for each in own.meant_for(request)[: own.MOST]]


@operation(
    "GET",
    **MINE,
    answers=MyAnnouncement,
    summary=_("一条社区公告"),
    about=_("读了几次会算进总数，不记是谁读的。"),
)
def my_announcement(request, uid):
    found = one(own.meant_for(request).filter(uid=uid))
    reading.note(announcement=found, user=request.user, at=timezone.now())
    return _line(found, found.current) | {"words": found.current.words}


def _do(request, uid, act, **asked):
    found = one(Announcement.objects.writable_by(request.reader).filter(uid=uid))
    try:
        act(announcement=found, **asked, by=request.user, at=timezone.now())
    except writing.CannotBeDone as refused:
        raise Refused(refused.code, refused.sentence) from None
    return _facts(request, uid)


def _line(found, version):
    return {
        "id": str(found.uid),
        "title": version.title,
        "place": found.place,
        "office": version.office,
        "from_on": version.from_on.isoformat(),
        "until_on": version.until_on.isoformat(),
    }


def _facts(request, uid):
    rows = Announcement.objects.visible_to(request.reader).with_all().counted()
    found = one(rows.filter(uid=uid))
    writes = posts.holds(request.reader, Duty.ANNOUNCE, found.area)
    draft = writing.draft_of(found) if writes else None
    version = found.current or draft
    state = "taken_back" if found.taken_back_at else "published" if found.current else "draft"
    return _line(found, version) | {
        "words": version.words,
        "state": state,
        "area": found.area.code,
        "published_at": moment(version.published_at),
        "readings": found.readers if found.readers >= reading.FEW else None,
        "draft": draft.mark if draft else None,
    }
