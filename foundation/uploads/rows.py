"""A workbook that somebody uploaded: one base for rosters, organisation workbooks and what follows.

The file is kept sealed until somebody decides about it. What the states are, and what is done in
each, is the subclass's business (`foundation/work/`).
"""

import base64
import hashlib
import io
import uuid
from typing import Any, BinaryIO, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation import once
from foundation.sealing import Sealed
from foundation.work.rows import Work


class Upload(Work):
    """Waits to be checked, taken in or undone, each asked for by somebody; `uploaded_by` is None of
    what came from the command line.
    """

    TO_UNDO = "to_undo"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(_("文件"), max_length=120)
    file_hash = models.CharField(max_length=64)
    sealed_file = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("导入人"),
    )
    taken_in_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤销人"),
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    workbook = Sealed("sealed_file")  # base64

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def asked_by(self) -> Any:
        """Who wants the step done that waits; None is the command line, which is asked nothing."""
        if self.state == self.TO_UNDO:
            return self.undone_by
        return self.taken_in_by or self.uploaded_by

    def opened(self) -> io.BytesIO:
        """The file as it came."""
        return io.BytesIO(base64.b64decode(self.workbook))


Uploaded = TypeVar("Uploaded", bound=Upload)


def keep(
    row: Uploaded,
    file: BinaryIO,
    *,
    name: str,
    about: tuple[str, ...],
    conflict: type[once.Conflict],
) -> Uploaded:
    """Lay the file into a row that is not saved yet, and save it; in a transaction.

    `about`: the columns that say where it belongs and what it tells of. The same `uid` with the
    same file about the same is the same upload, and its row is returned. Raises the conflict.
    """
    file.seek(0)
    content = file.read()
    row.file_name, row.file_hash = name[-120:], hashlib.sha256(content).hexdigest()
    said = (*about, "file_hash")
    sent = once.Sent(row, key="uid", by="uploaded_by_id", content=said, conflict=conflict)
    if earlier := sent.before():
        return earlier
    row.workbook = base64.b64encode(content).decode()
    return sent.write()[0]
