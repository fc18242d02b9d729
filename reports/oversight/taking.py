"""The lines of a register as a file, with the reason on record."""

import csv
import io
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import Reader
from grids.roles import Duty
from reports.exports import cells
from reports.oversight.registers import Asked, Register

MOST = 20_000  # lines; more is asked for in parts


class TooMany(Exception):
    """More lines than a file takes."""


@leaves_record("oversight-taken")
@transaction.atomic
def take(
    *, register: Register, reader: Reader, asked: Asked, why: str, by: User, at: datetime
) -> str:
    """The text of a CSV file, newest line first. Raises TooMany."""
    rows = list(register.rows(reader, asked).order_by("-at", "-pk")[: MOST + 1])
    if len(rows) > MOST:
        raise TooMany
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("时间"), _("谁"), _("什么事"), _("说明"), _("设备")])
    for line in register.lines(rows):
        moment = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
        words = (moment, line.who, line.what, line.more, line.device[:16])
        writer.writerow([cells.for_csv(word) for word in words])
    scope = reader.posts_with(Duty.AUDIT)[0].area.record_scope
    trail.exported(
        scope=scope, what=f"oversight {register.slug}", rows=len(rows), why=why, by=by, at=at
    )
    return out.getvalue()
