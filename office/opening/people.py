"""人员: accounts, by the rules of the register of staff.

An account begins with its first post (`posts.py`); a line alone opens none.
"""

from functools import partial

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from accounts.models import Enablement, User
from foundation import names, typed
from grids import letting_in
from grids.models import Posting
from office.opening import writing
from office.opening.places import once
from office.opening.sheets import Column
from office.opening.taking import BuiltOn
from office.registers.reach import is_all_ours, staff_of

NAME = Column("姓名", gettext_lazy("姓名。"), True)
USERNAME = Column("登录名", gettext_lazy("登录时用的名字，全系统不重复，比如 lixiao。"), True, 16)

NOT_A_NAME = _("姓名里有数字、符号或认不出的字。")
TAKEN = _("这个登录名已经有人用了，不归您管。请换一个。")
ALIKE = _("已经有登录名“%(other)s”，只差大小写。是同一位请照它写，不是请换一个。")
LONG = _("登录名最多 40 个字。")


class People:
    title = "人员"
    columns = (NAME, USERNAME)
    rule = gettext_lazy("一行写一位工作人员；每位至少有一行任职。密码由本人自己定。")

    def begin(self, plan):
        ours = User.objects.filter(pk__in=_staff(plan))
        self.there = {user.username: user for user in ours.exclude(username=None)}
        plan.desk["people"] = dict(self.there)
        self.taken = set(User.objects.exclude(username=None).values_list("username", flat=True))
        self.alike = {username.lower(): username for username in self.taken}
        plan.desk["new people"] = {}
        self.seen = set()

    def read(self, line, plan):
        username = typed.code(line.plain(USERNAME))
        if len(username) > 40:
            raise line.bad(USERNAME, LONG)
        once(line, plan, username, USERNAME)
        user = self.there.get(username)
        name = line.text(NAME, names.LONGEST)
        try:
            name = name if user and user.name == name else names.clean(name)
        except names.NotAName:
            raise line.bad(NAME, NOT_A_NAME) from None
        self.seen.add(username)
        if user is None:
            if username in self.taken:
                raise line.bad(USERNAME, TAKEN)
            if alike := self.alike.get(username.lower()):
                raise line.bad(USERNAME, ALIKE, other=alike)
            user = User(username=username, name=name)
            self.alike[username.lower()] = username
            plan.desk["people"][username] = user
            plan.desk["new people"][username] = line
            plan.note(line, key=username, field="姓名", theirs=name)
            return
        if name != user.name and plan.reader and not is_all_ours(plan.reader, user):
            raise line.bad(NAME, TAKEN)
        do = partial(_rename, user, name)
        pair = (user.name, name)
        plan.compare(line, key=username, name=user.name, field="姓名", pair=pair, do=do)

    def end(self, plan):
        """Who is left out is said where their posts are read, for a post has a place."""
        plan.desk["people seen"] = self.seen

    def rows(self, street):
        posts = Posting.objects.filter(area__path__startswith=street.path)
        people = User.objects.filter(pk__in=posts.values("user"), is_active=True)
        people = people.exclude(username=None).order_by("name", "pk")
        return {user.pk: {"姓名": user.name, "登录名": user.username} for user in people}


def _staff(plan):
    if plan.reader:
        return staff_of(plan.reader)
    posts = Posting.objects.filter(area__path__startswith=plan.street.path)
    return User.objects.filter(pk__in=posts.values("user"))


def _rename(user, name, taking):
    taking.will_change(user, "name", name)
    letting_in.change_account(user=user, name=name, **taking.about)


def name_back(user, name, *, by, at):
    letting_in.change_account(user=user, name=name, by=by, at=at)


def in_use(users):
    """Whether somebody has come in with an account, or may by now. Raises BuiltOn."""
    for user in users:
        if user.last_login or user.code_until or user.has_usable_password():
            raise BuiltOn(user.name)


def account_back(user, *, by, at):
    """An account that nobody has come in with yet. Raises BuiltOn."""
    in_use([user])
    Enablement.objects.filter(user=user).delete()
    writing.take_back(user, by=by, at=at)
