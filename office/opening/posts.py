"""任职: posts, by the rules of the register of posts.

A grave post, and an account that begins with one, is only asked for: each becomes a proposal for
the second person. The console is asked nothing, as everywhere.
"""

from datetime import date
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from accounts import staff
from foundation.workbooks import cells
from grids import postings, roles, second
from grids.models import Posting
from grids.roles import ROLES, Level
from office import notifications, proposals
from office.models import Proposal
from office.opening.people import USERNAME, People
from office.opening.places import LONGEST_AREA, NO_GRID, community_of, once
from office.opening.plan import What
from office.opening.sheets import Column
from office.opening.taking import BuiltOn

WHO = Column("人员", gettext_lazy("登录名；没有同名的也可以写姓名。"), True)
ROLE = Column(
    "岗位", gettext_lazy("从列表里选。"), True, 20, [str(ROLES[slug].label) for slug in ROLES]
)
WHERE = Column("社区", gettext_lazy("岗位在社区或网格的，写社区；在街道的空着。"))
GRID = Column("网格", gettext_lazy("岗位在网格的，写网格；别的空着。"), width=20)
FROM = Column("开始日期", gettext_lazy("比如 2026-03-10；空着就是导入的那天。"))
UNTIL = Column("结束日期", gettext_lazy("最后一天；不定期就空着。下沉队员一定要写。"))

NOBODY = _("没有这个人。请先写在“人员”这张表里。")
SAME_NAME = _("有几位叫这个名字。请写登录名。")
NO_ROLE = _("没有这个岗位。请从列表里选。")
LEVEL = _("这个岗位不能设在这一级区域。")
APART = _("这个岗位不能和“%(other)s”在一个人手里，请安排别人。")
ENDS_FIRST = _("结束日期不能早于开始日期。")
NO_POST = _("这位是新来的，请在“任职”这张表里写上岗位。")
NO_SECOND = _("这个岗位要第二个人确认，可是现在没有人能当第二个人。请先设一位第二确认人。")
ANOTHER_FIRST = _("账号要等第二个人确认才开。这一行先删掉，确认以后再导入。")
NEEDS_AN_END = _("下沉队员的岗位要写结束日期：活动哪天结束，就写哪一天。")
OWN = _("这是您自己的岗位，表里漏写不会结束它。真要结束，请同事来办，或者写上结束日期。")
LONGER = _("延长或改结束日期，请到后台“任职”里办。")
ROWS = 10
"""An account or a post takes as long as so many rows of another kind."""


class Posts:
    title = "任职"
    columns = (WHO, ROLE, WHERE, GRID, FROM, UNTIL)
    rule = gettext_lazy("一行写一个岗位；一个人可以有几行。重要的岗位，导入以后等第二个人确认。")

    def begin(self, plan):
        areas = plan.areas(Level.TOWNSHIP, Level.COMMUNITY, Level.GRID)
        posts = Posting.objects.filter(area__in=areas).select_related("user", "area__parent")
        self.there = {}
        for post in posts.within(plan.on, None).order_by("from_on"):
            self.there[post.user.username, post.area_id, post.role] = post
        self.street = areas.filter(pk=plan.street.pk).first()
        self.by_label = {str(role.label): slug for slug, role in ROLES.items()}
        self.seen, self.opened, self.asked, self.held = set(), set(), set(), []
        self.mentioned = set()  # whose line may be faulty, which is said there
        self.named = set()  # the communities, and the street, that have a line

    def read(self, line, plan):
        user = self._who(line, plan)
        self.mentioned.add(user.username)
        area, role = self._where(line, plan), self._role(line)
        self.named.add(_place_of(area))
        from_on, until_on = line.day(FROM) or plan.on, line.day(UNTIL)
        if until_on and until_on < from_on:
            raise line.bad(UNTIL, ENDS_FIRST)
        try:
            postings.check_level(area, role)
        except postings.WrongLevel:
            raise line.bad(ROLE, LEVEL) from None
        once(line, plan, (user.username, area.code, role), WHO)
        key = user.username, area.pk, role
        if area.pk and (post := self.there.get(key)):
            self.seen.add(key)
            self._until(line, plan, post, until_on)
            return
        try:
            postings.check_end(role, until_on)
        except postings.NeedsAnEnd:
            raise line.bad(UNTIL, NEEDS_AN_END) from None
        self._apart(line, user, role, from_on, until_on)
        self._give(line, plan, user, area, role, from_on, until_on)

    def _who(self, line, plan):
        word, people = line.text(WHO), plan.desk["people"]
        if user := people.get(word):
            return user
        found = [user for user in people.values() if user.name == word]
        if not found:
            raise line.bad(WHO, NOBODY)
        if len(found) > 1:
            raise line.bad(WHO, SAME_NAME)
        return found[0]

    def _where(self, line, plan):
        if not line.text(WHERE):
            if line.text(GRID):
                raise line.bad(WHERE, cells.MISSING)
            if self.street is None:
                raise line.bad(WHERE, LEVEL)
            return self.street
        community = community_of(line, plan, WHERE)
        if not (name := line.text(GRID, LONGEST_AREA)):
            return community
        if (grid := plan.desk["grids"].get((community.pk, name))) is None:
            raise line.bad(GRID, NO_GRID)
        return grid

    def _role(self, line):
        word = line.text(ROLE)
        slug = self.by_label.get(word) or self._shorter(word)
        if slug is None:
            raise line.bad(ROLE, NO_ROLE)
        return slug

    def _shorter(self, word):
        """网格员 for 网格员（揽储员）."""
        found = [slug for label, slug in self.by_label.items() if label.partition("（")[0] == word]
        return found[0] if len(found) == 1 else None

    def _apart(self, line, user, role, from_on, until_on):
        others = [r for name, r in self.held if name == user.username]
        if user.pk:
            try:
                postings.check_apart(user=user, role=role, from_on=from_on, until_on=until_on)
            except postings.HeldApart as held:
                others.append(held.role)
        for other in others:
            if other in roles.apart_from(role):
                raise line.bad(ROLE, APART, other=str(ROLES[other].label))
        self.held.append((user.username, role))

    def _give(self, line, plan, user, area, role, from_on, until_on):
        post = {"area": area, "role": role, "from_on": from_on, "until_on": until_on}
        name, about = user.name, f"{ROLES[role].label} · {area.name}"
        opens = user.pk is None and user.username not in self.opened
        if user.username in self.asked:
            raise line.bad(WHO, ANOTHER_FIRST)
        if roles.is_grave(role) and plan.by is not None:
            if not area.pk or not second.seconds(
                area=area, by=plan.by, about=_known(user), on=plan.on
            ):
                raise line.bad(ROLE, NO_SECOND)
            if opens:
                self.asked.add(user.username)
            if not _waits(plan, user, area, role):
                plan.new(
                    line,
                    name,
                    partial(_propose, user, post),
                    about=about,
                    what=What.SECOND,
                    rows=ROWS,
                )
            return
        if opens:
            opens_at = plan.desk["new people"][user.username]
            plan.new(
                opens_at, name, partial(_open, user), about=user.username, rows=ROWS, leads=True
            )
        self.opened.add(user.username)
        until = until_on.isoformat() if until_on else ""
        plan.note(line, key=f"{user.username}|{area.code}|{role}", field="结束日期", theirs=until)
        plan.new(line, name, partial(_appoint, user, post), about=about, rows=ROWS)

    def _until(self, line, plan, post, until_on):
        ours, theirs = (day.isoformat() if day else "" for day in (post.until_on, until_on))
        if postings.is_longer(post.until_on, until_on):
            raise line.bad(UNTIL, LONGER)
        plan.compare(
            line,
            key=f"{post.user.username}|{post.area.code}|{post.role}",
            name=f"{post.user.name} {ROLES[post.role].label}",
            field="结束日期",
            pair=(ours, theirs),
            do=partial(_end, post, until_on),
        )

    def end(self, plan):
        for username, line in plan.desk["new people"].items():
            if username not in self.mentioned:
                plan.fault(line, line.bad(USERNAME, NO_POST))
        self._say_who_is_left_out(plan)

    def _say_who_is_left_out(self, plan):
        """Of the street and the communities the sheet speaks of, and of no others."""
        named = {k: post for k, post in self.there.items() if _place_of(post.area) in self.named}
        at_work = {
            post.user.username: post.user for post in named.values() if post.from_on <= plan.on
        }
        for username, user in at_work.items():
            if username not in plan.desk["people seen"]:
                plan.left_out(People.title, user.name, key=username)
        for key, post in named.items():
            if key not in self.seen:
                self._left_out(plan, post)

    def _left_out(self, plan, post):
        name = f"{post.user.name} {ROLES[post.role].label} · {post.area.name}"
        is_own = plan.by is not None and post.user == plan.by
        may_end = post.until_on is None and not is_own
        plan.left_out(
            self.title,
            name,
            key="|".join([str(post.user.username), post.area.code, post.role]),
            do=partial(_end, post, plan.on) if may_end else None,
            ends=plan.on.isoformat(),
            why=OWN if is_own else "",
        )

    def rows(self, street):
        posts = Posting.objects.filter(area__path__startswith=street.path, user__is_active=True)
        posts = posts.select_related("user", "area__parent").order_by("area__path", "pk")
        return {
            post.pk: {
                "人员": post.user.username,
                "岗位": str(ROLES[post.role].label),
                "社区": _community(post.area),
                "网格": post.area.name if post.area.level == Level.GRID else "",
                "开始日期": post.from_on.isoformat(),
                "结束日期": post.until_on.isoformat() if post.until_on else "",
            }
            for post in posts.within(timezone.localdate(), None)
        }


def _place_of(area):
    """The code of the street, or of a community, that of a grid included."""
    return area.parent.code if area.level == Level.GRID else area.code


def _community(area):
    if area.level == Level.GRID:
        return area.parent.name
    return area.name if area.level == Level.COMMUNITY else ""


def _known(user):
    return user if user.pk else None


def _waits(plan, user, area, role) -> bool:
    """Whether the second person was asked for this already."""
    rows = Proposal.objects.waiting(plan.at).filter(area=area, role=role)
    if user.pk:
        return rows.filter(user=user).exists()
    return rows.filter(kind=Proposal.Kind.OPEN, username=user.username).exists()


def _open(user, taking):
    made = staff.open_account(username=user.username, name=user.name, **taking.about)
    user.pk, user._state.adding = made.pk, False
    user.refresh_from_db()
    taking.made(user)
    notifications.offer_own_entry(user, at=taking.about["at"])


def _appoint(user, post, taking):
    taking.made(postings.appoint(user=user, **post, **taking.about))


def _end(post, last_day, taking):
    taking.will_change(post, "until_on", last_day)
    postings.end(posting=post, last_day=last_day, **taking.about)


def _propose(user, post, taking):
    """Asked for, together with all else of the file that takes two."""
    if user.pk:
        kind, who = Proposal.Kind.APPOINT, {"user": user}
    else:
        kind, who = Proposal.Kind.OPEN, {"username": user.username, "name": user.name}
    proposals.ask(kind=kind, file=taking.file, **who, **post, **taking.about)


def post_back(post, *, by, at):
    postings.relieve(posting=post, on=post.from_on, by=by, at=at)


def end_back(post, last_day, *, by, at):
    """Longer again; of a grave post that takes two, so it does not go back. Raises BuiltOn."""
    day = date.fromisoformat(last_day) if last_day else None
    try:
        postings.end(posting=post, last_day=day, by=by, at=at)
    except (second.NeedsSecond, postings.CannotGive):
        raise BuiltOn(str(post)) from None
