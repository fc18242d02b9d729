"""Send one message on one way, and say what came of it."""

import uuid

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from notices.channels import ways
from notices.channels.base import Message, NotSent


class Command(BaseCommand):
    help = "Send a test message: WAY is text, wecom, robot, mail or slip; ADDRESS is where to."

    def add_arguments(self, parser):
        parser.add_argument("way", choices=sorted(ways.WAYS))
        parser.add_argument("address")
        parser.add_argument("--event", default="test", help="whose template a provider uses")
        parser.add_argument(
            "--value", action="append", default=[], metavar="NAME=VALUE", help="fills the template"
        )

    def handle(self, *args, way, address, event, value, **options):
        pairs = [each.partition("=") for each in value]
        if not all(name and equals for name, equals, _value in pairs):
            raise CommandError("--value is NAME=VALUE")
        message = Message(
            uid=uuid.uuid4(),
            to=address,
            text=_("【责任田】这是一条测试消息，不用回。"),
            event=event,
            values={name: text for name, _equals, text in pairs},
        )
        try:
            lacking = list(ways.way(way).lacking())
        except ImportError as error:
            raise CommandError(f"ZERENTIAN_SMS_CHANNEL: {error}") from error
        if lacking:
            raise CommandError(f"not set: {', '.join(lacking)} (docs/channels.md)")
        try:
            receipt = ways.send(way, message)
        except NotSent as error:
            again = "trying again may help" if error.again else "trying again cannot help"
            raise CommandError(f"not sent: {error.why} ({again})") from error
        cost = "" if receipt.cost is None else f", {receipt.cost} fen"
        number = receipt.reference or "-"
        self.stdout.write(f"taken: {number}, {receipt.parts} part(s){cost}")
