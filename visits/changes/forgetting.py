"""Great changes in a life are forgotten once somebody was there and three months have passed."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from visits.models import MajorChange, Recomputation, Visit

KEPT = timedelta(days=92)
OLD = "old-changes"


def answered_long_ago(at: datetime) -> QuerySet[MajorChange]:
    """One nobody answered stays, or it would ask for nobody any more."""
    contacts = Visit.objects.standing().reached()
    since = contacts.filter(people=OuterRef("person"), occurred_at__gte=OuterRef("said_at"))
    return MajorChange.objects.filter(Exists(since), said_at__lt=at - KEPT)


def recomputed_long_ago(at: datetime) -> QuerySet[Recomputation]:
    return Recomputation.objects.filter(asked_at__lt=at - KEPT).exclude(done_at=None)


def forget_old(at: datetime) -> None:
    answered_long_ago(at).delete()
    recomputed_long_ago(at).delete()
