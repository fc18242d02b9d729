"""Pictures on the disk: stored with the rows that name them, shown as nothing but pictures."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from foundation.pictures.photos import Picture


def random_name(folder: str) -> str:
    """Where a picture lies says nothing about it; the name it came with is not kept."""
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name}.jpg"


def save(pictures: Sequence[tuple[Any, Picture]]) -> None:
    """Store each picture in the `file` and `small` of its row; the last thing in a transaction.

    Files know no rollback: when a row cannot be written, what was already on disk is deleted.
    """
    try:
        for row, picture in pictures:
            row.file.save("full", ContentFile(picture.full), save=False)
            row.small.save("small", ContentFile(picture.small), save=False)
            row.save()
    except BaseException:
        for row, _picture in pictures:
            delete(row)
        raise


def delete(row: Any) -> None:
    """The two files of a row; the row itself stays."""
    for file in (row.file, row.small):
        if file:
            file.storage.delete(file.name)


def answer(file: FieldFile, *, name: str) -> FileResponse:
    """The picture, which can do nothing but be looked at. Raises Http404 when it is gone."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, content_type="image/jpeg", filename=f"{name}.jpg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
