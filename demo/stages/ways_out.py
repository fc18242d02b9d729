"""What left the house, and what could not: a slip that waits to be printed, a number that refused."""

from datetime import timedelta

from notices.delivery import looking
from notices.models import Dispatch, Notice, Slip, ToldBy, Way
from residents.models import Person

REFUSED = "the gateway refuses this message"


def send(world):
    """Two neighbours of Wang's: one asked for paper, the number of the other is no more.

    On the small street hardly anybody has an account, and nothing may have been told to two.
    """
    two = _newest_of_two(world)
    if len(two) < 2:
        return
    on_paper, unreached = two
    at = min(on_paper.due_at + timedelta(minutes=1), world.at)
    asked_at = on_paper.recipient.created_at
    ToldBy.objects.create(
        user=on_paper.recipient,
        choice=ToldBy.Choice.PAPER,
        said_at=asked_at,
        written_by=world.staff.secretary_of(world.communities[0].pk),
    )
    slip = _leaves(on_paper, Way.SLIP, tries=1, sent_at=at, parts=1, cost=0)
    said = looking.message(slip, at)
    Slip.objects.create(
        uid=said.uid, recipient=on_paper.recipient, event=said.event, text=said.text, made_at=at
    )
    at = min(unreached.due_at + timedelta(minutes=1), world.at)
    _leaves(unreached, Way.TEXT, tries=1, given_up_at=at, error=REFUSED)


def _newest_of_two(world):
    """What they were told last of their own matters; nobody has read it inside the house."""
    known = {person.pk for person in world.people[:2]}
    neighbours = Person.objects.filter(community=world.communities[0], user__isnull=False)
    told = Notice.objects.filter(
        recipient__person__in=neighbours.exclude(pk__in=known), key__startswith="deed:"
    )
    found = {}
    for notice in told.select_related("recipient").order_by("-due_at", "pk"):
        found.setdefault(notice.recipient_id, notice)
    two = list(found.values())[:2]
    Notice.objects.filter(pk__in=[each.pk for each in two]).update(read_at=None)
    return two


def _leaves(notice, way, **ended):
    return Dispatch.objects.create(
        notice=notice,
        recipient=notice.recipient,
        way=way,
        due_at=notice.due_at,
        next_try_at=notice.due_at,
        **ended,
    )
