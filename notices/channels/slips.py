"""For those without a phone: "sending" makes a slip wait until somebody prints it and takes it along."""

from django.utils import timezone

from notices.channels.base import Channel, Message, NotSent, Receipt
from notices.models import Slip

LINK = ("http", "www.", "://")


class Slips(Channel):
    """The address is the key of the account it is for; name and door are put on it when printed."""

    name = "slip"

    def send(self, message: Message) -> Receipt:
        if any(each in message.text.lower() for each in LINK):
            raise NotSent("a slip carries no link", code="link", again=False)
        longest = Slip._meta.get_field("text").max_length
        if not message.to.isdecimal() or not 0 < len(message.text) <= longest:
            raise NotSent("not what fits on a slip", code="slip", again=False)
        row = Slip(
            uid=message.uid,
            recipient_id=int(message.to),
            event=message.event[:40],
            text=message.text,
            made_at=timezone.now(),
        )
        Slip.objects.bulk_create([row], ignore_conflicts=True)
        return Receipt(str(message.uid), 1, 0)

    def reaches(self, user) -> str | None:
        return str(user.pk)
