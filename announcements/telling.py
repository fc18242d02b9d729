"""Announcements by message: the clock asks who it is for when it sends, not when it was written.

What goes to everybody says its title; what is for those with a need says only that there is
something, and to a phone several people have it is not sent at all.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts import sign_in
from accounts.models import User
from announcements import audience, reading, writing
from announcements.models import Announcement, Version
from notices import outbox, reminders
from notices.models import Reminder

SAID = gettext_noop("%(office)s公告：%(title)s")
SOMETHING = gettext_noop("%(office)s有一条给您的消息，请打开看。")


def register() -> None:
    reminders.on(writing.TELL, send)
    reading.register()


def send(reminder: Reminder, at: datetime) -> None:
    """Tell everybody it is for, once for this version; nobody once it is over or taken back."""
    day = timezone.localdate(at)
    rows = Announcement.objects.standing(day).select_related("current", "area")
    announcement = rows.filter(uid=reminder.subject).first()
    if announcement is None or str(announcement.current.number) != reminder.period:
        return
    text, values = worded(announcement, announcement.current)
    outbox.tell_many(
        to=_accounts(announcement, day),
        key=f"{writing.about(announcement)}:{reminder.period}",
        about=writing.about(announcement),
        text=text,
        values=values,
        link=reverse("announcements:mine", args=[announcement.uid]),
        at=at,
    )


def worded(announcement: Announcement, version: Version) -> tuple[str, dict[str, str]]:
    """What the message says, and the values in it: never a need, and no words for those with one."""
    if announcement.care:
        return SOMETHING, {"office": version.office}
    return SAID, {"office": version.office, "title": version.title}


def sentence(announcement: Announcement, version: Version) -> str:
    """Exactly as it will be read, for whoever decides."""
    text, values = worded(announcement, version)
    return gettext(text) % values


def _accounts(announcement, day):
    people = audience.people(announcement, day)
    users: QuerySet[User] = User.objects.filter(is_active=True, person__in=people.values("pk"))
    if not announcement.care:
        return users.iterator(chunk_size=1000)
    return [user for user in users if not sign_in.wants_passphrase(user)]
