"""Two entries of one person become one, and are separated again: exactly as they were.

Nobody else of either household moves, and no way to sign in crosses over: account and phone of
each entry stay with it, so whoever wrote a phone into one of them opens nothing of the other.
"""

import json
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from residents import registry, spelling
from residents.joining import following
from residents.joining.following import Joining
from residents.models import Meeting, Person, Residency

State, Status = Person.IdState, Person.Status

TAKES = {"name": ("name",), "remarks": ("remarks",)}
"""What the entry that stays may take from the other one, with the columns of each."""
# Columns that only make sense together: all of a line are put back, or none.
TOGETHER = (
    ("name",),
    ("remarks",),
    ("status", "joined_into_id"),
    (
        "tier",
        "tier_rank",
        "last_contact_on",
        "next_due_on",
        "given_due_on",
        "given_since",
        "due_why",
    ),
)
KEPT = [*(name for names in TOGETHER for name in names), "id_number_state"]
COLUMNS = [*{*KEPT, *registry.NAME}]  # what a name is found by follows from it
ON_RECORD = ("name", "remarks", "status")

Values = dict[str, Any]


@leaves_record("entries-joined")
def join(meeting: Meeting, *, by: User, at: datetime) -> None:
    """`meeting.kept` stays and takes what belongs to the other entry.

    In the caller's transaction, which saves the meeting: `before` holds what a separation needs.
    """
    day, (kept, ended) = timezone.localdate(at), _both(meeting)
    before = {str(each.pk): _values(each) for each in (kept, ended)}
    stays = _end(ended, kept, day)
    for name in meeting.taken:
        for column in TAKES[name]:
            setattr(kept, column, getattr(ended, column))
    spelling.note(kept)
    contacts = [each.last_contact_on for each in (kept, ended) if each.last_contact_on]
    kept.last_contact_on = max(contacts, default=None)
    kept.id_number_state = State.CONFIRMED
    kept.save(update_fields=COLUMNS)
    followed = following.follow(_joining(meeting, ended, kept, by, at))
    _settle_tiers(meeting, day)
    after = {str(each.pk): _values(each) for each in _both(meeting)}
    told = {"before": before, "after": after, "stays": stays, "followed": followed}
    meeting.before = json.dumps(told)
    _note(kept, ended, before, after, by=by, at=at)


@leaves_record("entries-separated")
def separate(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Both entries as they were; what came or changed since stays with the entry that stayed."""
    told, (kept, ended) = json.loads(meeting.before), _both(meeting)
    now = {str(each.pk): _values(each) for each in (kept, ended)}
    following.go_back(_joining(meeting, ended, kept, by, at), told["followed"])
    as_left = [_put_back(each, told["before"], told["after"]) for each in (kept, ended)]
    _give_number_back(kept, ended, told, now)
    Residency.objects.filter(pk__in=told["stays"]).update(until_on=None)
    if not all(as_left):
        _settle_tiers(meeting, timezone.localdate(at))
    then = {str(each.pk): _values(each) for each in _both(meeting)}
    meeting.before = ""
    _note(kept, ended, now, then, by=by, at=at)


def _both(meeting) -> tuple[Person, Person]:
    """The entry that stays and the other one, locked in the order everybody locks people."""
    pks = [meeting.first_id, meeting.second_id]
    people = Person.objects.select_for_update(of=["self"]).select_related("community")
    entries = {each.pk: each for each in people.filter(pk__in=pks).order_by("pk")}
    kept = entries.pop(meeting.kept_id)
    return kept, *entries.values()


def _joining(meeting, ended, kept, by, at):
    return Joining(ended, kept, key=f"{meeting.uid}:{at.isoformat()}", by=by, at=at)


def _end(ended: Person, kept: Person, day: date) -> list[int]:
    """The entry speaks for nobody any more; returns the stays that ended with it."""
    stays = list(ended.residencies.filter(until_on=None).values_list("pk", flat=True))
    until = Greatest(F("from_on"), day)
    Residency.objects.filter(pk__in=stays).update(until_on=until)
    ended.status, ended.joined_into, ended.id_number_state = Status.JOINED, kept, State.MET
    ended.next_due_on = None
    ended.save(update_fields=COLUMNS)
    return stays


def _settle_tiers(meeting, day):
    both = [meeting.first_id, meeting.second_id]
    registry.settle_tiers(Person.objects.filter(pk__in=both), on=day)


def _put_back(entry, before, after) -> bool:
    """Each group of columns that is still as the joining left it; returns whether all are."""
    was, left, now = before[str(entry.pk)], after[str(entry.pk)], _values(entry)
    # Of columns that came since the two were joined nothing is told.
    together = [[name for name in names if name in was] for names in TOGETHER]
    changed = [names for names in together if any(now[name] != left[name] for name in names)]
    for names in together:
        for name in names if names not in changed else ():
            setattr(entry, name, Person._meta.get_field(name).to_python(was[name]))
    spelling.note(entry)
    return not changed


def _give_number_back(kept, ended, told, now) -> None:
    """Of two only one has the number confirmed, so it is taken from one before the other has it."""
    state, key = "id_number_state", str(kept.pk)
    for entry in (kept, ended):
        entry.id_number_state = told["before"][str(entry.pk)][state]
    if now[key][state] != told["after"][key][state]:  # another number since: it is compared anew
        kept.id_number_state = ended.id_number_state = State.WAITING
    for entry in sorted((kept, ended), key=lambda each: each.id_number_state == State.CONFIRMED):
        entry.save(update_fields=COLUMNS)


def _values(entry: Person) -> Values:
    """As JSON holds them."""
    values = {name: getattr(entry, name) for name in KEPT}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _chain(both):
    return both[0].community.code, both[0].pk


def _note(kept, ended, before, after, *, by, at) -> None:
    """A line in the record of each entry, in the order in which chains are held; write it last."""
    joined = after[str(ended.pk)]["status"] == Status.JOINED
    for entry, other in sorted(((kept, ended), (ended, kept)), key=_chain):
        was, now = before[str(entry.pk)], after[str(entry.pk)]
        changes = trail.differing({name: (was[name], now[name]) for name in ON_RECORD})
        changes["joined_with"] = ("", other.uid) if joined else (other.uid, "")
        scope = entry.community.code
        trail.changed(scope=scope, about=entry.uid, changes=changes, by=by, at=at)
