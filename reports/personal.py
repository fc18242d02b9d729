from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare
from reports.exports import requests
from reports.models import Export

comes("reports", 6)


def _kept_too_long(at):
    """Files after their day, and rows after three years."""
    files = Export.objects.expired(at)
    return files | Export.objects.filter(asked_at__lt=at - requests.ROWS_KEPT)


declare(
    "reports.Export",
    whose=Whose.BOTH,
    keep=Keep(_("文件 24 小时；谁为什么导出过，三年"), _kept_too_long, job="work"),
    groups=[
        Group(
            ["file_name", "sealed_key"],
            Level.SENSITIVE,
            _("把要报的表交给该收的人，用完就删"),
            Basis.SENSITIVE_DUTY,
        ),
        Group(
            ["asked_by", "asked_at", "agreed_by", "decided_at", "why", "refusal"],
            Level.ORDINARY,
            _("查得出谁导出过什么，为什么"),
            Basis.SECURITY,
        ),
    ],
    plain=[
        "uid",
        "table",
        "filters",
        "columns",
        "holds",
        "full",
        "form",
        "language",
        "state",
        "stopped",
        "because",
        "expected",
        "rows",
        "claimed_at",
        "tries",
        "done",
        "total",
        "request_id",
        "ready_at",
        "expires_at",
        "taken",
    ],
)
