"""Whom a report of harm at home would reach, by name, so that one of them can be left out.

The names are there before anything is written down, and only then: of a case nobody is told who it
is kept from.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from cases import front_desk
from cases.api.fields import Who
from cases.api.whereabouts import Whereabouts, door_of, grid_of, known
from cases.harm import receivers
from cases.models import Case, Category
from foundation.api.errors import wrong
from foundation.api.operations import operation
from grids.access import duty_audience
from grids.models import Area
from grids.roles import Duty
from residents.access import RESIDENTS
from residents.models import Person


class ReceiverFacts(Who):
    """One of those who would be told."""


class MyReceiverFacts(Who):
    """The same to a resident; each list of the document has a name of its own."""


class ReceiversQuery(Whereabouts):
    reporter = serializers.UUIDField(
        required=False, help_text=_("谁反映的；他家里的人不会收到，也不在回答里。")
    )


@operation(
    "GET",
    section="cases",
    audience=duty_audience(Duty.REPORT_CASES),
    asks=ReceiversQuery,
    answers=ReceiverFacts,
    many=True,
    summary=_("受伤害的事谁会看到"),
    about=_("上报以前念给本人听，问有没有要避开的，再写进 kept_from。"),
)
def receivers_there(request, asked):
    reader = request.reader
    reporter = known(front_desk.people_of(reader), "reporter", "uid", asked)
    grid = grid_of(asked, reader, door_of(asked, reader))
    return _names(told(grid.parent, reporter))


@operation(
    "GET",
    section="my",
    audience=RESIDENTS,
    answers=MyReceiverFacts,
    many=True,
    summary=_("受伤害的事谁会看到"),
    about=_("家里有人被伤害，只有这几位看得到；可以写进 kept_from，不让其中一位知道。"),
)
def my_receivers(request):
    person = request.user.person
    return _names(told(person.community, person))


def told(community: Area, reporter: Person | None) -> list[User]:
    return receivers.told(community, reporter, on=timezone.localdate())


def left_out(
    asked: dict, category: Category, community: Area, reporter: Person | None, *, by: User
) -> User | None:
    """Whom `kept_from` names, taken out of what was asked: one of those who would be told.

    A resend is answered as the first time, whoever receives by now.
    """
    uid = asked.pop("kept_from", None)
    if uid is None:
        return None
    if not category.harm:
        raise wrong(kept_from=("not_here", _("只有家里有人被伤害的事可以写不让谁知道。")))
    found = next((user for user in told(community, reporter) if user.uid == uid), None)
    if found is None and not _was_sent(asked, by):
        raise wrong(kept_from=("unknown", _("这个人本来就收不到，请从“谁会看到”里选。")))
    return found


def _was_sent(asked, by):
    return Case.objects.filter(client_id=asked["client_id"], filed_by=by).exists()


def _names(users):
    return [{"uid": str(user.uid), "name": user.name} for user in users]
