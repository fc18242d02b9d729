"""Photos of a case: pictures re-encoded by foundation.pictures, stored and shown to who sees the case."""

from datetime import datetime

from django.core.files.base import ContentFile

from accounts.models import User
from cases.models import Case, Photo


def keep(*, case: Case, pictures, stage: str, by: User, at: datetime) -> list[Photo]:
    """Store pictures with a case; the last thing to do in a transaction.

    Files know no rollback: when a row cannot be written, what was already on disk is deleted.
    """
    photos = []
    try:
        for picture in pictures:
            photo = Photo(case=case, stage=stage, by=by, at=at)
            photos.append(photo)
            photo.file.save("full", ContentFile(picture.full), save=False)
            photo.small.save("small", ContentFile(picture.small), save=False)
            photo.save()
    except BaseException:
        for photo in photos:
            for file in (photo.file, photo.small):
                if file:
                    file.storage.delete(file.name)
        raise
    return photos
