"""What two people put into the suggestion box: one is answered, one still waits."""

from datetime import timedelta
from uuid import UUID

from accounts.models import User
from grids.models import Area
from grids.models.posts import JOB
from participation.box import workflow

FIRST, SECOND = (UUID(f"6f1d0c1e-3a52-4c8e-9a57-{n:012}") for n in (1, 2))


def fill(world):
    """A suggestion of Wang's, answered by her secretary; a complaint about a visit, by nobody known."""
    _li, wang = world.people[:2]
    community = Area.objects.get(pk=wang.community_id)
    chen = User.objects.get(username="chen")
    chen.signed_in_by = JOB
    asked_at = world.at - timedelta(days=9)
    suggestion = workflow.give(
        client_id=FIRST,
        kind="suggestion",
        subject="page",
        words="存折那一页的数字再大一点就好了，我眼睛花。",
        area=community,
        by=wang.user,
        network="",
        at=asked_at,
    )
    workflow.answer(
        round_=suggestion.rounds.get(),
        words="您说得对。页面上面有“大字”，点一下全都放大；存折的数字我们也改大了一号。",
        by=chen,
        at=asked_at + timedelta(days=1),
    )
    workflow.give(
        client_id=SECOND,
        kind="complaint",
        subject="visit",
        words="中午一点来敲门，老人正在睡觉。能不能先打个电话？",
        area=community,
        by=None,
        network="192.0.2.1",
        word="桂花开了",
        at=world.at - timedelta(days=1),
    )
