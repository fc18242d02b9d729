"""What an account or a lost device had before it between two moments.

That is: how it came in, which posts were open, how many people were registered there, whose
numbers were shown in full, and what left as a file. A page that was looked at leaves no row, so
the answer to "what could they have seen" is what the posts opened; numbers in full and files are
known exactly.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from foundation.models import Record
from grids.models import Posting, Reader
from grids.models import reach as within_reach
from grids.roles import Duty
from reports.oversight import reach, registers
from reports.oversight.registers import Asked, Line
from residents.models import Person

MOST = 500  # lines of each kind on the page; the numbers above them count all


@dataclass(frozen=True)
class Answer:
    account: User
    sign_ins: list[Line]
    posts: list[Posting]
    people: int
    looks: list[Line]
    looked_at: int
    exports: list[Line]
    changed: int


def accounts_of(reader: Reader, device: str, since: datetime, until: datetime) -> list[User]:
    """Who came in with this device in that time, or was in since before."""
    theirs = reach.sign_ins(reader).filter(device=device, at__lt=until).exclude(account=None)
    uids = theirs.values_list("account", flat=True).distinct()
    return list(reach.staff(reader).filter(uid__in=list(uids)).order_by("name", "pk"))


def answer(reader: Reader, account: User, since: datetime, until: datetime) -> Answer:
    """For one account the reader oversees; `until` is the first moment that is not asked about."""
    asked = Asked(account=account, since=since, until=until)
    looks = registers.REGISTERS["looks"].rows(reader, asked)
    exports = registers.REGISTERS["exports"].rows(reader, asked)
    changes = registers.between(reach.records(reader), asked).filter(kind=Record.Kind.CHANGED)
    changes = registers.of_actor(changes.exclude(about=None), account)
    posts = _posts(reader, account, since, until)
    return Answer(
        account,
        _lines("sign-ins", registers.sign_ins(reader, asked)),
        posts,
        Person.objects.here().filter(within_reach(posts, Duty.SEE_PEOPLE)).count(),
        _lines("looks", looks),
        looks.values("about").distinct().count(),
        _lines("exports", exports),
        changes.values("about").distinct().count(),
    )


def _lines(slug, rows):
    return registers.REGISTERS[slug].lines(rows.order_by("-at", "-pk")[:MOST])


def _posts(reader, account, since, until):
    days = timezone.localdate(since), timezone.localdate(until)
    held = Posting.objects.filter(user=account, area__in=reach.areas(reader)).within(*days)
    return list(held.select_related("area").order_by("from_on", "pk"))
