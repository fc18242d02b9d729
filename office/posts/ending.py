"""Posts whose last day is near: whoever holds one hears of it, and whoever can prolong it.

Fourteen days before and three. A morning nobody swept is made up for by the next one, and each is
said once: its key is the last day, not the day on which it is said.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Area, Posting
from grids.roles import Duty
from notices import outbox, quiet_hours, reminders
from notices.models import Reminder

RULE = "posts-ending"
STAGES = (14, 3)
"""So many days before; a post that is not even as long is not told so early."""
YOURS = gettext_noop("您在%(place)s的岗位到 %(day)s 为止。还要接着干的话，请跟街道说。")
OTHERS = gettext_noop("%(n)s 个岗位到 %(day)s 为止，还没有续。请看一看要不要延长。")


def register() -> None:
    reminders.daily(RULE, quiet_hours.morning(), _last_days, _tell, only_by_day=True)


def not_renewed(day: date, *, within: timedelta) -> QuerySet[Posting]:
    """Posts of the day with their last day near, which nobody has renewed."""
    same = {name: OuterRef(name) for name in ("user", "area", "role")}
    day_after = ExpressionWrapper(
        OuterRef("until_on") + timedelta(days=1), output_field=DateTimeField()
    )
    on_and_on = Posting.objects.filter(
        Q(until_on=None) | Q(until_on__gt=OuterRef("until_on")),
        from_on__lte=day_after,
        **same,
    )
    near = Posting.objects.on(day).filter(until_on__lte=day + within, user__is_active=True)
    return near.filter(~Exists(on_and_on))


def _last_days(day: date):
    near = not_renewed(day, within=timedelta(days=max(STAGES)))
    days = near.order_by("until_on").values_list("until_on", flat=True)
    return [last.isoformat() for last in days.distinct()]


def _tell(reminder: Reminder, at: datetime) -> None:
    day, last = timezone.localdate(at), date.fromisoformat(reminder.subject)
    stage = min(stage for stage in STAGES if (last - day).days <= stage)
    posts = not_renewed(day, within=last - day).filter(until_on=last).select_related("user", "area")
    others: dict[User, int] = defaultdict(int)
    officers: dict[int, list[User]] = {}
    for post in posts.order_by("pk"):
        if (last - post.from_on).days < stage:
            continue
        _tell_holder(post, stage, at)
        if post.area_id not in officers:
            officers[post.area_id] = _who_prolongs(post.area, day)
        for user in officers[post.area_id]:
            others[user] += user.pk != post.user_id
    for user, n in others.items():
        if n:
            outbox.tell(
                to=user,
                key=f"posts-end:{last}:{stage}",
                text=OTHERS,
                values={"n": n, "day": f"{last:%m-%d}"},
                link=reverse("pending:line", args=["posts"]),
                at=at,
            )


def _tell_holder(post, stage, at):
    outbox.tell(
        to=post.user,
        key=f"post-ends:{post.pk}:{post.until_on}:{stage}",
        text=YOURS,
        values={"place": post.area.name, "day": f"{post.until_on:%m-%d}"},
        at=at,
    )


def _who_prolongs(area: Area, day: date) -> list[User]:
    """Who administers nearest above."""
    posts = Posting.objects.on(day).over(area).allowing(Duty.ADMINISTER)
    held = list(posts.filter(user__is_active=True).select_related("user", "area").order_by("pk"))
    nearest = max((len(post.area.path) for post in held), default=0)
    users = {post.user_id: post.user for post in held if len(post.area.path) == nearest}
    return list(users.values())
