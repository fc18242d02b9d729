"""Announcements name nobody; what is kept is who wrote them, and for a day that somebody read."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from announcements.models import ReadMark
from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare

comes("announcements", 3)

BY = _("查得出是谁写的、谁发布的、谁收回的")


def _of_days_over(at):
    return ReadMark.objects.filter(day__day__lt=timezone.localdate(at))


declare(
    "announcements.Announcement",
    whose=Whose.STAFF,
    keep=Keep(_("作为社区对大家说过的话留存")),
    groups=[
        Group(
            ["made_by", "made_at", "taken_back_by", "taken_back_at"],
            Level.ORDINARY,
            BY,
            Basis.STAFF,
        )
    ],
    plain=["uid", "care", "why"],
)
declare(
    "announcements.Version",
    about=_("公告的各稿"),
    whose=Whose.STAFF,
    keep=Keep(_("跟着公告")),
    groups=[
        Group(
            ["written_by", "written_at", "published_by", "published_at"],
            Level.ORDINARY,
            BY,
            Basis.STAFF,
        )
    ],
    plain=["number", "title", "words", "from_on", "until_on", "office", "by_message"],
)
declare("announcements.AnnouncementPicture", plain=["file", "small", "at"])
declare("announcements.Readings", plain=["day", "count"])
declare("announcements.ReadingDay", plain=["day", "salt"])
declare(
    "announcements.ReadMark",
    about=_("公告读过没有的记号"),
    whose=Whose.RESIDENTS,
    keep=Keep(_("当天"), _of_days_over, "announcement-marks"),
    groups=[
        Group(
            ["mark"],
            Level.ORDINARY,
            _("一个账号一天只算一次；看不出是谁，过了当天就没有"),
            Basis.DUTY,
        )
    ],
)
