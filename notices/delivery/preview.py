"""What would leave the house if somebody were told now, for whoever decides whether they are."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from notices.delivery import asked, looking, rules
from notices.models import Dispatch, Notice, ToldBy, Way


class Leaving(NamedTuple):
    way: Way
    text: str


def of(
    *, to: AbstractBaseUser, key: str, text: str, about: str, at: datetime, urgent: bool = False
) -> list[Leaving]:
    """Sentence by sentence and by each way, as rule, choice and reach are now; without any it is only read
    in the inbox. What goes out tomorrow among others then says how many they are.

    `key`, `text` and `about` as outbox.tell is to be given them; nothing is written.
    """
    notice = Notice(recipient=to, key=key, about=about, text=text, urgent=urgent, due_at=at)
    code = asked.places_of([to.pk], timezone.localdate(at)).get(to.pk, "")
    chosen = ToldBy.objects.filter(user=to).first()
    route = rules.route(rules.Rules.now(), notice, code, chosen)
    rows = [Dispatch(notice=notice, recipient=to, way=way, due_at=at) for way in route.ways]
    leaving = [row for row in rows if not looking.why_not(row, at)]
    return [Leaving(Way(row.way), looking.words(row, at)) for row in leaving]
