"""What of the register itself follows a person, and what tells of the entry and stays."""

from django.db.models import Q

from residents.joining import following
from residents.joining.following import Joining
from residents.models import CareTag, Meeting


def register() -> None:
    following.also("residents.CareTag", "person", follow=_tags_follow, go_back=_tags_go_back)
    open_only = ~Q(state=Meeting.State.OPEN)
    following.rows("residents.Meeting", "first", stays=open_only, once_per="second")
    following.rows("residents.Correction", "person")
    for label, column in STAY:
        following.stays(label, column)


# Where the entry was, how one comes in by it, what was asked about it, and whom it met.
STAY = [
    ("residents.Residency", "person"),
    ("residents.WrittenNumber", "person"),
    ("residents.ResidentCard", "person"),
    ("residents.OwnEntry", "person"),
    ("residents.CorrectedByHand", "person"),
    ("residents.Lookalike", "person"),
    ("residents.Absence", "person"),
    ("residents.Person", "joined_into"),
    ("residents.Meeting", "second"),
    ("residents.Meeting", "kept"),
]


def _tags_follow(joining: Joining) -> dict[str, list]:
    """Needs only the other entry has follow; one that both have lasts as long as the longer."""
    kept = {tag.kind: tag for tag in CareTag.objects.filter(person=joining.kept)}
    moved, longer = [], []
    for tag in CareTag.objects.filter(person=joining.ended).order_by("pk"):
        mine = kept.get(tag.kind)
        if mine is None:
            CareTag.objects.filter(pk=tag.pk).update(person=joining.kept)
            moved.append(tag.pk)
        elif tag.expires_on > mine.expires_on:
            CareTag.objects.filter(pk=mine.pk).update(expires_on=tag.expires_on)
            longer.append([mine.pk, mine.expires_on.isoformat(), tag.expires_on.isoformat()])
    return {"moved": moved, "longer": longer}


def _tags_go_back(joining: Joining, told: dict[str, list]) -> None:
    theirs = CareTag.objects.filter(person=joining.kept)
    theirs.filter(pk__in=told["moved"]).update(person=joining.ended)
    for pk, before, after in told["longer"]:
        theirs.filter(pk=pk, expires_on=after).update(expires_on=before)
