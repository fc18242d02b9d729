"""What was said three years ago goes, with its answers, and its pictures from the disk."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from foundation.pictures import files
from participation.models import Concern, Feedback, Photo, Round

OLD = "old-feedback"
KEPT = timedelta(days=3 * 365)


def overdue(model, column):
    """A function that gives the rows of this model that should be gone, for the register."""
    return lambda at: model.objects.filter(**{f"{column}__lt": at - KEPT})


@transaction.atomic
def forget_old(at: datetime) -> None:
    past = {"feedback__at__lt": at - KEPT}
    for photo in Photo.objects.filter(**past):
        transaction.on_commit(partial(files.delete, photo))
    for model in (Photo, Concern, Round):
        model.objects.filter(**past).delete()
    Feedback.objects.filter(at__lt=at - KEPT).delete()
