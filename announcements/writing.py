"""What happens to an announcement: written, published, corrected, taken back, dropped.

Only whoever holds the duty where it is for does any of it; the pages and the API ask. Nothing is
published that was not seen as it stands: `seen` is the mark of the draft that was looked at.
"""

from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from announcements.audience import Audience
from announcements.models import Announcement, AnnouncementPicture, Version
from foundation import once
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.pictures import files
from foundation.pictures.photos import Picture
from grids.models import Posting, Reader
from grids.models.posts import reaching
from grids.roles import Duty
from notices import outbox, reminders

TELL = "announcement-told"
"""The rule of the clock that sends it out (announcements/telling.py)."""
MORNING = time(8)


class CannotBeDone(Exception):
    """With a code for programs and a sentence for people."""

    code = "cannot_be_done"
    sentence: str | Promise = ""


class NoDraft(CannotBeDone):
    code = "no_draft"
    sentence = _("没有要发布的稿子，可能同事已经发布了。")


class Changed(CannotBeDone):
    code = "changed"
    sentence = _("稿子在您看过以后又改了，请再看一遍，再发布。")


class Over(CannotBeDone):
    code = "over"
    sentence = _("最后一天已经过了，请先改日期。")


class TakenBack(CannotBeDone):
    code = "taken_back"
    sentence = _("这条公告已经收回了，请另写一条。")


class NotSaid(CannotBeDone):
    code = "not_published"
    sentence = _("这条公告还没有发布。")


class Text(NamedTuple):
    """What it says, as somebody typed it and a form cleaned it."""

    title: str
    words: str
    from_on: date
    until_on: date
    by_message: bool = False


@transaction.atomic
def write(
    *, uid: UUID, to: Audience, text: Text, picture: Picture | None = None, by: User, at: datetime
) -> tuple[Announcement, bool]:
    """A draft nobody is shown yet, and whether it is new; `uid` is made before sending.

    Raises once.Conflict where the id stands for something else.
    """
    announcement = Announcement(uid=uid, **to._asdict(), made_by=by, made_at=at)

    def is_same(earlier):
        first = earlier.versions.filter(number=1).first()
        return bool(first) and (first.title, first.words) == (text.title, text.words)

    content = ("area_id", "compound_id", "building_id", "care")
    sent = once.Sent(announcement, key="uid", by="made_by_id", content=content, also=is_same)
    if earlier := sent.before():
        return earlier, False
    written, is_new = sent.write()
    if is_new:
        _put(written, None, text, picture, False, by, at)
    return written, is_new


@transaction.atomic
def revise(
    *,
    announcement: Announcement,
    text: Text,
    picture: Picture | None = None,
    without_picture: bool = False,
    by: User,
    at: datetime,
) -> Version:
    """Another wording: of the draft, or as a draft of the next version of what was published.

    The picture stays unless there is a new one. Raises TakenBack.
    """
    announcement = _locked(announcement)
    if announcement.taken_back_at:
        raise TakenBack
    return _put(announcement, draft_of(announcement), text, picture, without_picture, by, at)


def draft_of(announcement: Announcement) -> Version | None:
    drafts = announcement.versions.filter(published_at=None)
    return drafts.select_related("picture", "announcement__area").first()


@leaves_record("announcement-published")
@transaction.atomic
def publish(*, announcement: Announcement, seen: str, by: User, at: datetime) -> Version:
    """From its first day on the people it is for read it, in place of what was said before.

    What was told of an earlier version is taken back; by message it goes out at eight on its first
    day, or at once. Raises TakenBack, NoDraft, Changed, Over.
    """
    announcement = _locked(announcement)
    if announcement.taken_back_at:
        raise TakenBack
    draft = draft_of(announcement)
    if draft is None:
        raise NoDraft
    if draft.mark != seen:
        raise Changed
    if draft.until_on < timezone.localdate(at):
        raise Over
    before = announcement.current
    draft.published_by, draft.published_at = by, at
    draft.save(update_fields=["published_by", "published_at"])
    announcement.current = draft
    announcement.save(update_fields=["current"])
    _forget_told(announcement)
    if draft.by_message:
        begins = datetime.combine(draft.from_on, MORNING, timezone.get_current_timezone())
        about = {"subject": str(announcement.uid), "period": str(draft.number)}
        reminders.remind(rule=TELL, **about, due_at=max(at, begins))
    changes = {"title": (before.title if before else "", draft.title)}
    changes["words"] = (before.words if before else "", draft.words)
    _record(announcement, changes, by, at)
    return draft


@leaves_record("announcement-taken-back")
@transaction.atomic
def take_back(*, announcement: Announcement, why: str, by: User, at: datetime) -> None:
    """Nobody is shown it any more, and what was told of it leaves every inbox.

    Raises NotSaid, TakenBack.
    """
    announcement = _locked(announcement)
    if announcement.taken_back_at:
        raise TakenBack
    if announcement.current is None:
        raise NotSaid
    announcement.versions.filter(published_at=None).delete()
    announcement.taken_back_at, announcement.taken_back_by, announcement.why = at, by, why
    announcement.save(update_fields=["taken_back_at", "taken_back_by", "why"])
    _forget_told(announcement)
    _record(announcement, {"taken_back": ("", why)}, by, at)


@transaction.atomic
def drop(*, announcement: Announcement) -> None:
    """The draft goes; where nothing was published the announcement goes with it. Raises NoDraft."""
    announcement = _locked(announcement)
    draft = draft_of(announcement)
    if draft is None:
        raise NoDraft
    if announcement.current is not None:
        draft.delete()
        return
    pictures = list(announcement.pictures.all())
    announcement.delete()
    transaction.on_commit(lambda: [files.delete(each) for each in pictures])


def office_of(user: User, announcement: Announcement, on: date) -> str:
    """In whose name they say it: the area of the highest post that lets them."""
    posts = Reader.for_job(user, on).posts
    with_duty = reaching(posts, Duty.ANNOUNCE, announcement.area)
    highest: Posting | None = min(with_duty, key=lambda post: len(post.area.path), default=None)
    return (highest.area if highest else announcement.area).name


def _locked(announcement):
    rows = Announcement.objects.select_for_update(of=["self"]).select_related("area", "current")
    return rows.get(pk=announcement.pk)


def _put(announcement, draft, text, picture, without_picture, by, at):
    newest = announcement.versions.first()
    if draft is None:
        number = newest.number + 1 if newest else 1
        draft = Version(announcement=announcement, number=number)
        draft.picture = newest.picture if newest else None
    for name, value in text._asdict().items():
        setattr(draft, name, value)
    before = draft.picture
    draft.written_by, draft.written_at = by, at
    draft.office = office_of(by, announcement, timezone.localdate(at))
    if without_picture:
        draft.picture = None
    if picture is not None:
        row = AnnouncementPicture(announcement=announcement, at=at)
        files.save([(row, picture)])
        draft.picture = row
    draft.save()
    if before and before != draft.picture:
        _forget_unused(before)
    return draft


def _forget_unused(picture):
    """A picture no version shows any more."""
    if not Version.objects.filter(picture=picture).exists():
        picture.delete()
        transaction.on_commit(lambda: files.delete(picture))


def _forget_told(announcement):
    reminders.forget(rule=TELL, subject=str(announcement.uid))
    outbox.take_back(about=about(announcement))


def about(announcement: Announcement) -> str:
    """What its notices are about, so that they can be taken back."""
    return f"announcement:{announcement.uid}"


def _record(announcement, changes, by, at):
    trail.thing_changed(
        scope=announcement.record_scope, thing=announcement, changes=changes, by=by, at=at
    )
