import secrets

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from grids import postings
from grids.models import Area

# Easy to read out: no letters that look like digits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 16


class Command(BaseCommand):
    help = "Create the first person of a street office; the others are appointed in the admin."

    def add_arguments(self, parser):
        parser.add_argument("--username", required=True, help="the name to sign in with")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--area", required=True, help="code of the street, or of a district")

    @transaction.atomic
    def handle(self, username, name, area, **options):
        area = Area.objects.valid().filter(code=area).first()
        if area is None:
            raise CommandError(_("没有这个编码的区域。先用 import_divisions 导入区划。"))
        if User.objects.filter(username=username).exists():
            raise CommandError(_("这个登录名已经有人用了。"))
        password = "".join(secrets.choice(LETTERS) for _n in range(LENGTH))
        user = User.objects.create_user(username, password, name=name)
        try:
            postings.appoint(
                user=user,
                area=area,
                role="street_staff",
                from_on=timezone.localdate(),
                by=None,
                at=timezone.now(),
            )
        except postings.WrongLevel:
            raise CommandError(_("街道工作人员要设在街道、镇或区县。")) from None
        words = _("%(name)s 可以用“%(username)s”登录了。密码只显示这一次：%(password)s")
        self.stdout.write(words % {"name": name, "username": username, "password": password})
