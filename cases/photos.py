"""Photos of a case: pictures re-encoded by foundation.pictures, stored and shown to who sees the case."""

from datetime import datetime

from accounts.models import User
from cases.models import Case, Photo
from foundation.pictures import files


def keep(*, case: Case, pictures, stage: str, by: User, at: datetime) -> list[Photo]:
    """Store pictures with a case; the last thing to do in a transaction."""
    photos = [Photo(case=case, stage=stage, by=by, at=at) for _picture in pictures]
    files.save(list(zip(photos, pictures, strict=True)))
    return photos
