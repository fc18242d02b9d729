"""What the office and monitors are told of the backups, and of whether this is the house."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.backup import sheet
from config.backup.manifest import Refused
from config.templatetags.words import ago, day
from foundation import house
from foundation.models import Backup

LATE = timedelta(hours=30)  # since the last one: a night was missed

NOT_OURS = gettext_lazy("密钥页的记录对不上，备份做不成。请管理员重新打印密钥页。")
LACKS_KEYS = gettext_lazy("密钥换过了，保险柜里的密钥页是旧的。请管理员重新打印一份。")
ALL_USED = gettext_lazy("这张密钥页的核对码都用过了。请管理员重新打印一份。")


class OfficeLine(NamedTuple):
    """One sentence for the office; `is_well` when nobody has to do anything.

    `url_name` is the page where it is done.
    """

    text: str | Promise
    is_well: bool
    url_name: str = ""


def last_backup() -> Backup | None:
    """The newest one that was written to its end."""
    return Backup.objects.whole().order_by("-ended_at").first()


def is_late(at: datetime) -> bool:
    """Whether a night was missed; without a folder no backup is expected."""
    last = last_backup()
    return bool(settings.BACKUP_FOLDER) and (last is None or at - last.ended_at > LATE)


def is_in_time(at: datetime) -> bool:
    """For monitors, who are told "ok" or "late" (foundation/monitoring/wellbeing.py)."""
    return not is_late(at)


def for_the_office(at: datetime) -> list[OfficeLine]:
    """The state of the backups, worst first."""
    if not house.is_home():
        text = _(
            "这里是恢复或复制出来的一套：不发短信，不走时钟，不做备份。要正式启用，请管理员在服务器上运行 this_is_the_house。"
        )
        return [OfficeLine(text, is_well=False)]
    if settings.DEMO:
        return []  # everybody in it is invented
    return [*_of_the_sheet(at), _of_the_last(at)]


def _of_the_last(at):
    last = last_backup()
    if not settings.BACKUP_FOLDER and last is None:
        return OfficeLine(_("还没有备份。请管理员打印密钥页，再设好备份放在哪里。"), is_well=False)
    if last is None:
        return OfficeLine(_("第一次备份还没有做成。每天夜里两点半会自己做。"), is_well=False)
    when = {"when": ago(last.ended_at)}
    if not settings.BACKUP_FOLDER:
        return OfficeLine(_("上次备份：%(when)s。夜里没有自动备份。") % when, is_well=False)
    if is_late(at):
        return OfficeLine(
            _("上次备份：%(when)s，已经晚了。请管理员看一看备份的地方。") % when, is_well=False
        )
    return OfficeLine(_("上次备份：%(when)s") % when, is_well=True)


def _of_the_sheet(at):
    try:
        newest = sheet.newest()
    except Refused:
        return [OfficeLine(NOT_OURS, is_well=False)]
    if newest is None:
        return []  # said by what there is to say of the last backup
    if newest.lacks:
        return [OfficeLine(LACKS_KEYS, is_well=False)]
    due_at = sheet.to_be_proved_at(newest)
    if at <= due_at:
        text = _("密钥页请在%(day)s以前核对一次。") % {"day": day(due_at)}
        return [OfficeLine(text, is_well=True, url_name="key-sheet")]
    if sheet.next_number(newest) is None:
        return [OfficeLine(ALL_USED, is_well=False)]
    text = _("一年没有核对过密钥页了。请打开保险柜，打一个核对码。")
    return [OfficeLine(text, is_well=False, url_name="key-sheet")]
