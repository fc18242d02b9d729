"""What weighs heavily and one person may do alone: done at once, and told at once.

Ending a post, switching an account off, taking a lost phone out of use must not wait for a second
person. So whoever it is about hears of it, and so does whoever watches over such things there.
"""

from datetime import date, datetime
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Area, Posting
from grids.roles import Duty
from notices import outbox

ENDED = gettext_noop("%(who)s定了：您在%(place)s的岗位到 %(day)s 为止。不对的话，请马上告诉街道。")
ENDED_OF = gettext_noop("%(who)s定了：%(name)s在%(place)s的岗位到 %(day)s 为止。")
OFF = gettext_noop("%(who)s停用了您的账号。不对的话，请马上告诉街道。")
OFF_OF = gettext_noop("%(who)s停用了%(name)s的账号。")
DEVICE = gettext_noop("%(who)s停用了您的一台设备。不对的话，请马上告诉街道。")
DEVICE_OF = gettext_noop("%(who)s停用了%(name)s的一台设备。")
CONSOLE_OF = gettext_noop("管服务器的人换掉了%(name)s的第二道验证，给了一张新的登录卡。")


def watchers(area: Area, *, on: date) -> list[User]:
    """Whoever holds the post that watches; where there is none, those who administer above."""
    held = Posting.objects.on(on).over(area).filter(user__is_active=True)
    above = held.allowing(Duty.ADMINISTER).exclude(area=area)
    found = list(held.allowing(Duty.AUDIT) or above)
    return list(User.objects.filter(pk__in=[post.user_id for post in found]).order_by("pk"))


def tell(
    *,
    about: User,
    area: Area,
    yours: str,
    theirs: str,
    by: User | None,
    at: datetime,
    **values: str,
) -> None:
    """Tell the person in the words of `yours`, those who watch over the area in those of `theirs`.

    Both are message ids with %(who)s, `theirs` with %(name)s as well; an empty one says nothing.
    Whoever did it knows it already.
    """
    values |= {"who": by.name if by else "", "name": about.name}
    key = f"alone:{uuid4()}"
    others = [user for user in watchers(area, on=timezone.localdate(at)) if user != about]
    for user, text in [(about, yours), *((user, theirs) for user in others)]:
        if text and user != by:
            outbox.tell(to=user, key=key, text=text, values=values, about=key, at=at)


def tell_post_ended(posting: Posting, last_day: date, *, by: User, at: datetime) -> None:
    values = {"place": posting.area.name, "day": last_day.isoformat()}
    about = {"about": posting.user, "area": posting.area, "by": by, "at": at}
    tell(yours=ENDED, theirs=ENDED_OF, **values, **about)
