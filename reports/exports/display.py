"""How exports read on a page."""

from itertools import islice

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grids.models import Reader
from reports.exports import cells, watermark
from reports.models import Export
from reports.tables import TABLES, Recipient

LOOKS = {
    Export.State.TO_AGREE: "pending",
    Export.State.TO_WRITE: "pending",
    Export.State.READY: "posted",
    Export.State.REFUSED: "refused",
    Export.State.STOPPED: "refused",
}
SAMPLE = 3  # rows shown before anything leaves


def row_of(export: Export) -> dict:
    return {
        "export": export,
        "table": TABLES[export.table],
        "look": LOOKS.get(export.state, "plain"),
        "rows": export.rows if export.ready_at else export.expected,
    }


def summary_of(export: Export) -> list[tuple[str, str]]:
    """What leaves, why, and who agreed."""
    table = TABLES[export.table]
    lines = [
        (_("范围"), " · ".join([export.area.name, *watermark.filtered(export)])),
        (_("哪些列"), _("、").join(str(one.label) for one in table.chosen(export.columns))),
        (_("号码"), _("完整") if export.full else _("已隐去")),
        (_("做什么用"), export.why),
        (_("导出人"), f"{export.asked_by.name} · {_moment(export.asked_at)}"),
    ]
    if export.agreed_by:
        lines.append((_("批准人"), f"{export.agreed_by.name} · {_moment(export.decided_at)}"))
    if export.ready_at:
        lines.append(
            (_("下载"), ngettext("%(n)s 次", "%(n)s 次", export.taken) % {"n": export.taken})
        )
    return lines


def _moment(at):
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def sample_of(table, keys, rows, reader: Reader) -> dict:
    """The first rows as they would stand in the file, numbers always masked."""
    to, columns = Recipient(reader), table.chosen(keys)
    found = islice(table.prepare(rows)[:SAMPLE], SAMPLE)
    return {
        "columns": columns,
        "lines": [
            [(str(one.label), cells.for_csv(one.cell(row, to))) for one in columns] for row in found
        ],
    }
