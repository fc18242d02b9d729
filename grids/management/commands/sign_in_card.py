from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.evidence.whence import Whence
from accounts.factors import cards, once_good
from accounts.models import User
from grids import letting_in


class Command(BaseCommand):
    help = (
        "Give a member of staff a sign-in card on the console, where nobody else can: a founder "
        "whose phone is lost. Their second factor, devices, sessions and tokens end; on record, "
        "and told to them and to whoever watches."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="the name to sign in with")

    def handle(self, username, **options):
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("没有人用这个登录名，或者已经停用。"))
        now = timezone.now()
        code = letting_in.replace_factor(user=user, by=None, whence=Whence("console"), at=now)
        words = _("%(name)s 的登录卡，只显示这一次：%(code)s（到 %(day)s 有效，用一次）")
        until = timezone.localdate(now + cards.LASTS)
        self.stdout.write(
            words % {"name": user.name, "code": once_good.in_groups(code), "day": until}
        )
