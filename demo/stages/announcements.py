"""Three things the street and its first community say to everybody these days."""

from datetime import timedelta

from announcements.models import Announcement, Readings, Version
from demo.bulk_insert import bulk_insert
from demo.world import uid

# Whose, title, words, from when, for how long, how many read it each day
TEXTS = [
    (
        "grid",
        "周四上午停水检修",
        "周四上午九点到十一点，物业检修水管，本网格停水。请提前存水，走的时候关好水龙头。",
        -1,
        3,
        (31, 22),
    ),
    (
        "community",
        "免费量血压，来聊聊天",
        "本周六上午，社区卫生服务站的医生在社区活动室给大家量血压、看药单。不用预约，带上正在吃的药就行。",
        -2,
        6,
        (64, 40, 18),
    ),
    (
        "street",
        "谨防假冒社区工作人员",
        "最近有人冒充社区工作人员上门收钱。我们上门从不收钱，也不要验证码。"
        "拿不准就别开门，扫一扫他的工作证，或者打社区办公电话问一问。",
        -10,
        30,
        (402, 255, 131, 90, 61),
    ),
]


def say(world):
    chance, community = world.chance("announcements"), world.communities[0]
    grid = next(grid for grid in world.grids if grid.parent == community)
    chen, bai = world.staff.secretary_of(community.pk), world.staff.street[0]
    speakers = {
        "grid": (grid, chen, community),
        "community": (community, chen, community),
        "street": (world.township, bai, world.township),
    }
    for whose, title, words, since, lasts, read in TEXTS:
        area, by, office = speakers[whose]
        at = world.at + timedelta(days=since)
        first = world.today + timedelta(days=since)
        made = {"made_by": by, "made_at": at}
        announcement = Announcement.objects.create(uid=uid(chance), area=area, **made)
        announcement.current = Version.objects.create(
            announcement=announcement,
            number=1,
            title=title,
            words=words,
            from_on=first,
            until_on=world.today + timedelta(days=lasts),
            office=office.name,
            written_by=by,
            written_at=at,
            published_by=by,
            published_at=at,
        )
        announcement.save(update_fields=["current"])
        bulk_insert(
            [
                Readings(announcement=announcement, day=first + timedelta(days=n), count=count)
                for n, count in enumerate(read)
            ]
        )
