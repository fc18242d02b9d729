from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import staff
from accounts.models import User
from grids import letting_in, postings, roles
from grids.divisions import districts
from grids.models import Area, Posting
from grids.roles import Duty

CODE_LIFE = timedelta(days=1)
FOUNDING = ("street_staff", "standing_second")


class Command(BaseCommand):
    help = (
        "Create the first two people of a street office; the others are appointed in the admin. "
        "Two, because posts that administer, approve or receive confidential matters take one "
        "person who asks and another who confirms. A street with one member of staff names a "
        "standing second, who works at the district or in a community: "
        "--second-as standing_second. Where somebody can confirm already, one person is enough."
    )

    def add_arguments(self, parser):
        parser.add_argument("--area", required=True, help="code of the street, or of a district")
        parser.add_argument(
            "--area-name", default="", help="name of a street that is not registered yet"
        )
        parser.add_argument("--username", required=True, help="the name to sign in with")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--as", dest="role", choices=FOUNDING, default=FOUNDING[0])
        parser.add_argument("--second-username", default="", help="the same for the second person")
        parser.add_argument("--second-name", default="")
        parser.add_argument("--second-as", choices=FOUNDING, default=FOUNDING[0])

    @transaction.atomic
    def handle(self, area, username, name, role, **options):
        area = self._area(area, options["area_name"])
        people = [(username, name, role)]
        if second_name := options["second_username"]:
            people.append((second_name, options["second_name"], options["second_as"]))
        elif not self._somebody_else_confirms(area):
            raise CommandError(
                _("要开两个人：一个提出，另一个确认。请加上 --second-username 和 --second-name。")
            )
        cards = [self._found(area, *person) for person in people]
        self.stdout.write("\n".join(cards))

    def _area(self, code, street):
        """What stands under that code; in an empty house it is made of the districts we know."""
        if area := Area.objects.filter(code=code).first():
            if not Area.objects.valid().filter(pk=area.pk).exists():
                raise CommandError(_("这个编码的区域已经停用。"))
            return area
        try:
            return districts.make(code=code, street=street, by=None, at=timezone.now())
        except districts.NotThere as missing:
            lines = [f"  {each} {name}" for each, name in missing.alike]
            text = _(
                "没有这个编码的区域。区县写 6 位编码；街道写 9 位编码，再用 --area-name 写名字。"
            )
            raise CommandError("\n".join([text, *lines])) from None

    def _somebody_else_confirms(self, area):
        posts = Posting.objects.on(timezone.localdate()).allowing(Duty.STAND_SECOND).over(area)
        return posts.filter(user__is_active=True).exists()

    def _found(self, area, username, name, role):
        """One account with its post, all of it on record; returns the card for its owner."""
        if not name:
            raise CommandError(_("请写明每个人的姓名。"))
        if User.objects.filter(username=username).exists():
            raise CommandError(_("这个登录名已经有人用了。"))
        about = {"by": None, "at": timezone.now()}
        user = staff.open_account(username=username, name=name, **about)
        try:
            postings.appoint(user=user, area=area, role=role, from_on=timezone.localdate(), **about)
        except postings.WrongLevel:
            raise CommandError(_("街道工作人员要设在街道、镇或区县。")) from None
        code = letting_in.give_code(user=user, lasts=CODE_LIFE, **about)
        label = roles.ROLES[role].label
        values = {"name": name, "username": username, "code": code, "role": label}
        return (
            _(
                "┌ %(name)s · %(role)s\n"
                "│ 登录名：%(username)s\n"
                "│ 登录码：%(code)s\n"
                "└ 一天内有效，只能用一次；登录以后马上选一个自己的密码。这张卡只交给本人。"
            )
            % values
        )
